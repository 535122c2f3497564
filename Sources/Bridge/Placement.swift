import SansIO

/// What dispatch decided for one call.
struct Placement {
  /// The trunk it came by.
  var trunk: Trunk
  /// The room it goes to.
  var room: String
  /// Silence that ends it; `nil` never.
  var silenceTimeout: Interval?
  /// How many pairs of ports turned out to be taken by others so far.
  var portsTaken = 0
}

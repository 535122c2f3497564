public import SansIO

/// The largest plan that is believed; beyond it a slip of the pen is likelier than a wish.
public enum ArrivalLimits {
  /// Calls of one run at most.
  public static let calls = 100_000
  /// Calls per second at most.
  public static let rate = 100_000.0
  /// Time from the first to the last planned call at most: 24 h.
  public static let span = Interval.seconds(86_400)

  /// Refuses a count outside 1...`calls`.
  static func check(calls count: Int) throws(ArrivalError) {
    guard (1...calls).contains(count) else { throw .calls(count) }
  }

  /// Refuses a rate that is no number, not above zero (or below it, where zero will do), or above the limit.
  static func check(rate value: Double, orZero: Bool = false) throws(ArrivalError) {
    guard value.isFinite, orZero ? value >= 0 : value > 0, value <= rate else { throw .rate(value) }
  }

  /// Refuses a length not above zero (or below it, where zero will do), or beyond the limit.
  static func check(_ name: String, _ length: Interval, orZero: Bool = false) throws(ArrivalError) {
    guard orZero ? length >= .zero : length > .zero, length <= span else { throw .length(of: name, length) }
  }

  /// A planned instant of so many seconds; refuses one beyond the limit, and what is no number.
  static func instant(seconds: Double) throws(ArrivalError) -> Interval {
    guard seconds >= 0, seconds <= span.seconds else { throw .tooLong }
    return .seconds(seconds)
  }
}

/// What a bridge counted since its start.
struct BridgeCounters {
  /// Calls answered.
  var answered = 0
  /// INVITEs refused.
  var refused = 0
  /// Participants admitted.
  var joined = 0
  /// Participants refused.
  var refusedJoins = 0
  /// Datagrams on the room port that belong to nobody.
  var strayDatagrams = 0
  /// Calls ended, by cause.
  var ended: [String: Int] = [:]
}

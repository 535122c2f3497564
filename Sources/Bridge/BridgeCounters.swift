/// What a bridge counted since its start.
struct BridgeCounters {
  /// Calls answered.
  var answered = 0
  /// INVITEs refused.
  var refused = 0
  /// Calls ended, by cause.
  var ended: [String: Int] = [:]
}

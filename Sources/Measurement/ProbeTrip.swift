/// One probe's way from a mouth to an ear within one simulated call.
package struct ProbeTrip: Sendable, Equatable {
  /// Between which sides of the bridge a probe went.
  package enum Direction: Sendable, Equatable {
    case phoneToPhone, phoneToRoom, roomToPhone, roomToRoom
  }

  /// Place of the speaker's record among those of the call, callers first.
  package let speaker: Int
  /// Place of the probe among those its speaker sent.
  package let probe: Int
  /// Place of the listener's record among those of the call, callers first.
  package let listener: Int
  /// From where to where it went.
  package let direction: Direction
  /// Instant of its first sample at the mouth, nanoseconds since the start of the run.
  package let mouth: Int64
  /// Nanoseconds from the mouth to the arrival at the listener's socket, less the look-ahead of the
  /// speaker's encoder; at least −`CallProbes.slack` − that look-ahead.
  package let wireDelay: Int64
  /// Nanoseconds from the mouth to the output of the listener's jitter buffer.
  package let earDelay: Int64

  /// Whether the listener had spoken it.
  package var isOwn: Bool { speaker == listener }
}

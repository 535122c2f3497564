/// One probe's way from a mouth to an ear within one simulated call.
package struct ProbeTrip: Sendable, Equatable {
  /// Place of the speaker's record among those of the call.
  package let speaker: Int
  /// Place of the probe among those its speaker sent.
  package let probe: Int
  /// Place of the listener's record among those of the call.
  package let listener: Int
  /// Instant of its first sample at the mouth, nanoseconds since the start of the run.
  package let mouth: Int64
  /// Nanoseconds from the mouth to the arrival at the listener's socket; at least −`CallProbes.slack`.
  package let wireDelay: Int64
  /// Nanoseconds from the mouth to the output of the listener's jitter buffer.
  package let earDelay: Int64

  /// Whether the listener had spoken it.
  package var isOwn: Bool { speaker == listener }
}

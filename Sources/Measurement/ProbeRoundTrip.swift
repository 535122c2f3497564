/// A probe's way to the other end of a call and back: as the echo of its own, or as the answer that
/// somebody gave it.
package struct ProbeRoundTrip: Sendable, Equatable {
  /// Place of the record of whoever began it, among those of the call.
  package let speaker: Int
  /// Instant of the first probe's first sample at the mouth, nanoseconds since the start of the run.
  package let mouth: Int64
  /// Nanoseconds there and back, arrivals at the sockets counted. Of an answer the time that the answerer
  /// took is left out; an echo has that of the echoing ear in it.
  package let wireDelay: Int64
  /// Nanoseconds there and back, both jitter buffers included.
  package let earDelay: Int64
}

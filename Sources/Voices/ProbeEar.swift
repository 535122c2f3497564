import Audio
package import Measurement
package import SansIO

/// Listens for probes in decoded audio, whatever codec it came in, and gives each the two instants of its
/// first sample: on the wire and at the output of the jitter buffer.
///
/// The owner gives it every 20 ms either 160 samples at 8 kHz with their origin, or nothing.
package struct ProbeEar {
  /// Where a frame of 20 ms came from.
  package struct Origin: Sendable, Equatable {
    /// Instant of the frame's first sample on the wire: arrival of the packet that holds it − what follows
    /// it in that packet.
    package var wire: Instant
    /// When the frame's first sample played.
    package var played: Instant

    /// The origin of a frame of which the packet that arrived at `arrival` holds the first sample, and
    /// `samplesToPacketEnd` samples (8 kHz) from that one to its own end.
    package init(arrival: Instant, samplesToPacketEnd: Int, played: Instant) {
      wire = arrival - .microseconds(125) * samplesToPacketEnd
      self.played = played
    }
  }

  /// Samples of a frame: 20 ms at 8 kHz.
  package static let frame = 160
  /// Frames kept: 5 s, far more than the detector looks back.
  private static let memory = 256

  /// The probes found, in order.
  package private(set) var heard: [HeardProbe] = []

  private var detector: ProbeDetector
  private var origins: [Origin?] = Array(repeating: nil, count: memory)
  private var frameIndex = 0
  private let start: Instant

  /// An ear that has heard nothing; instants in records count from `runStart`.
  package init(runStart: Instant, memory: EarMemory) {
    start = runStart
    detector = ProbeDetector(filter: memory.filter)
  }

  /// Hears a frame of `ProbeEar.frame` samples.
  package mutating func hear(_ samples: Span<Int16>, from origin: Origin) {
    precondition(samples.count == ProbeEar.frame, "ProbeEar.hear: \(samples.count) samples")
    origins[frameIndex % ProbeEar.memory] = origin
    frameIndex += 1
    detector.append(samples)
    noteAll()
  }

  /// Hears nothing for the length of a frame: nothing came, or it was not decoded.
  package mutating func hearNothing() {
    origins[frameIndex % ProbeEar.memory] = nil
    frameIndex += 1
    detector.gap(samples: ProbeEar.frame)
    noteAll()
  }

  private mutating func noteAll() { while let found = detector.poll() { note(found) } }

  /// Turns a place in the stream into instants.
  private mutating func note(_ found: ProbeDetector.Detection) {
    // Rounded to the sample: a position a hair before a packet's first sample belongs to that packet, not
    // to the one before.
    let index = Int(found.position.rounded()) / ProbeEar.frame
    guard index >= 0, frameIndex - index < ProbeEar.memory, let origin = origins[index % ProbeEar.memory]
    else { return }
    let offset = Interval.seconds((found.position - Double(index * ProbeEar.frame)) / 8000)
    heard.append(
      HeardProbe(
        identity: found.code?.identity.bits, wire: (origin.wire + offset - start).nanoseconds,
        ear: (origin.played + offset - start).nanoseconds, confidence: Double(found.confidence)))
  }
}

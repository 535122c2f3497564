package import Audio
package import Measurement
package import RTP
package import SansIO

/// The ear of somebody who is sent G.711: jitter buffer, decoder, and a `ProbeEar` behind them.
///
/// A class, because it is asked in every slot for what it hears: of a structure in another module each answer would cost
/// a copy.
package final class Ear {
  private static let frame = ProbeEar.frame

  /// What it played last, zeros when nothing came; until another ear of the same memory plays.
  package var samples: [Int16] { memory.samples }
  /// What the packets wait in.
  package private(set) var buffer: JitterBuffer

  private var probes: ProbeEar?
  private let memory: EarMemory

  /// An ear whose jitter buffer is `delay` deep; instants in records count from `runStart`.
  /// - Parameter findsProbes: whether it looks for probes: in a call of the probed share.
  package init(delay: Interval, runStart: Instant, memory: EarMemory, findsProbes: Bool) {
    buffer = JitterBuffer(delay: delay)
    self.memory = memory
    if findsProbes { probes = ProbeEar(runStart: runStart, memory: memory) }
  }

  /// The probes found, in order.
  package var heard: [HeardProbe] { probes?.heard ?? [] }

  /// Takes in one packet's audio.
  package func receive(_ header: PacketHeader, payload: Span<UInt8>, at arrival: Instant) {
    _ = buffer.insert(header, payload: payload, at: arrival)
  }

  /// Plays the next 20 ms and looks for probes in them.
  package func play(_ law: G711.Law, at now: Instant) {
    switch buffer.pull(at: now, into: &memory.payload) {
    case .frame(let timestamp, let arrival, let packetEnd):
      // Other references, no copies: a span of a class's property would outlive its access.
      let payload = memory.payload
      G711.decode(payload.span, law, into: &memory.samples)
      let frame = memory.samples
      probes?.hear(
        frame.span,
        from: ProbeEar.Origin(
          arrival: arrival, samplesToPacketEnd: Int(Int32(bitPattern: packetEnd &- timestamp)),
          played: buffer.playoutInstant(ofTimestamp: timestamp) ?? now))
    case .lost, .idle:
      Ear.clear(&memory.samples)
      probes?.hearNothing()
    }
  }

  private static func clear(_ samples: inout [Int16]) {
    var samples = samples.mutableSpan
    for index in samples.indices { samples[index] = 0 }
  }
}

package import Audio
package import Measurement
package import RTP
package import SansIO

/// The ear of somebody who is sent G.711: jitter buffer, decoder, and a `ProbeEar` behind them.
package struct Ear {
  private static let frame = ProbeEar.frame

  /// What is heard in the current 20 ms; zeros when nothing came.
  package private(set) var samples = [Int16](repeating: 0, count: frame)
  /// What the packets wait in.
  package private(set) var buffer: JitterBuffer

  private var probes: ProbeEar
  private var payload: [UInt8] = []

  /// An ear whose jitter buffer is `delay` deep; instants in records count from `runStart`.
  package init(delay: Interval, runStart: Instant) {
    buffer = JitterBuffer(delay: delay)
    probes = ProbeEar(runStart: runStart)
    payload.reserveCapacity(Ear.frame)
  }

  /// The probes found, in order.
  package var heard: [HeardProbe] { probes.heard }

  /// Takes in one packet's audio.
  package mutating func receive(_ header: PacketHeader, payload: Span<UInt8>, at arrival: Instant) {
    _ = buffer.insert(header, payload: payload, at: arrival)
  }

  /// Plays the next 20 ms and looks for probes in them.
  package mutating func play(_ law: G711.Law, at now: Instant) {
    switch buffer.pull(at: now, into: &payload) {
    case .frame(let timestamp, let arrival, let packetEnd):
      for index in samples.indices { samples[index] = G711.decode(payload[index], law) }
      // Another reference, no copy: `probes` must not be mutated while `self` is borrowed.
      let frame = samples
      probes.hear(
        frame.span,
        from: ProbeEar.Origin(
          arrival: arrival, samplesToPacketEnd: Int(Int32(bitPattern: packetEnd &- timestamp)),
          played: buffer.playoutInstant(ofTimestamp: timestamp) ?? now))
    case .lost, .idle:
      for index in samples.indices { samples[index] = 0 }
      probes.hearNothing()
    }
  }
}

package import Audio
package import Measurement
package import RTP
package import SansIO

/// A caller's ear: jitter buffer, decoder and probe detector, with the two instants of everything heard — on the wire
/// and at the output.
package struct Ear {
  /// Where a played frame came from, kept until the detector has looked at it.
  private struct Origin {
    var timestamp: UInt32
    /// Arrival of the packet that holds the frame, and the timestamp just after that packet's last sample.
    var arrival: Instant
    var packetEnd: UInt32
    /// When the frame's first sample played.
    var played: Instant
  }

  private static let frame = 160
  /// Frames kept: 5 s, far more than the detector looks back.
  private static let memory = 256

  /// What the caller hears in the current 20 ms; zeros when nothing came.
  package private(set) var samples = [Int16](repeating: 0, count: frame)
  /// The probes found, in order.
  package private(set) var heard: [HeardProbe] = []
  /// What the packets wait in.
  package private(set) var buffer: JitterBuffer

  private var detector = ProbeDetector()
  private var origins: [Origin?] = Array(repeating: nil, count: memory)
  private var frameIndex = 0
  private var payload: [UInt8] = []
  private let start: Instant

  /// An ear whose jitter buffer is `delay` deep; instants in records count from `runStart`.
  package init(delay: Interval, runStart: Instant) {
    buffer = JitterBuffer(delay: delay)
    start = runStart
    payload.reserveCapacity(Ear.frame)
  }

  /// Takes in one packet's audio.
  package mutating func receive(_ header: PacketHeader, payload: Span<UInt8>, at arrival: Instant) {
    _ = buffer.insert(header, payload: payload, at: arrival)
  }

  /// Plays the next 20 ms and looks for probes in them.
  package mutating func play(_ law: G711.Law, at now: Instant) {
    payload.removeAll(keepingCapacity: true)
    let place = frameIndex % Ear.memory
    frameIndex += 1
    switch buffer.pull(at: now, into: &payload) {
    case .frame(let timestamp, let arrival, let packetEnd):
      for index in samples.indices { samples[index] = G711.decode(payload[index], law) }
      let played = buffer.playoutInstant(ofTimestamp: timestamp) ?? now
      origins[place] = Origin(timestamp: timestamp, arrival: arrival, packetEnd: packetEnd, played: played)
      // Another reference, no copy: the detector must not be mutated while `self` is borrowed.
      let frame = samples
      detector.append(frame.span)
    case .lost, .idle:
      for index in samples.indices { samples[index] = 0 }
      origins[place] = nil
      detector.gap(samples: Ear.frame)
    }
    while let found = detector.poll() { note(found) }
  }

  /// Turns a place in the stream into instants.
  private mutating func note(_ found: ProbeDetector.Detection) {
    // Rounded to the sample: a position a hair before a packet's first sample belongs to that packet, not to the one before.
    let index = Int(found.position.rounded()) / Ear.frame
    guard index >= 0, frameIndex - index < Ear.memory, let origin = origins[index % Ear.memory] else {
      return
    }
    let offset = found.position - Double(index * Ear.frame)
    let afterIt = Double(Int32(bitPattern: origin.packetEnd &- origin.timestamp)) - offset
    let wire = origin.arrival - .seconds(afterIt / 8000)
    let ear = origin.played + .seconds(offset / 8000)
    heard.append(
      HeardProbe(
        identity: found.code?.identity.bits, wire: (wire - start).nanoseconds, ear: (ear - start).nanoseconds,
        confidence: Double(found.confidence)))
  }
}

public import SansIO

/// Cuts what an `AdaptivePacketQueue` hands out into frames of 20 ms for a mixer, whatever the packets'
/// length.
///
/// Holds what a decoder gave beyond the frame: at most a packet (120 ms) and a frame. Nothing is allocated
/// after the first frames.
public struct FramePlayout: Sendable {
  /// What a frame holds.
  public enum Frame: Hashable, Sendable {
    /// Received audio: `timestamp` is that of the frame's first received sample, `arrival` that of the packet
    /// which holds it.
    case audio(timestamp: UInt32, arrival: Instant)
    /// Only audio made up for packets that never came.
    case lost
    /// Silence: nothing was due.
    case idle
  }

  /// The packets.
  public private(set) var queue: AdaptivePacketQueue
  /// Samples per second of the frames.
  public let sampleRate: Int

  private var pending: [Int16] = []
  /// Where in `pending` the next sample is.
  private var head = 0
  /// The packet that the samples in `pending` come from, as far as one is known: timestamp of sample `head`.
  private var current: (timestamp: UInt32, arrival: Instant)?
  private var payload: [UInt8] = []

  /// An empty playout of `queue`, whose frames have `sampleRate` / 50 samples.
  public init(_ queue: AdaptivePacketQueue, sampleRate: Int) {
    precondition(sampleRate >= 8_000 && sampleRate % 50 == 0, "a mixer at \(sampleRate) Hz")
    self.queue = queue
    self.sampleRate = sampleRate
    pending.reserveCapacity(sampleRate / 50 * 8)
    payload.reserveCapacity(PacketStore.packetBytes)
  }

  /// Samples in a frame.
  public var frameSamples: Int { sampleRate / 50 }

  /// See `AdaptivePacketQueue.insert`.
  public mutating func insert(
    _ header: PacketHeader, payload: Span<UInt8>, ticks: Int, isQuiet: Bool = false, at now: Instant
  ) -> AdaptivePacketQueue.Insertion {
    queue.insert(header, payload: payload, ticks: ticks, isQuiet: isQuiet, at: now)
  }

  /// See `AdaptivePacketQueue.note`.
  public mutating func note(_ header: PacketHeader) { queue.note(header) }

  /// Plays the frame due at `now`; to be called once per 20 ms.
  ///
  /// - Parameters:
  ///   - samples: gets exactly `frameSamples` samples; silence where there is nothing.
  ///   - decoder: decodes what the queue hands out.
  public mutating func pull<Decoder: FrameDecoder & ~Copyable>(
    at now: Instant, into samples: inout [Int16], decoder: inout Decoder
  ) -> Frame {
    passOver(queue.passOver(at: now, held: ticks(pending.count - head)))
    samples.removeAll(keepingCapacity: true)
    var isConcealed = false
    var audio = give(&samples)
    while samples.count < frameSamples {
      let lacking = frameSamples - samples.count
      switch queue.next(at: now, wanting: ticks(lacking), into: &payload) {
      case .packet(let packet): decode(packet, &decoder)
      case .lost(let ticks, _):
        isConcealed = true
        conceal(ticks, &decoder)
      case .idle: samples.append(contentsOf: repeatElement(0, count: lacking))
      }
      let given = give(&samples)
      audio = audio ?? given
    }
    if let audio { return .audio(timestamp: audio.timestamp, arrival: audio.arrival) }
    return isConcealed ? .lost : .idle
  }

  /// Moves samples in hand to the frame; answers the packet they come from.
  private mutating func give(_ samples: inout [Int16]) -> (timestamp: UInt32, arrival: Instant)? {
    let count = min(frameSamples - samples.count, pending.count - head)
    guard count > 0 else { return nil }
    defer { drop(count) }
    samples.append(contentsOf: pending[head..<head + count])
    return current
  }

  private mutating func drop(_ count: Int) {
    head += count
    let passed = UInt32(truncatingIfNeeded: ticks(count))
    current?.timestamp &+= passed
    guard head >= pending.count else { return }
    pending.removeAll(keepingCapacity: true)
    head = 0
    current = nil
  }

  private mutating func passOver(_ ticks: Int) {
    let count = min(pending.count - head, self.samples(ticks))
    if count > 0 { drop(count) }
  }

  private mutating func decode<Decoder: FrameDecoder & ~Copyable>(
    _ packet: AdaptivePacketQueue.Packet, _ decoder: inout Decoder
  ) {
    let bytes = payload
    decoder.decode(bytes.span, payloadType: packet.payloadType, into: &pending)
    fit(samples(packet.ticks))
    current = (packet.timestamp, packet.arrival)
    drop(samples(packet.skippedTicks))
  }

  private mutating func conceal<Decoder: FrameDecoder & ~Copyable>(_ ticks: Int, _ decoder: inout Decoder) {
    let count = samples(ticks)
    let bytes = payload
    decoder.conceal(count, next: bytes.span, into: &pending)
    fit(count)
    current = nil
  }

  /// Makes what was decoded as long as the queue believes it to be.
  private mutating func fit(_ count: Int) {
    if pending.count > count { pending.removeLast(pending.count - count) }
    if pending.count < count { pending.append(contentsOf: repeatElement(0, count: count - pending.count)) }
  }

  private func samples(_ ticks: Int) -> Int { ticks * sampleRate / queue.clockRate }
  private func ticks(_ samples: Int) -> Int { samples * queue.clockRate / sampleRate }
}

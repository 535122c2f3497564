import RTP
import SansIO
import Testing

/// A decoder whose samples all are the payload's first byte, and which knows what it mended.
struct ByteDecoder: FrameDecoder {
  var samplesPerPacket: Int?
  /// The first bytes of the packets that lost ones were mended from.
  var mended: [UInt8] = []

  mutating func decode(_ payload: Span<UInt8>, payloadType: UInt8, into samples: inout [Int16]) {
    samples.append(contentsOf: repeatElement(Int16(payload[0]), count: samplesPerPacket ?? payload.count))
  }

  mutating func conceal(_ count: Int, next: Span<UInt8>, into samples: inout [Int16]) {
    if next.count > 0 { mended.append(next[0]) }
    samples.append(contentsOf: repeatElement(-1, count: count))
  }
}

/// A playout between a scripted stream and a mixer at 8 kHz whose ticks are at 7, 27, 47 ms.
struct Mixer {
  var playout: FramePlayout
  var decoder = ByteDecoder()
  var insertions: [AdaptivePacketQueue.Insertion] = []
  /// Frames of audio.
  var played: [(at: Instant, arrival: Instant, timestamp: UInt32)] = []
  /// The first sample of each frame of audio.
  var heads: [Int16] = []
  /// The timestamps of the frames, with `nil` for what was lost.
  var frames: [UInt32?] = []
  private var tick = Instant.ms(7)
  private var frame: [Int16] = []

  init(_ mode: PlayoutMode = .adaptive, clockRate: Int = 8_000) {
    playout = FramePlayout(AdaptivePacketQueue(mode: mode, clockRate: clockRate), sampleRate: 8_000)
    if clockRate != 8_000 { decoder.samplesPerPacket = 160 }
  }

  /// Pulls up to `now`, then inserts; every payload byte is the packet's sequence number, low byte.
  mutating func insert(
    _ header: PacketHeader, ticks: Int? = nil, bytes: Int? = nil, at now: Instant, isQuiet: Bool = false
  ) {
    pull(until: now)
    let byte = UInt8(truncatingIfNeeded: header.sequenceNumber)
    let payload = [UInt8](repeating: byte & 0x7F, count: bytes ?? header.payload.count)
    insertions.append(
      playout.insert(header, payload: payload.span, ticks: ticks ?? payload.count, isQuiet: isQuiet, at: now))
  }

  mutating func pull(until now: Instant) {
    while tick <= now {
      let what = playout.pull(at: tick, into: &frame, decoder: &decoder)
      #expect(frame.count == 160)
      switch what {
      case .audio(let timestamp, let arrival):
        played.append((tick, arrival, timestamp))
        heads.append(frame[0])
        frames.append(timestamp)
      case .lost: frames.append(nil)
      case .idle: #expect(frame.allSatisfy { $0 == 0 })
      }
      tick += .milliseconds(20)
    }
  }

  /// Leaves `count` pulls out.
  mutating func skipTicks(_ count: Int) { tick += .milliseconds(20) * count }

  /// How long the frames' packets waited.
  var waits: [Interval] { played.map { $0.at - $0.arrival } }
}

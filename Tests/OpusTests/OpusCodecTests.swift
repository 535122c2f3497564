import Audio
import Opus
import RealModule
import SansIO
import Testing

@Suite struct OpusCodecTests {
  static let frames = [
    (20, 8_000), (40, 8_000), (60, 8_000), (10, 8_000), (5, 8_000), (20, 16_000), (60, 16_000), (20, 48_000),
  ]

  @Test(arguments: frames)
  func `a tone comes back with its level, in frames of every length`(milliseconds: Int, rate: Int) throws {
    for application in OpusApplication.allCases {
      var encoder = try OpusEncoder(sampleRate: rate, application: application, bitrate: 32_000)
      var decoder = try OpusDecoder(sampleRate: rate)
      let tone = (0..<rate).map { Int16(8_000 * Double.sin(2 * .pi * 440 * Double($0) / Double(rate))) }
      let frame = rate * milliseconds / 1_000
      var (payload, heard): ([UInt8], [Int16]) = ([], [])
      for start in stride(from: 0, to: tone.count - frame + 1, by: frame) {
        #expect(encoder.encode(tone.span.extracting(start..<start + frame), into: &payload))
        #expect(OpusPacket.duration(of: payload.span) == frame * 48_000 / rate)
        #expect(payload.count <= max(40, milliseconds * 8))
        #expect(decoder.decode(payload.span, into: &heard))
      }
      #expect(heard.count == tone.count / frame * frame)
      let ratio = Self.signalToNoise(tone, heard, delay: encoder.lookAhead, from: rate / 4)
      // SILK keeps the sound of a wave, not its shape.
      #expect(ratio > (application == .lowDelay ? 20 : 8), "\(application): \(ratio) dB")
      let level = Level(of: heard.span.extracting(rate / 4..<heard.count))
      #expect(abs(level.dBm0 - Level(of: tone.span).dBm0) < 1.5)
    }
  }

  @Test(arguments: ["voice-a.wav", "voice-b.wav"])
  func `speech keeps its level and most of its shape`(name: String) throws {
    let clip = try Clips.file(name)
    let speech = Array(clip.samples.prefix(80_000))
    for application in [OpusApplication.voip, .audio] {
      var encoder = try OpusEncoder(sampleRate: 8_000, application: application, bitrate: 24_000)
      var decoder = try OpusDecoder(sampleRate: 8_000)
      var (payload, heard): ([UInt8], [Int16]) = ([], [])
      for start in stride(from: 0, to: speech.count - 159, by: 160) {
        #expect(encoder.encode(speech.span.extracting(start..<start + 160), into: &payload))
        #expect(decoder.decode(payload.span, into: &heard))
      }
      let ratio = Self.signalToNoise(speech, heard, delay: encoder.lookAhead, from: 1_000)
      #expect(ratio > 6, "\(application): \(ratio) dB")
      #expect(abs(Level(of: heard.span).dBm0 - Level(of: speech.span).dBm0) < 1)
    }
  }

  @Test func `concealed audio fades and does not explode`() throws {
    var encoder = try OpusEncoder(sampleRate: 8_000)
    var decoder = try OpusDecoder(sampleRate: 8_000)
    var tone = Tone(frequency: 300, level: Level(dBm0: -10))
    var (payload, heard): ([UInt8], [Int16]) = ([], [])
    for _ in 0..<25 {
      let frame = (0..<160).map { _ in Int16(tone.next()) }
      #expect(encoder.encode(frame.span, into: &payload))
      #expect(decoder.decode(payload.span, into: &heard))
    }
    heard.removeAll()
    for _ in 0..<25 { #expect(decoder.conceal(samples: 160, into: &heard)) }
    #expect(heard.count == 4_000)
    let (early, late) = (
      Level(of: heard.span.extracting(0..<160)), Level(of: heard.span.extracting(3_200..<4_000))
    )
    #expect(early.dBm0 > -25 && early.dBm0 < -7)
    #expect(late.dBm0 < -30)
  }

  @Test func `a lost frame is mended from the packet behind it`() throws {
    // The copies need a rate with room for them.
    let clip = try Clips.file("voice-a.wav")
    var encoder = try OpusEncoder(
      sampleRate: 16_000, application: .voip, bitrate: 24_000, inbandFEC: true, expectedLoss: 20)
    let speech = clip.samples.prefix(40_000).flatMap { [$0, $0] }
    var packets: [[UInt8]] = []
    var payload: [UInt8] = []
    for start in stride(from: 0, to: speech.count - 319, by: 320) {
      #expect(encoder.encode(speech.span.extracting(start..<start + 320), into: &payload))
      packets.append(payload)
    }
    let whole = try decode(packets, losing: { _ in false }, mending: false)
    let mended = try decode(packets, losing: { $0 % 5 == 4 }, mending: true)
    let concealed = try decode(packets, losing: { $0 % 5 == 4 }, mending: false)
    #expect(mended.count == whole.count && concealed.count == whole.count)
    let (with, without) = (
      Self.signalToNoise(whole, mended, delay: 0, from: 0),
      Self.signalToNoise(whole, concealed, delay: 0, from: 0)
    )
    #expect(with > without + 2, "\(with) dB against \(without) dB")
  }

  private func decode(_ packets: [[UInt8]], losing: (Int) -> Bool, mending: Bool) throws -> [Int16] {
    var decoder = try OpusDecoder(sampleRate: 16_000)
    var heard: [Int16] = []
    for index in packets.indices {
      let (packet, next) = (packets[index], index + 1 < packets.count ? packets[index + 1] : [])
      if !losing(index) {
        #expect(decoder.decode(packet.span, into: &heard))
      } else if mending, !next.isEmpty {
        #expect(decoder.decodeFEC(next.span, samples: 320, into: &heard))
      } else {
        #expect(decoder.conceal(samples: 320, into: &heard))
      }
    }
    return heard
  }

  @Test func `what is no frame is not encoded and what is no packet is not decoded`() throws {
    var encoder = try OpusEncoder(sampleRate: 8_000)
    var decoder = try OpusDecoder(sampleRate: 8_000)
    var payload: [UInt8] = [1]
    for count in [0, 1, 159, 161, 8_000] {
      let pcm = [Int16](repeating: 1, count: count)
      #expect(!encoder.encode(pcm.span, into: &payload))
      #expect(payload.isEmpty)
    }
    var pcm: [Int16] = [5]
    let none: [UInt8] = []
    #expect(!decoder.decode(none.span, into: &pcm))
    for samples in [0, -20, 159, 961] { #expect(!decoder.conceal(samples: samples, into: &pcm)) }
    #expect(pcm == [5])
  }

  @Test func `random bytes never trap, and the decoder works on`() throws {
    var generator = SeededGenerator(seed: 12)
    var decoder = try OpusDecoder(sampleRate: 8_000)
    var pcm: [Int16] = []
    var decoded = 0
    for _ in 0..<20_000 {
      pcm.removeAll(keepingCapacity: true)
      let count = Int(generator.next() % (generator.next() % 50 == 0 ? 1_400 : 80))
      let payload = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let expected = OpusPacket.duration(of: payload.span).map { $0 / 6 }
      if decoder.decode(payload.span, into: &pcm) {
        decoded += 1
        #expect(pcm.count == expected)
      } else {
        #expect(pcm.isEmpty)
      }
      if generator.next() % 8 == 0 { _ = decoder.decodeFEC(payload.span, samples: 160, into: &pcm) }
    }
    #expect(decoded > 1_000 && decoded < 20_000)
  }

  /// The power of `sent` over that of its difference to `heard`, in dB, `heard` coming `delay` samples later.
  static func signalToNoise(_ sent: [Int16], _ heard: [Int16], delay: Int, from start: Int) -> Double {
    var (signal, noise) = (0.0, 1e-9)
    for index in start..<min(sent.count, heard.count - delay) {
      let (a, b) = (Double(sent[index]), Double(heard[index + delay]))
      signal += a * a
      noise += (a - b) * (a - b)
    }
    return 10 * Double.log10(signal / noise)
  }
}

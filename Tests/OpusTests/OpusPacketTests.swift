import Opus
import SansIO
import Testing

@Suite struct OpusPacketTests {
  @Test(
    arguments: [(0, 480), (1, 960), (2, 1_920), (3, 2_880), (11, 2_880), (12, 480), (15, 960)]
      as [(UInt8, Int)])
  func `SILK and hybrid frames last 10 to 60 ms`(configuration: UInt8, samples: Int) {
    #expect(OpusPacket.duration(of: [configuration << 3, 1, 2].span) == samples)
  }

  @Test(arguments: [(16, 120), (17, 240), (18, 480), (19, 960), (28, 120), (31, 960)] as [(UInt8, Int)])
  func `CELT frames last 2.5 to 20 ms`(configuration: UInt8, samples: Int) {
    #expect(OpusPacket.duration(of: [configuration << 3, 1, 2].span) == samples)
  }

  @Test func `frames of one packet add up, and no more than 120 ms pass`() {
    #expect(OpusPacket.duration(of: [31 << 3 | 1].span) == 1_920)
    #expect(OpusPacket.duration(of: [31 << 3 | 2].span) == 1_920)
    #expect(OpusPacket.duration(of: [31 << 3 | 3, 0x86].span) == 5_760)
    #expect(OpusPacket.duration(of: [31 << 3 | 3, 7].span) == nil)
    #expect(OpusPacket.duration(of: [31 << 3 | 3, 0].span) == nil)
    #expect(OpusPacket.duration(of: [31 << 3 | 3].span) == nil)
    let none: [UInt8] = []
    #expect(OpusPacket.duration(of: none.span) == nil)
  }

  @Test func `silence with discontinuous transmission becomes packets of one or two bytes`() throws {
    var encoder = try OpusEncoder(sampleRate: 8_000, bitrate: 16_000, dtx: true)
    var payload: [UInt8] = []
    var quiet = 0
    let silence = [Int16](repeating: 0, count: 160)
    for _ in 0..<100 {
      #expect(encoder.encode(silence.span, into: &payload))
      if OpusPacket.isDTX(payload.span) { quiet += 1 }
      #expect(OpusPacket.duration(of: payload.span) == 960)
    }
    #expect(quiet > 60)
  }
}

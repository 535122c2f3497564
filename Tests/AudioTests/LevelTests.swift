import Audio
import Testing

@Suite struct LevelTests {
  @Test func `a sine of the largest µ-law sample is +3.17 dBm0`() {
    #expect(abs(Level(dBm0: 3.17).sinePeak - 32_124) < 1e-6)
    var tone = Tone(frequency: 1_000, level: Level(dBm0: 3.17))
    #expect(abs(Level(of: tone.samples(8_000).span).dBm0 - 3.17) < 0.001)
  }

  @Test(arguments: [-60.0, -37.5, -20, -10, 0])
  func `the level of a tone is what it was made with`(dBm0: Double) {
    var tone = Tone(frequency: 1_015, level: Level(dBm0: dBm0))
    let samples = tone.samples(16_000)
    #expect(abs(Level(of: samples.span).dBm0 - dBm0) < 0.01)
  }

  @Test(arguments: G711.Law.allCases)
  func `a payload has exactly the level of its samples`(law: G711.Law) {
    var noise = Noise(.white, level: Level(dBm0: -15), seed: 3)
    var payload: [UInt8] = Array(UInt8.min...UInt8.max)
    G711.append(encoding: noise.samples(1_000).span, law, to: &payload)
    let samples = payload.map { G711.decode($0, law) }
    #expect(Level.sumOfSquares(payload.span, law) == Level.sumOfSquares(samples.span))
    #expect(Level(of: payload.span, law) == Level(of: samples.span))
  }

  @Test func `zero and nothing are silence`() {
    #expect(Level(of: [Int16](repeating: 0, count: 160).span) == .silence)
    #expect(Level(of: [Int16]().span) == .silence)
    #expect(Level(of: [UInt8]().span, .mu) == .silence)
    #expect(Level.silence < Level(dBm0: -90))
  }

  @Test func `the loudest samples do not overflow`() {
    let samples = [Int16](repeating: .min, count: 480)
    #expect(Level.sumOfSquares(samples.span) == 480 << 30)
  }
}

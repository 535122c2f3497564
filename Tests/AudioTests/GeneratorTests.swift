import Audio
import Testing

/// The power of one frequency in `samples`, as the level of the sine it would be.
private func level(of frequency: Double, in samples: [Int16]) -> Double {
  var tone = Tone(frequency: frequency, level: Level(dBm0: 0))
  var quarter = Tone(frequency: frequency, level: Level(dBm0: 0), phase: .pi / 2)
  var (inPhase, quadrature) = (0.0, 0.0)
  for sample in samples {
    inPhase += Double(sample) * tone.next()
    quadrature += Double(sample) * quarter.next()
  }
  let peak = Level(dBm0: 0).sinePeak
  let amplitude =
    2 * (inPhase * inPhase + quadrature * quadrature).squareRoot() / (peak * Double(samples.count))
  return Level(meanSquare: amplitude * amplitude / 2).dBm0
}

@Suite struct GeneratorTests {
  @Test(arguments: Noise.Color.allCases, [-60.0, -40, -12])
  func `noise has its level and no offset`(color: Noise.Color, dBm0: Double) {
    let noise = samples(Noise(color, level: Level(dBm0: dBm0), seed: 11), 160_000)
    #expect(abs(Level(of: noise.span).dBm0 - dBm0) < 0.15)
    #expect(abs(noise.reduce(0) { $0 + Int($1) }) < 160_000 * Int(Level(dBm0: dBm0).rms) / 10)
  }

  @Test(arguments: Noise.Color.allCases)
  func `noise is the same for the same seed only`(color: Noise.Color) {
    let noise: (UInt64) -> [Int16] = { samples(Noise(color, level: Level(dBm0: -20), seed: $0), 100) }
    #expect(noise(4) == noise(4))
    #expect(noise(4) != noise(5))
  }

  @Test func `pinkish noise falls with frequency and white noise does not`() {
    let bands: (Noise.Color) -> (Double, Double) = { color in
      let noise = samples(Noise(color, level: Level(dBm0: -10), seed: 2), 80_000)
      let mean: ([Double]) -> Double = { frequencies in
        frequencies.map { Level(dBm0: level(of: $0, in: noise)).rms }.map { $0 * $0 }.reduce(0, +)
      }
      let low = (0..<400).map { 300 + Double($0) * 0.7 }
      let high = (0..<400).map { 2_400 + Double($0) * 0.7 }
      return (mean(low), mean(high))
    }
    let (pinkLow, pinkHigh) = bands(.pinkish)
    let (whiteLow, whiteHigh) = bands(.white)
    #expect(pinkLow / pinkHigh > 4 && pinkLow / pinkHigh < 16)
    #expect(whiteLow / whiteHigh > 0.7 && whiteLow / whiteHigh < 1.4)
  }

  @Test func `a tone keeps its amplitude for an hour`() {
    var tone = Tone(frequency: 1_234, level: Level(dBm0: -10))
    for _ in 0..<8_000 * 60 { _ = tone.next() }
    #expect(abs(Level(of: tone.samples(8_000).span).dBm0 + 10) < 0.01)
  }

  @Test func `a digit is its two frequencies, then a pause`() throws {
    var digits = try #require(DTMF("5#", level: Level(dBm0: -10), toneSamples: 800, pauseSamples: 400))
    let first = digits.samples(800)
    #expect(abs(level(of: 770, in: first) + 13) < 0.3 && abs(level(of: 1_336, in: first) + 13) < 0.3)
    #expect(level(of: 941, in: first) < -40)
    #expect(digits.samples(400) == silence(400))
    let second = digits.samples(800)
    #expect(abs(level(of: 941, in: second) + 13) < 0.3 && abs(level(of: 1_477, in: second) + 13) < 0.3)
    #expect(digits.samples(4_000) == silence(4_000))
  }

  @Test func `what is no telephone digit is refused`() {
    #expect(DTMF("12E", level: Level(dBm0: -10)) == nil)
    #expect(DTMF.frequencies(of: "D")?.low == 941)
    #expect(DTMF.frequencies(of: "D")?.high == 1_633)
  }

  @Test func `a click is loud, short and once`() {
    let click = samples(Click(peak: 20_000, length: 80, after: 37, seed: 1), 8_000)
    #expect(click.indices.filter { click[$0] != 0 } == Array(37..<117))
    #expect(click[37..<117].allSatisfy { abs(Int($0)) == 20_000 })
  }

  @Test func `breath swells to its level and rests`() {
    let breath = samples(Breath(level: Level(dBm0: -45), seed: 6), 32_000)
    #expect(abs(Level(of: Array(breath[..<9_600]).span).dBm0 + 45) < 0.7)
    #expect(Array(breath[9_600...]) == silence(22_400))
  }

  @Test func `hold music has its level and three notes at a time`() {
    let music = samples(HoldMusic(level: Level(dBm0: -20)), 4 * 4_800)
    for chord in 0..<4 {
      let part = Array(music[chord * 4_800..<(chord + 1) * 4_800])
      #expect(abs(Level(of: part.span).dBm0 + 20) < 0.2)
    }
    let first = Array(music[..<4_800])
    #expect(level(of: 523.25, in: first) > -28 && level(of: 783.99, in: first) > -28)
    #expect(level(of: 600, in: first) < -45)
  }

  @Test func `mixing adds and saturates`() {
    var buffer: [Int16] = [30_000, -30_000, 100, 0]
    var click = Click(peak: 10_000, length: 4, after: 0, seed: 0)
    var copy = click
    var span = buffer.mutableSpan
    click.mix(into: &span)
    let added = copy.samples(4)
    for (index, start) in [30_000, -30_000, 100, 0].enumerated() {
      #expect(Int(buffer[index]) == max(-32_768, min(32_767, start + Int(added[index]))))
    }
    var filled = [Int16](repeating: 7, count: 3)
    var filledSpan = filled.mutableSpan
    var nothing = Click(length: 0, after: 0, seed: 0)
    nothing.fill(&filledSpan)
    #expect(filled == [0, 0, 0])
  }
}

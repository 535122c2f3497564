import SansIO
import RealModule

/// Seeded steady noise at a level.
///
/// The white noise is the sum of four even draws: nearly Gaussian, its peaks at 3.5 times the RMS, so it
/// never clips below about −4 dBm0. *Pinkish* noise passes it through three low-pass filters with corners at
/// 100, 400 and 1,600 Hz, which falls by about 3 dB per octave across the telephone band.
public struct Noise: SignalSource {
  /// The spectrum.
  public enum Color: Hashable, Sendable, CaseIterable { case white, pinkish }

  private var generator: SeededGenerator
  private let color: Color
  private let gain: Double
  private var filter = PinkFilter()

  /// Noise of `level`, the same for the same `seed`.
  public init(_ color: Color, level: Level, seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    self.color = color
    gain = level.rms / (Noise.drawRMS * (color == .white ? 1 : PinkFilter.rmsGain))
  }

  public mutating func next() -> Double {
    let draw = drawWhite()
    return gain * (color == .white ? draw : filter.next(draw))
  }

  /// The sum of four signed 16-bit draws.
  private mutating func drawWhite() -> Double {
    let bits = generator.next()
    var sum = 0
    for shift in stride(from: 0, to: 64, by: 16) {
      sum += Int(Int16(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    return Double(sum)
  }

  /// Four even draws of width 65,536 have a variance of 4 · 65536² / 12.
  private static let drawRMS = 65536 / Double.sqrt(3)
}

/// Three first-order low-pass filters side by side, two octaves apart, each half the gain of the one below.
private struct PinkFilter: Sendable {
  private var states = (0.0, 0.0, 0.0)

  mutating func next(_ input: Double) -> Double {
    let c = PinkFilter.coefficients
    states.0 += c.0 * (input - states.0)
    states.1 += c.1 * (input - states.1)
    states.2 += c.2 * (input - states.2)
    return 4 * states.0 + 2 * states.1 + states.2
  }

  private static let coefficients = (coefficient(100), coefficient(400), coefficient(1_600))

  private static func coefficient(_ corner: Double) -> Double { 1 - Double.exp(-2 * .pi * corner / 8_000) }

  /// RMS of the output for white input of RMS 1: the root of the impulse response's energy.
  static let rmsGain = {
    var filter = PinkFilter()
    var energy = 0.0
    for index in 0..<2_000 {
      let output = filter.next(index == 0 ? 1 : 0)
      energy += output * output
    }
    return Double.sqrt(energy)
  }()
}

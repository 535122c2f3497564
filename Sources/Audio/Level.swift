import RealModule

/// A level in dBm0, from the RMS of the samples.
///
/// Reference for both laws: a sine of peak 32,124 (the largest µ-law sample) is +3.17 dBm0. Digital zero is
/// −∞.
public struct Level: Hashable, Comparable, Sendable {
  /// The level in dBm0.
  public var dBm0: Double

  /// No signal at all: −∞ dBm0.
  public static let silence = Level(dBm0: -.infinity)

  /// The RMS of 16-bit samples that is 0 dBm0: 32124 / √2 / 10^(3.17 / 20), about 15,770.
  public static let referenceRMS = 32124 / Double.sqrt(2) / Double.exp10(3.17 / 20)

  /// A level of `dBm0`.
  public init(dBm0: Double) { self.dBm0 = dBm0 }

  /// The level of 16-bit samples with this mean square.
  public init(meanSquare: Double) {
    dBm0 = meanSquare > 0 ? 10 * Double.log10(meanSquare) - Level.referenceDecibels : -.infinity
  }

  /// The level of `samples`; silence when there are none.
  public init(of samples: Span<Int16>) {
    self.init(meanSquare: Double(Level.sumOfSquares(samples)) / Double(max(samples.count, 1)))
  }

  /// The level of a G.711 payload, without decoding it to samples; silence when it is empty.
  public init(of payload: Span<UInt8>, _ law: G711.Law) {
    self.init(meanSquare: Double(Level.sumOfSquares(payload, law)) / Double(max(payload.count, 1)))
  }

  /// The RMS of 16-bit samples at this level.
  public var rms: Double { Level.referenceRMS * Double.exp10(dBm0 / 20) }

  /// The peak of a sine at this level, in 16-bit samples; above 32,767 it cannot be represented.
  public var sinePeak: Double { rms * Double.sqrt(2) }

  public static func < (a: Level, b: Level) -> Bool { a.dBm0 < b.dBm0 }

  /// The sum of the samples' squares; exact.
  public static func sumOfSquares(_ samples: Span<Int16>) -> Int {
    var sum = 0
    for index in samples.indices {
      let sample = Int(samples[index])
      sum &+= sample &* sample
    }
    return sum
  }

  /// The sum of the squares of a G.711 payload's samples, by a table of squares; exact.
  public static func sumOfSquares(_ payload: Span<UInt8>, _ law: G711.Law) -> Int {
    let table = law == .mu ? muSquares : aSquares
    var sum = 0
    for index in payload.indices { sum &+= Int(table[Int(payload[index])]) }
    return sum
  }

  private static let referenceDecibels = 20 * Double.log10(referenceRMS)
  private static let muSquares = squares(.mu)
  private static let aSquares = squares(.a)

  private static func squares(_ law: G711.Law) -> [Int32] {
    law.decoding.map { Int32($0) * Int32($0) }
  }
}

/// A small reproducible source of random numbers (SplitMix64): the same seed gives the same sequence everywhere.
///
/// Not for secrets; those come from `Cryptography`.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts the sequence of `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number evenly drawn from 0..<1.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// An independent generator for the part named by `index`, so that adding draws in one part moves no other.
  public func branch(_ index: UInt64) -> SeededGenerator {
    var seedling = SeededGenerator(seed: state ^ (index &* 0xD6E8_FEB8_6659_FD93))
    return SeededGenerator(seed: seedling.next())
  }
}

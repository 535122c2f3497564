import SansIO
import Testing

@Suite struct SeededGeneratorTests {
  private func draws(_ generator: SeededGenerator, _ count: Int = 5) -> [UInt64] {
    var generator = generator
    return (0..<count).map { _ in generator.next() }
  }

  /// Known values of SplitMix64.
  @Test(
    arguments: [
      (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
      (1_234_567, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]),
    ] as [(UInt64, [UInt64])])
  func `a seed gives the sequence of SplitMix64`(seed: UInt64, sequence: [UInt64]) {
    #expect(draws(SeededGenerator(seed: seed), 3) == sequence)
  }

  @Test func `draws from 0 to 1 are spread evenly`() {
    var generator = SeededGenerator(seed: 7)
    var bins = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      let draw = generator.unit()
      #expect((0..<1).contains(draw))
      bins[Int(draw * 10)] += 1
    }
    #expect(bins.allSatisfy { (850...1_150).contains($0) })
  }

  @Test func `making a branch draws nothing from its parent`() {
    let parent = SeededGenerator(seed: 3)
    let before = draws(parent)
    _ = parent.branch(1)
    #expect(draws(parent) == before)
  }

  @Test func `draws in one branch move no other`() {
    let parent = SeededGenerator(seed: 3)
    var first = parent.branch(1)
    let second = draws(parent.branch(2))
    for _ in 0..<100 { _ = first.next() }
    #expect(draws(parent.branch(2)) == second)
  }

  @Test func `branches of one parent and of other parents differ`() {
    let all = (0..<20 as Range<UInt64>).flatMap { seed in
      (0..<50 as Range<UInt64>).map { draws(SeededGenerator(seed: seed).branch($0), 1)[0] }
    }
    #expect(Set(all).count == 1_000)
  }

  @Test func `the bits of two branches agree by chance only`() {
    let parent = SeededGenerator(seed: 11)
    let pairs = zip(draws(parent.branch(1), 1_000), draws(parent.branch(2), 1_000))
    let equalBits = pairs.reduce(0) { $0 + (~($1.0 ^ $1.1)).nonzeroBitCount }
    #expect((31_000...33_000).contains(equalBits))
  }
}

import LiveWorld
import SansIO
import Testing

@Suite struct ClockMappingTests {
  /// A sample at `milliseconds` whose true offset is `offset` ns, read within 2 × `uncertainty` ns.
  private func sample(_ milliseconds: Int64, offset: Int64, uncertainty: Int64 = 50) -> ClockMapping.Sample {
    let middle = milliseconds * 1_000_000
    return ClockMapping.Sample(
      before: Instant(nanoseconds: middle - uncertainty), wall: middle + offset,
      after: Instant(nanoseconds: middle + uncertainty))
  }

  @Test func `a stamp is shifted by the offset`() {
    let mapping = ClockMapping(sample(1, offset: 1_700_000_000_000_000_000))
    #expect(mapping.instant(ofWall: 1_700_000_000_000_000_123) == Instant(nanoseconds: 123))
  }

  @Test func `the wall clock is taken to be read in the middle of its sample`() {
    let sample = ClockMapping.Sample(
      before: Instant(nanoseconds: 100), wall: 1_000, after: Instant(nanoseconds: 300))
    #expect(sample.offset == 800)
    #expect(sample.uncertainty == .nanoseconds(100))
  }

  @Test(arguments: [5_000_000, -5_000_000] as [Int64])
  func `a jump of the wall clock is a step and is followed`(jump: Int64) {
    var mapping = ClockMapping(sample(0, offset: 0))
    mapping.observe(sample(100, offset: jump))
    mapping.observe(sample(200, offset: jump))
    #expect(mapping.steps == 1)
    #expect(mapping.largestStep == .nanoseconds(jump))
    #expect(mapping.drift == .zero)
    #expect(mapping.instant(ofWall: 7 + jump) == Instant(nanoseconds: 7))
  }

  @Test func `the largest of several steps is kept with its sign`() {
    var mapping = ClockMapping(sample(0, offset: 0))
    for (index, offset) in [2_000_000, -9_000_000, -6_000_000].enumerated() {
      mapping.observe(sample(Int64(index), offset: Int64(offset)))
    }
    #expect(mapping.steps == 3)
    #expect(mapping.largestStep == .milliseconds(-11))
  }

  @Test func `slow slewing is followed without a step`() {
    var mapping = ClockMapping(sample(0, offset: 0))
    // 500 ppm, the fastest that adjtime slews, for ten minutes.
    for tick in 1...6_000 { mapping.observe(sample(Int64(tick) * 100, offset: Int64(tick) * 50_000)) }
    #expect(mapping.steps == 0)
    #expect(mapping.drift == .milliseconds(300))
    #expect(mapping.offset == 300_000_000)
  }

  @Test func `a change of just one millisecond is no step`() {
    var mapping = ClockMapping(sample(0, offset: 0, uncertainty: 0))
    mapping.observe(sample(100, offset: 1_000_000, uncertainty: 0))
    #expect(mapping.steps == 0)
    mapping.observe(sample(200, offset: 2_000_001, uncertainty: 0))
    #expect(mapping.steps == 1)
  }

  @Test func `an interrupted sample neither moves the offset nor makes a step`() {
    var mapping = ClockMapping(sample(0, offset: 0))
    mapping.observe(sample(100, offset: 3_000_000, uncertainty: 4_000_000))
    #expect(mapping.steps == 0)
    #expect(mapping.offset == 0)
  }

  @Test func `a step larger than its sample's doubt is seen`() {
    var mapping = ClockMapping(sample(0, offset: 0))
    mapping.observe(sample(100, offset: 30_000_000, uncertainty: 4_000_000))
    #expect(mapping.steps == 1)
  }

  @Test func `hostile stamps do not trap`() {
    let mapping = ClockMapping(sample(0, offset: 10))
    #expect(mapping.instant(ofWall: .min).nanoseconds == .max - 9)
  }
}

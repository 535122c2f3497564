import LiveWorld
import SansIO
import Testing

@Suite struct LatenessHistogramTests {
  @Test func `an empty histogram has no quantiles`() {
    #expect(LatenessHistogram().quantile(0.5) == nil)
  }

  @Test func `quantiles are at most a bucket too high and never too low`() throws {
    var histogram = LatenessHistogram()
    for microseconds in 1...10_000 { histogram.record(.microseconds(Int64(microseconds))) }
    #expect(histogram.count == 10_000)
    for fraction in [0.01, 0.1, 0.5, 0.9, 0.99, 0.999] {
      let exact = fraction * 10_000
      let found = try Double(#require(histogram.quantile(fraction)).nanoseconds) / 1_000
      #expect(found >= exact)
      #expect(found <= exact * 1.04 + 1)
    }
    #expect(histogram.quantile(1) == .microseconds(10_000))
  }

  @Test func `early values are counted apart and as zero`() {
    var histogram = LatenessHistogram()
    histogram.record(.microseconds(-5))
    histogram.record(.microseconds(3))
    #expect(histogram.early == 1)
    #expect(histogram.count == 2)
    #expect(histogram.maximum == .microseconds(3))
    #expect(histogram.quantile(0) == .microseconds(1))
  }

  @Test func `values beyond the range count in the last bucket and the maximum stays exact`() {
    var histogram = LatenessHistogram()
    histogram.record(.milliseconds(100_000_000))
    #expect(histogram.maximum == .milliseconds(100_000_000))
    #expect(histogram.count == 1)
  }

  @Test func `merging is the same as recording together`() {
    var first = LatenessHistogram()
    var second = LatenessHistogram()
    var both = LatenessHistogram()
    for value in 0..<1_000 {
      let lateness = Interval.microseconds(Int64(value * value))
      if value % 3 == 0 { first.record(lateness) } else { second.record(lateness) }
      both.record(lateness)
    }
    first.merge(second)
    #expect(first == both)
  }
}

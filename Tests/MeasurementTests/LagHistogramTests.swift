import Measurement
import SansIO
import Testing

@Suite struct LagHistogramTests {
  private func recorded(_ microseconds: [Int64]) -> LagHistogram {
    var histogram = LagHistogram()
    for lag in microseconds { histogram.record(.microseconds(lag)) }
    return histogram
  }

  @Test func `small lags are told apart to the microsecond and stated by their upper edge`() {
    let lags = recorded([0, 50, 50, 999]).percentiles
    #expect(lags.count == 4)
    #expect(lags.minimum == 1_000)
    #expect(lags[.p50] == 51_000)
    #expect(lags.maximum == 1_000_000)
  }

  @Test func `figures of large lags are never below what was recorded and at most a thousandth above`() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<200 {
      let lag = Int64.random(in: 2_000..<60_000_000, using: &random)
      let stated = recorded([lag]).percentiles.maximum ?? 0
      #expect(stated > lag * 1_000 && stated <= lag * 1_001 + 1_000)
    }
  }

  @Test func `early sends count by their distance`() {
    #expect(recorded([-70]) == recorded([70]))
  }

  @Test func `lags beyond a minute count as a minute`() {
    #expect(recorded([3_600_000_000]) == recorded([60_000_000]))
    var extreme = LagHistogram()
    extreme.record(Interval(nanoseconds: .min))
    #expect(extreme == recorded([60_000_000]))
  }

  @Test func `merging and writing lose nothing`() {
    var random = SeededGenerator(seed: 4)
    let lags = (0..<500).map { _ in Int64.random(in: 0...70_000_000, using: &random) }
    var merged = recorded(Array(lags[..<200]))
    merged.merge(recorded(Array(lags[200...])))
    let whole = recorded(lags)
    #expect(merged == whole)
    #expect(merged.count == 500)
    let read = LagHistogram(pairs: whole.pairs)
    #expect(read == whole)
    #expect(read?.percentiles == whole.percentiles)
  }

  @Test func `pairs are the least lag of each bucket and its count, ascending`() {
    #expect(recorded([5_001, 7, 7]).pairs == [[7, 2], [5_000, 1]])
    #expect(LagHistogram().pairs == [])
  }

  @Test(arguments: [
    [[1]], [[1, 2, 3]], [[]], [[-1, 2]], [[1, 0]], [[1, -4]], [[60_000_001, 1]], [[1, .max], [2, 1]],
  ]) func `damaged pairs are refused`(pairs: [[Int]]) {
    #expect(LagHistogram(pairs: pairs) == nil)
  }
}

import Measurement
import SansIO
import Testing

@Suite struct PercentilesTests {
  @Test(arguments: [1 as UInt64, 2, 3, 4, 5, 6, 7, 8])
  func `every percentile is the least value that enough reach`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<10 {
      // A narrow range makes equal values frequent.
      let values = (0..<Int.random(in: 1...120, using: &random)).map { _ in
        Int64.random(in: -50...Int64.random(in: 0...1_000, using: &random), using: &random)
      }
      let percentiles = Percentiles(values)
      let sorted = values.sorted()
      for tenth in stride(from: 1, through: 1_000, by: 37) {
        let percentile = try #require(Percentile(parsing: "\(tenth / 10).\(tenth % 10)"))
        // The definition itself: at least that share of the values does not exceed it.
        let naive = sorted.first { candidate in
          values.count { $0 <= candidate } * 1_000 >= tenth * values.count
        }
        #expect(percentiles[percentile] == naive, "\(percentile) of \(values)")
      }
      #expect(percentiles.count == values.count)
      #expect(percentiles.minimum == values.min())
      #expect(percentiles.maximum == values.max())
      #expect(percentiles == Percentiles(values.shuffled(using: &random)))
    }
  }

  @Test func `the median of two values is the lower one, for there is no interpolation`() {
    #expect(Percentiles([10, 20])[.p50] == 10)
    #expect(Percentiles([10, 20])[.p90] == 20)
  }

  @Test func `the mean is the mean of all values`() {
    #expect(Percentiles([1, 2, 6]).mean == 3)
    #expect(Percentiles([-5, 5]).mean == 0)
  }

  @Test func `without values there are no figures`() {
    let nothing = Percentiles([])
    #expect(nothing.isEmpty && nothing.count == 0)
    #expect(nothing[.p50] == nil && nothing.minimum == nil && nothing.maximum == nil && nothing.mean == nil)
  }

  @Test func `buckets count as their upper edges, in any order and split in any way`() {
    let buckets = Percentiles(upperEdges: [(edge: 30, count: 1), (edge: 10, count: 5), (edge: 20, count: 4)])
    #expect(buckets[.p50] == 10 && buckets[.p90] == 20 && buckets[.p95] == 30)
    #expect(buckets.count == 10 && buckets.mean == 16)
    let split = [
      (edge: Int64(10), count: 2), (edge: 20, count: 4), (edge: 10, count: 3), (edge: 30, count: 1),
    ]
    #expect(Percentiles(upperEdges: split) == buckets)
  }
}

import Report
import SansIO
import Testing

@Suite struct BinsTests {
  @Test func `zero is an edge and lower edges belong to their bin`() {
    let bins = Bins([-0.1, 0, 0.9, 1, 1.999, 4.2], about: 5, leastWidth: 1)
    #expect(bins.width == 1)
    #expect(bins.bins.map(\.lower) == [-1, 0, 1, 2, 3, 4])
    #expect(bins.bins.map(\.count) == [1, 2, 2, 0, 0, 1])
    #expect(bins.extent == -1...5)
  }

  @Test(arguments: [1, 2, 7, 100, 5_000]) func `every value is counted once, in the bin that spans it`(
    count: Int
  ) {
    var random = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in random.unit() * 50 - 13 }
    let bins = Bins(values, about: 20, leastWidth: 0.1)
    #expect(bins.bins.reduce(0) { $0 + $1.count } == count)
    for bin in bins.bins {
      let spanned = values.count { $0 >= bin.lower - 1e-9 && $0 < bin.lower + bins.width - 1e-9 }
      #expect(spanned == bin.count)
    }
    #expect(bins.bins.count <= 41)
  }

  @Test func `bins are never finer than asked`() {
    let bins = Bins([5.01, 5.02, 5.03], about: 30, leastWidth: 0.1)
    #expect(bins.width == 0.1)
    #expect(bins.bins.map(\.count) == [3])
  }

  @Test func `without values there are no bins`() {
    let bins = Bins([], about: 30, leastWidth: 0.5)
    #expect(bins.bins == [])
    #expect(bins.extent == 0...0.5)
  }
}

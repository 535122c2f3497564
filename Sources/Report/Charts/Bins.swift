/// Values counted in bins of equal width, of which one edge is zero.
package struct Bins: Sendable, Equatable {
  /// One bin: `lower` ≤ value < `lower` + width.
  package struct Bin: Sendable, Equatable {
    package var lower: Double
    package var count: Int
  }

  /// Width of every bin.
  package var width: Double
  /// The bins without gaps, rising; empty when there are no values.
  package var bins: [Bin]

  /// Counts `values` in bins of a round width, about `count` of them between the least and the greatest
  /// value.
  ///
  /// - Parameter leastWidth: what a bin is at least wide.
  package init(_ values: [Double], about count: Int, leastWidth: Double) {
    guard let least = values.min(), let greatest = values.max() else {
      width = leastWidth
      bins = []
      return
    }
    width = max(leastWidth, Ticks.roundStep(greatest - least, about: count))
    let first = (least / width).rounded(.down)
    let last = (greatest / width).rounded(.down)
    let width = width
    bins = stride(from: first, through: last, by: 1).map { Bin(lower: $0 * width, count: 0) }
    for value in values {
      bins[Int((value / width).rounded(.down) - first)].count += 1
    }
  }

  /// The least and the greatest edge; zero to the width when there are no bins.
  package var extent: ClosedRange<Double> {
    (bins.first?.lower ?? 0)...((bins.last?.lower ?? 0) + width)
  }
}

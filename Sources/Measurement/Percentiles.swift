/// The distribution of a trend, from exact values or from the upper edges of buckets.
///
/// Percentiles are nearest-rank: the least value that at least the given share of all values do not exceed.
/// There is no interpolation: each percentile is a value that occurred (or the upper edge of the bucket it
/// occurred in).
public struct Percentiles: Sendable, Equatable {
  /// A value and how many values are at or below it.
  private struct Step: Sendable, Equatable {
    var value: Int64
    var through: Int
  }

  private let steps: [Step]
  /// The arithmetic mean, in the unit of the values; `nil` when there are none.
  public let mean: Double?

  /// The distribution of exact `values`, in any order.
  public init(_ values: [Int64]) {
    self.init(upperEdges: values.lazy.map { (edge: $0, count: 1) })
  }

  /// The distribution of values known only by buckets. Every figure, the least and the mean too, counts each
  /// value as the upper edge of its bucket. `count` is positive; edges may come in any order and more than
  /// once.
  public init(upperEdges: some Sequence<(edge: Int64, count: Int)>) {
    var steps: [Step] = []
    var sum = 0.0
    for (edge, count) in upperEdges.sorted(by: { $0.edge < $1.edge }) {
      let through = (steps.last?.through ?? 0) + count
      sum += Double(edge) * Double(count)
      if steps.last?.value == edge {
        steps[steps.count - 1].through = through
      } else {
        steps.append(Step(value: edge, through: through))
      }
    }
    self.steps = steps
    mean = steps.last.map { sum / Double($0.through) }
  }

  /// How many values.
  public var count: Int { steps.last?.through ?? 0 }
  /// Whether there are no values.
  public var isEmpty: Bool { steps.isEmpty }
  /// The least value; `nil` when there are none.
  public var minimum: Int64? { steps.first?.value }
  /// The largest value; `nil` when there are none.
  public var maximum: Int64? { steps.last?.value }

  /// The value at `percentile`; `nil` when there are no values.
  public subscript(percentile: Percentile) -> Int64? {
    guard !isEmpty else { return nil }
    let rank = percentile.rank(of: count)
    var low = 0
    var high = steps.count - 1
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].through < rank { low = middle + 1 } else { high = middle }
    }
    return steps[low].value
  }
}

import Histogram
public import SansIO

/// How far the sends of RTP packets were from their planned instants: a histogram of three significant digits
/// over 0 µs...60 s. It is recorded into on the packet path, without allocation; histograms of several loops
/// merge without loss.
public struct LagHistogram: Sendable, Equatable {
  /// The largest lag that is told apart, microseconds; larger ones count as this.
  public static let ceiling = 60_000_000

  private var histogram = Histogram<UInt64>(
    highestTrackableValue: UInt64(LagHistogram.ceiling), numberOfSignificantValueDigits: .three)

  /// Nothing recorded yet; allocates about 140 kB.
  public init() {}

  /// Reads what `pairs` wrote; `nil` when it is not pairs of a lag in microseconds, 0...60,000,000, and a
  /// count.
  public init?(pairs: [[Int]]) {
    var total = 0
    for pair in pairs {
      guard pair.count == 2, (0...LagHistogram.ceiling).contains(pair[0]), pair[1] > 0 else { return nil }
      let (sum, overflow) = total.addingReportingOverflow(pair[1])
      guard !overflow else { return nil }
      total = sum
      histogram.record(UInt64(pair[0]), count: UInt64(pair[1]))
    }
  }

  /// Counts a packet sent `lag` away from its planned instant; its sign does not matter. No allocation.
  public mutating func record(_ lag: Interval) {
    histogram.record(min(lag.nanoseconds.magnitude / 1_000, UInt64(LagHistogram.ceiling)))
  }

  /// Adds all that `other` counted.
  public mutating func merge(_ other: LagHistogram) { histogram.add(other.histogram) }

  /// How many packets were counted.
  public var count: Int { Int(clamping: histogram.totalCount) }

  /// The counts as `RunHealth.sendLag` holds them: the least lag of each bucket in microseconds and its
  /// count, ascending, empty buckets left out.
  public var pairs: [[Int]] { buckets.map { [Int($0.range.lowerBound), $0.count] } }

  /// The distribution in nanoseconds; each figure is the upper edge of its bucket.
  public var percentiles: Percentiles {
    // Lags were rounded down to whole microseconds, so the bucket ends one after its last.
    Percentiles(upperEdges: buckets.map { (edge: (Int64($0.range.upperBound) + 1) * 1_000, count: $0.count) })
  }

  /// The buckets that are not empty, ascending; lags in microseconds.
  private var buckets: [(range: ClosedRange<UInt64>, count: Int)] {
    var buckets: [(range: ClosedRange<UInt64>, count: Int)] = []
    // The histogram's own iterators copy it at every step.
    var lag: UInt64 = 0
    while lag <= histogram.max {
      let count = Int(clamping: histogram.countForValue(lag))
      let next = histogram.nextNonEquivalentForValue(lag)
      if count > 0 { buckets.append((lag...next - 1, count)) }
      lag = next
    }
    return buckets
  }

  /// Whether both counted the same, bucket by bucket.
  public static func == (a: LagHistogram, b: LagHistogram) -> Bool { a.pairs == b.pairs }
}

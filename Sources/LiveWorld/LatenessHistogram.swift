public import SansIO

/// How late something was, in microseconds, in fixed buckets: 32 per doubling (3 % wide) up to 134 s.
public struct LatenessHistogram: Sendable, Hashable {
  private static let bitsPerDoubling = 5
  private static let linear = 1 << bitsPerDoubling
  private static let highest = (1 << 27) - 1
  private static let buckets = (27 - bitsPerDoubling + 1) * linear

  private var counts: [UInt64]
  /// How many values were recorded, early ones included.
  public private(set) var count: UInt64 = 0
  /// How many were negative: early. They count as zero.
  public private(set) var early: UInt64 = 0
  /// The latest, exactly.
  public private(set) var maximum: Interval = .zero

  /// An empty histogram.
  public init() { counts = Array(repeating: 0, count: LatenessHistogram.buckets) }

  /// Counts one value.
  public mutating func record(_ lateness: Interval) {
    if lateness < .zero { early += 1 }
    if lateness > maximum { maximum = lateness }
    let microseconds = max(0, lateness.nanoseconds / 1_000)
    counts[LatenessHistogram.bucket(of: Int(min(microseconds, Int64(LatenessHistogram.highest))))] += 1
    count += 1
  }

  /// Adds everything `other` recorded.
  public mutating func merge(_ other: LatenessHistogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    early += other.early
    maximum = max(maximum, other.maximum)
  }

  /// The value at or below which the part `fraction` (0...1) of all lies: the upper edge of its bucket, at
  /// most the maximum; `nil` when nothing was recorded.
  public func quantile(_ fraction: Double) -> Interval? {
    precondition((0...1).contains(fraction), "a quantile is between 0 and 1, not \(fraction)")
    guard count > 0 else { return nil }
    let rank = max(1, UInt64((fraction * Double(count)).rounded(.up)))
    var seen: UInt64 = 0
    for index in counts.indices {
      seen += counts[index]
      if seen >= rank { return min(maximum, .microseconds(Int64(LatenessHistogram.upperEdge(of: index)))) }
    }
    return maximum
  }

  private static func bucket(of microseconds: Int) -> Int {
    guard microseconds >= linear else { return microseconds }
    let doubling = Int.bitWidth - 1 - microseconds.leadingZeroBitCount - bitsPerDoubling
    return (doubling << bitsPerDoubling) + (microseconds >> doubling)
  }

  /// The least number of microseconds beyond the bucket.
  private static func upperEdge(of bucket: Int) -> Int {
    let doubling = max(0, (bucket >> bitsPerDoubling) - 1)
    return (bucket - (doubling << bitsPerDoubling) + 1) << doubling
  }
}

/// A condition that a run must meet, as in `hangup_error.p99 < 40 ms`.
///
/// The grammar is `<metric>.<aggregation> <comparison> <number> [unit]`; blanks are free. A trend takes
/// `min`, `max`, `mean` and percentiles (`p50`, `p99.9`, any with up to four decimals) with `ms`, `s` or
/// `us`; a counter takes `count`; a rate takes `rate`, a share 0...1 or in `%`, and `count`.
public struct Threshold: Sendable, Equatable, CustomStringConvertible {
  /// How a metric's values become one figure.
  public enum Aggregation: Sendable, Hashable, CustomStringConvertible {
    case percentile(Percentile)
    case minimum, maximum, mean
    /// Occurrences, of a counter or a rate.
    case count
    /// Occurrences over trials, of a rate.
    case rate

    /// As thresholds write it.
    public var description: String {
      switch self {
      case .percentile(let percentile): percentile.description
      case .minimum: "min"
      case .maximum: "max"
      case .mean: "mean"
      case .count: "count"
      case .rate: "rate"
      }
    }
  }

  /// How the figure must relate to the limit.
  public enum Comparison: String, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="

    /// Whether `figure` relates to `limit` so.
    public func holds(_ figure: Double, _ limit: Double) -> Bool {
      switch self {
      case .less: figure < limit
      case .lessOrEqual: figure <= limit
      case .greater: figure > limit
      case .greaterOrEqual: figure >= limit
      case .equal: figure == limit
      case .notEqual: figure != limit
      }
    }
  }

  /// What is measured.
  public let metric: Metric
  /// How its values become one figure.
  public let aggregation: Aggregation
  /// How the figure must relate to `limit`.
  public let comparison: Comparison
  /// The limit: nanoseconds for a trend, occurrences for `count`, a share 0...1 for `rate`.
  public let limit: Double
  /// The unit in which the limit was written and figures are shown beside it.
  public let unit: FigureUnit

  /// Reads a threshold; throws what is wrong with it and what would be right.
  public init(parsing text: String) throws(ThresholdError) {
    let fields = try ThresholdFields(text)
    metric = try fields.readMetric()
    aggregation = try fields.readAggregation(of: metric)
    comparison = fields.comparison
    (limit, unit) = try fields.readLimit(of: metric, aggregation)
  }

  /// The threshold in one canonical spelling, as in `hangup_error.p99 < 40 ms`; reading it gives an equal
  /// threshold.
  public var description: String {
    "\(metric.name).\(aggregation) \(comparison.rawValue) \(unit.text(of: limit))"
  }
}

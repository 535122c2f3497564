/// The words of a threshold, before their meaning is checked.
struct ThresholdFields {
  /// Longer texts are refused unread.
  static let longest = 200

  let text: String
  let metric: Substring
  let aggregation: Substring
  let comparison: Threshold.Comparison
  let number: Substring
  let unit: Substring

  /// Splits `text` at its first point, its comparison and the end of its number.
  init(_ text: String) throws(ThresholdError) {
    let form = "write it as in hangup_error.p99 < 40 ms"
    guard text.utf8.count <= ThresholdFields.longest else {
      throw ThresholdError(text, "it has more than \(ThresholdFields.longest) characters", remedy: form)
    }
    guard let start = text.firstIndex(where: { "<>=!".contains($0) }) else {
      throw ThresholdError(text, "it has no comparison", remedy: "\(form), with <, <=, >, >=, == or !=")
    }
    let operatorText = text[start...].prefix { "<>=!".contains($0) }
    guard let comparison = Threshold.Comparison(rawValue: String(operatorText)) else {
      throw ThresholdError(
        text, "there is no comparison \(operatorText.debugDescription)", remedy: "use <, <=, >, >=, == or !=")
    }
    let left = ThresholdFields.trimmed(text[..<start])
    guard let point = left.firstIndex(of: ".") else {
      throw ThresholdError(text, "it does not say how to aggregate the metric", remedy: form)
    }
    let right = ThresholdFields.trimmed(text[operatorText.endIndex...])
    self.text = text
    self.comparison = comparison
    metric = ThresholdFields.trimmed(left[..<point])
    aggregation = ThresholdFields.trimmed(left[left.index(after: point)...])
    number = right.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
    unit = ThresholdFields.trimmed(right[number.endIndex...])
  }

  /// The metric of that name.
  func readMetric() throws(ThresholdError) -> Metric {
    if let known = Metric(rawValue: String(metric)) { return known }
    let nearest = Metric.nearest(to: String(metric))
    throw ThresholdError(
      text, "there is no metric \(metric.debugDescription)", remedy: "the nearest is \(nearest.name)")
  }

  /// The aggregation, if `metric` can be aggregated so.
  func readAggregation(of metric: Metric) throws(ThresholdError) -> Threshold.Aggregation {
    let right = "use \(metric.name) with \(metric.kind.aggregations)"
    guard let known = Threshold.Aggregation(parsing: aggregation) else {
      throw ThresholdError(text, "there is no aggregation \(aggregation.debugDescription)", remedy: right)
    }
    guard metric.kind.takes(known) else {
      throw ThresholdError(
        text, "\(metric.name) is a \(metric.kind.rawValue) and has no \(known)", remedy: right)
    }
    return known
  }

  /// The limit in nanoseconds, occurrences or as a share, and the unit it was written in.
  func readLimit(
    of metric: Metric, _ aggregation: Threshold.Aggregation
  ) throws(ThresholdError) -> (Double, FigureUnit) {
    let (units, example, range) = Threshold.limits(of: aggregation)
    let subject = "\(metric.name).\(aggregation)"
    guard !number.isEmpty else {
      throw ThresholdError(text, "it has no number after \(comparison.rawValue)", remedy: "write \(example)")
    }
    guard let unit = FigureUnit(rawValue: String(unit)), units.contains(unit) else {
      let problem =
        unit.isEmpty ? "the limit has no unit" : "\(unit.debugDescription) is no unit of \(subject)"
      throw ThresholdError(text, problem, remedy: "write \(example)")
    }
    guard ThresholdFields.isDecimal(number), let limit = Double("\(number)e\(unit.exponent)") else {
      throw ThresholdError(text, "\(number.debugDescription) is no number", remedy: "write \(example)")
    }
    guard range.contains(limit) else {
      throw ThresholdError(
        text, "\(subject) can never be \(unit.text(of: limit))", remedy: "write \(example)")
    }
    return (limit, unit)
  }

  /// Digits with an optional sign and as many decimals as figures are shown with; no exponents, no
  /// infinities.
  private static func isDecimal(_ number: Substring) -> Bool {
    let digits = number.first == "-" ? number.dropFirst() : number
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 1 || parts[1].count <= FigureUnit.decimals else { return false }
    return parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

extension Threshold.Aggregation {
  /// Reads `p99.9`, `min`, `max`, `mean`, `count` or `rate`; `nil` for anything else.
  init?(parsing text: Substring) {
    switch text {
    case "min": self = .minimum
    case "max": self = .maximum
    case "mean": self = .mean
    case "count": self = .count
    case "rate": self = .rate
    default:
      guard text.first == "p", let percentile = Percentile(parsing: text.dropFirst()) else { return nil }
      self = .percentile(percentile)
    }
  }
}

extension Metric.Kind {
  /// Whether a metric of this kind can be aggregated so.
  func takes(_ aggregation: Threshold.Aggregation) -> Bool {
    switch (self, aggregation) {
    case (.trend, .percentile), (.trend, .minimum), (.trend, .maximum), (.trend, .mean): true
    case (.counter, .count), (.rate, .count), (.rate, .rate): true
    default: false
    }
  }

  /// The aggregations it takes, for messages.
  var aggregations: String {
    switch self {
    case .trend: "p50, p90, p95, p99, p99.9 or any other percentile, min, max or mean"
    case .counter: "count"
    case .rate: "rate or count"
    }
  }
}

extension Threshold {
  /// The units a limit on `aggregation` may have, an example of one, and the range of figures that can occur.
  fileprivate static func limits(
    of aggregation: Aggregation
  ) -> (units: [FigureUnit], example: String, range: ClosedRange<Double>) {
    switch aggregation {
    case .percentile, .minimum, .maximum, .mean:
      ([.milliseconds, .seconds, .microseconds], "a time in ms, s or us, as in 40 ms", -1e14...1e14)
    case .count: ([.plain], "a number of occurrences without unit, as in 0", 0...1e9)
    case .rate: ([.percent, .plain], "a share as in 0.1 % or 0.001", 0...1)
    }
  }
}

/// Histogram of signed hang-up errors: early to the left of the zero line, late to its right, the tolerance
/// behind.
package struct HangUpChart: Sendable {
  /// The errors in milliseconds.
  package var bins: Bins
  /// Median of the errors, milliseconds.
  package var bias: Double?
  /// How early a hang-up may be without being false, milliseconds.
  package var tolerance: Double
  /// How late it may be by the scenario's thresholds, milliseconds; `nil` when no threshold says so.
  package var latest: Double?

  /// A chart of `errors` in nanoseconds.
  package init(errors: [Int64], bias: Int64?, tolerance: Int64, latest: Int64?) {
    bins = Bins(errors.map { Double($0) / 1e6 }, about: HangUpChart.bins(for: errors.count), leastWidth: 0.1)
    self.bias = bias.map { Double($0) / 1e6 }
    self.tolerance = Double(tolerance) / 1e6
    self.latest = latest.map { Double($0) / 1e6 }
  }

  /// Few values get few bins, so that the shape is seen and not the single value.
  package static func bins(for count: Int) -> Int {
    min(max(2 * Int(Double(count).squareRoot()), 8), 40)
  }

  /// What the horizontal axis spans: all errors and 2 ms either side of zero; the late end of the tolerance
  /// when the errors come near it, and of its early end what leaves the errors most of the width.
  package var marks: Ticks {
    var lower = min(bins.extent.lowerBound, -2)
    var upper = max(bins.extent.upperBound, 2)
    if let latest, latest < upper * 4 { upper = max(upper, latest) }
    lower = min(lower, max(-tolerance, lower - (upper - lower) * 0.25, -upper))
    return Ticks(around: lower...upper, about: 8)
  }

  /// The tolerance in words.
  package var toleranceWords: String {
    let early = FixedPoint.text(tolerance, digits: 0)
    return latest.map { "−\(early) … +\(FixedPoint.text($0, digits: 0)) ms" } ?? "±\(early) ms"
  }

  package func drawing() -> Markup {
    let tallest = Double(bins.bins.map(\.count).max() ?? 1)
    let counts = Ticks(around: 0...max(tallest, 4), about: 4)
    let marks = marks
    let plot = Plot(x: marks.extent, y: counts.extent, height: 350)
    return plot.drawing(
      label: "Histogram of hang-up errors in milliseconds, \(bins.bins.reduce(0) { $0 + $1.count }) calls",
      [
        band(plot),
        plot.rows(counts.values, label: counts.label),
        bars(plot), zero(plot), median(plot),
        plot.base(title: "hang-up error, ms (− early, + late)", unit: "calls"),
        plot.columns(marks.values, label: marks.label),
      ])
  }

  private func band(_ plot: Plot) -> Markup {
    let left = plot.x(-tolerance)
    let right = plot.x(latest ?? tolerance)
    return """
      <rect class="band" x="\(left)" y="\(plot.y.end)" width="\(right - left)" \
      height="\(plot.y.start - plot.y.end)">\
      <title>tolerance \(toleranceWords)</title></rect>
      """
  }

  private func bars(_ plot: Plot) -> Markup {
    var bars = Markup()
    for bin in bins.bins where bin.count > 0 {
      let left = plot.x(bin.lower)
      let top = plot.y(Double(bin.count))
      let width = max(plot.x(bin.lower + bins.width) - left - 1, 1)
      let calls = bin.count == 1 ? "1 call" : "\(bin.count) calls"
      bars += """
        <rect class="bar" x="\(left + 0.5)" y="\(top)" width="\(width)" height="\(plot.y.start - top)">\
        <title>\(range(of: bin)): \(calls)</title></rect>
        """
    }
    return bars
  }

  private func range(of bin: Bins.Bin) -> String {
    let digits = bins.width >= 1 ? 0 : bins.width >= 0.1 ? 1 : 2
    let lower = FixedPoint.text(bin.lower, digits: digits)
    return "\(lower) to \(FixedPoint.text(bin.lower + bins.width, digits: digits)) ms"
  }

  private func zero(_ plot: Plot) -> Markup {
    """
    <path class="zero" d="M\(plot.x(0)) \(plot.y.start)V\(plot.y.end - 4)"/>\
    <text class="mid name" x="\(plot.x(0))" y="\(plot.y.end - 7)">due</text>
    """
  }

  private func median(_ plot: Plot) -> Markup {
    guard let bias else { return "" }
    let place = plot.x(bias)
    return """
      <path class="median" d="M\(place) \(plot.y.start)V\(plot.y.end)"><title>median (bias)</title></path>\
      <path class="median-mark" d="M\(place) \(plot.y.start)l-5 8h10z"/>
      """
  }
}

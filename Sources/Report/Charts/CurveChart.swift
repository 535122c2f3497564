package import Measurement

/// One latency as a percentile curve.
package struct CurveChart: Sendable {
  /// What is measured, in words.
  package var name: String
  /// The distribution, in milliseconds.
  package var curve: PercentileCurve
  /// Number of the series' colour and dash, 1...4.
  package var series: Int

  /// A chart of `values` in nanoseconds.
  package init(name: String, values: [Int64], series: Int) {
    self.name = name
    curve = PercentileCurve(values.map { Double($0) / 1e6 })
    self.series = series
  }

  /// The percentiles that have a mark: those up to `end` on the axis.
  package static func marks(upTo end: Double) -> [Percentile] {
    ["50", "90", "99", "99.9", "99.99", "99.999"].compactMap { Percentile(parsing: $0) }.filter {
      PercentileCurve.position(of: $0) <= end + 1e-9
    }
  }

  /// What the vertical axis spans: from zero, unless the values lie close together far above it.
  package var rows: Ticks {
    let least = min(curve.sorted.first ?? 0, 0)
    return Ticks(around: least...max(curve.sorted.last ?? 1, least + 0.001), about: 4)
  }

  package func drawing() -> Markup {
    let end = max(curve.end, 1.05)
    let plot = Plot(x: 0...end, y: rows.extent, height: 270)
    let marks = CurveChart.marks(upTo: end)
    return plot.drawing(
      label: "\(name): percentile curve of \(curve.sorted.count) values in milliseconds",
      [
        plot.rows(rows.values, label: rows.label),
        plot.base(title: "percentile", unit: "ms"),
        columns(plot, marks),
        """
        <path class="line s\(series)" d="\(plot.path(curve.points.map { ($0.position, $0.value) }))"/>
        """,
        dots(plot, marks),
      ])
  }

  private func columns(_ plot: Plot, _ marks: [Percentile]) -> Markup {
    var columns = Markup()
    for mark in marks {
      let place = plot.x(PercentileCurve.position(of: mark))
      columns += """
        <path class="grid" d="M\(place) \(plot.y.start)V\(plot.y.end)"/>\
        <text class="mid tick" x="\(place)" y="\(plot.y.start + 20)">\(mark.description)</text>
        """
    }
    return columns
  }

  private func dots(_ plot: Plot, _ marks: [Percentile]) -> Markup {
    var dots = Markup()
    for mark in marks where PercentileCurve.position(of: mark) <= curve.end {
      guard let value = curve.value(at: mark) else { continue }
      let place = plot.x(PercentileCurve.position(of: mark))
      dots += """
        <circle class="dot s\(series)" cx="\(place)" cy="\(plot.y(value))" r="4">\
        <title>\(mark.description): \(Quantity.time(value * 1e6))</title></circle>
        """
    }
    return dots
  }
}

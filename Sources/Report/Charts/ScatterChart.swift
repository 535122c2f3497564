/// Delays over the course of the run, one dot for each probe, with the planning limits of ITU-T G.114 where
/// they are in range.
package struct ScatterChart: Sendable {
  /// One delay.
  package struct Dot: Sendable, Equatable {
    /// When, in seconds since the start of the run.
    package var at: Double
    /// The delay in milliseconds.
    package var delay: Double

    package init(at: Double, delay: Double) {
      self.at = at
      self.delay = delay
    }
  }

  /// The dots, in any order.
  package var dots: [Dot]
  /// The planning limits: delay in milliseconds and words.
  package static let limits: [(delay: Double, label: String)] = [
    (150, "150 ms: G.114, transparent for most"), (400, "400 ms: G.114, planning limit"),
  ]

  package init(dots: [Dot]) {
    self.dots = dots
  }

  /// The limits that the vertical axis reaches.
  package var limitsInRange: [(delay: Double, label: String)] {
    ScatterChart.limits.filter { $0.delay <= rows.extent.upperBound }
  }

  /// What the vertical axis spans: zero to the greatest delay, or to 160 ms when all are below the first
  /// limit.
  package var rows: Ticks {
    Ticks(around: 0...max(dots.map(\.delay).max() ?? 0, 160), about: 4)
  }

  package func drawing(until end: Double) -> Markup {
    let plot = Plot(x: 0...max(end, 1), y: rows.extent)
    let columns = Ticks(seconds: plot.x.domain, about: 8)
    return plot.drawing(
      label: "Mouth-to-ear delay of \(dots.count) probes over the course of the run",
      [
        plot.rows(rows.values, label: rows.label), plot.base(title: "time in the run", unit: "ms"),
        plot.columns(columns.values, label: columns.timeLabel),
        limitsInRange.map { plot.limit(at: $0.delay, label: $0.label) }.reduce(Markup(), +),
        "<path class=\"dots s1\" d=\"\(path(plot))\"/>",
      ])
  }

  /// Dots as lines of no length with round ends, one for each place of a half-pixel grid: many probes of a
  /// long run fall onto the same place.
  func path(_ plot: Plot) -> Markup {
    var seen: Set<[Int]> = []
    var text = Markup()
    for dot in dots {
      let place = [Int(plot.x(dot.at) * 2), Int(plot.y(dot.delay) * 2)]
      guard seen.insert(place).inserted else { continue }
      text += "M\(Double(place[0]) / 2) \(Double(place[1]) / 2)h0"
    }
    return text
  }
}

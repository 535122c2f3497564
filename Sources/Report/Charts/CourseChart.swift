/// Lines over the course of the run.
package struct CourseChart: Sendable {
  /// One line.
  package struct Line: Sendable {
    /// Its name in the legend.
    package var name: String
    /// Number of its colour and dash, 1...5.
    package var series: Int
    /// Instants in seconds since the start of the run, and values.
    package var points: [(x: Double, y: Double)]

    package init(name: String, series: Int, points: [(x: Double, y: Double)]) {
      self.name = name
      self.series = series
      self.points = points
    }

    /// The line through the means of each `count` points; the last mean may be of fewer.
    package func means(of count: Int) -> Line {
      precondition(count > 0, "CourseChart.Line.means(of: \(count)): at least one point makes a mean")
      let groups = stride(from: 0, to: points.count, by: count).map { points[$0...].prefix(count) }
      let means = groups.map { group in
        let sum = group.reduce((x: 0, y: 0)) { (x: $0.x + $1.x, y: $0.y + $1.y) }
        return (x: sum.x / Double(group.count), y: sum.y / Double(group.count))
      }
      return Line(name: name, series: series, points: means)
    }
  }

  /// What the vertical axis counts.
  package var title: String
  /// The lines, the first one lowest.
  package var lines: [Line]

  package init(title: String, lines: [Line]) {
    self.title = title
    self.lines = lines
  }

  package func drawing(atLeast least: Double) -> Markup {
    let end = lines.flatMap(\.points).map(\.x).max() ?? 1
    let greatest = lines.flatMap(\.points).map(\.y).max() ?? 0
    let rows = Ticks(around: 0...max(greatest, least), about: 4)
    let plot = Plot(x: 0...max(end, 1), y: rows.extent, height: 270)
    let columns = Ticks(seconds: plot.x.domain, about: 7)
    return plot.drawing(
      label: "\(title) over the course of the run: \(lines.map(\.name).joined(separator: ", "))",
      [
        plot.rows(rows.values, label: rows.label), plot.base(title: "time in the run", unit: title),
        plot.columns(columns.values, label: columns.timeLabel),
        lines.map { line -> Markup in
          """
          <path class="line s\(line.series)" d="\(plot.path(line.points))"><title>\(line.name)</title></path>
          """
        }.reduce(Markup(), +),
      ])
  }

  /// The lines' names, each with a sample of its stroke.
  package func legend() -> Markup {
    let entries: [Markup] = lines.map { line in
      """
      <li><svg class="sample" viewBox="0 0 26 10" aria-hidden="true">\
      <path class="line s\(line.series)" d="M1 5h24"/></svg>\(line.name)</li>
      """
    }
    return "<ul class=\"legend\">\(entries)</ul>"
  }
}

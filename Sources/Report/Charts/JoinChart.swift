/// The join of the participants as a waterfall: a bar for each stage, from the median of the stage before
/// it to its own, and a line on to the value that 95 % did not exceed.
package struct JoinChart: Sendable {
  /// One stage, by its distance from the start of the join.
  package struct Stage: Sendable, Equatable {
    /// Its name.
    package var name: String
    /// Median, milliseconds.
    package var median: Double
    /// The value that 95 % do not exceed, milliseconds.
    package var p95: Double
    /// Whether it may count from the phone's coming; such stages follow each other only.
    package var isOfPhone: Bool

    package init(name: String, median: Double, p95: Double, isOfPhone: Bool = false) {
      self.name = name
      self.isOfPhone = isOfPhone
      self.median = median
      self.p95 = p95
    }
  }

  /// The stages in their order.
  package var stages: [Stage]
  private static let left = 150.0
  private static let right = 560.0
  private static let row = 30.0

  package init(stages: [Stage]) {
    self.stages = stages
  }

  /// Where the bar of a stage begins, milliseconds: at the latest median of the stages before it of the
  /// same origin that is not after its own.
  package func start(of place: Int) -> Double {
    let own = stages[place]
    return stages[..<place].filter { $0.isOfPhone == own.isOfPhone && $0.median <= own.median }.map(\.median)
      .max() ?? 0
  }

  package func drawing() -> Markup {
    let end = max(stages.map(\.p95).max() ?? 1, 1)
    let ticks = Ticks(around: 0...end, about: 6)
    let x = Scale(ticks.extent, from: JoinChart.left, to: JoinChart.right)
    let bottom = 12 + JoinChart.row * Double(stages.count)
    let marks: [Markup] = ticks.values.map { value in
      """
      <path class="grid" d="M\(x(value)) 8V\(bottom)"/>\
      <text class="mid tick" x="\(x(value))" y="\(bottom + 20)">\(ticks.label(value))</text>
      """
    }
    let rows: [Markup] = stages.indices.map { drawing(of: $0, x) }
    return """
      <svg class="plot" viewBox="0 0 \(Plot.width) \(bottom + 46)" role="img" aria-label="\(label)">\
      \(marks)<path class="axis" d="M\(JoinChart.left) \(bottom)H\(JoinChart.right)"/>\(rows)\
      <text class="mid tick name" x="\((JoinChart.left + JoinChart.right) / 2)" y="\(bottom + 40)">\
      ms after the start</text></svg>
      """
  }

  private var label: String {
    let words = stages.map { "\($0.name) \(Quantity.milliseconds($0.median))" }
    return "Waterfall of the join, medians: \(words.joined(separator: ", "))"
  }

  private func drawing(of place: Int, _ x: Scale) -> Markup {
    let stage = stages[place]
    let y = 12 + JoinChart.row * Double(place)
    let from = x(start(of: place))
    let (median, p95) = (x(stage.median), x(stage.p95))
    return """
      <text class="end" x="\(JoinChart.left - 10)" y="\(y + 17)">\(stage.name)</text>\
      <rect class="bar" x="\(from)" y="\(y + 5)" width="\(max(median - from, 1.5))" height="16" rx="2">\
      <title>\(stage.name): median \(Quantity.milliseconds(stage.median)), \
      p95 \(Quantity.milliseconds(stage.p95))</title></rect>\
      <path class="whisker" d="M\(median) \(y + 13)H\(p95)m0-4v8"/>\
      <text x="\(max(p95, median) + 8)" y="\(y + 17)">\(Quantity.milliseconds(stage.median))</text>
      """
  }
}

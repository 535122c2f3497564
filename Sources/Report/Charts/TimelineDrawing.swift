package import Measurement

/// What one caller really sent, on a line of time under its ladder: activity, probes both ways, the instant
/// the hang-up was due, and the BYE.
package struct TimelineDrawing: Sendable {
  private static let left = 92.0
  private static let right = 622.0

  private var record: CallRecord
  private var due: Int64?
  private var origin: Int64
  private var scale: Scale

  /// The timeline of `record`; `due` is when the bridge had to hang up, nanoseconds since the start of the
  /// run.
  package init(_ record: CallRecord, due: Int64?) {
    self.record = record
    self.due = due
    let start = record.milestones.inviteSent ?? record.planned
    origin = start
    let milestones = record.milestones
    let instants =
      [milestones.ended, milestones.byeReceived, milestones.byeSent, due].compactMap { $0 }
      + record.activity.map(\.to)
    let seconds = instants.map { Double($0 &- start) / 1e9 }.max() ?? 1
    scale = Scale(0...max(seconds * 1.02, 0.1), from: TimelineDrawing.left, to: TimelineDrawing.right)
  }

  /// Whether there is anything to draw.
  package var isEmpty: Bool { record.activity.isEmpty }

  package func drawing() -> Markup {
    let ticks = Ticks(seconds: scale.domain, about: 8)
    let marks: [Markup] = ticks.values.map { value in
      """
      <path class="axis" d="M\(scale(value)) 112v5"/>\
      <text class="mid" x="\(scale(value))" y="132">\(ticks.timeLabel(value))</text>
      """
    }
    return """
      <svg class="timeline" viewBox="0 0 640 140" role="img" aria-label="\(label)">\
      <text class="end" x="84" y="42">sent</text>\(segments)\
      \(probes("out", record.probesSent.map(\.mouth), at: 58))\
      \(probes("in", record.probesHeard.map(\.ear), at: 82))\
      <path class="axis" d="M\(TimelineDrawing.left) 112H\(TimelineDrawing.right)"/>\(marks)\
      \(line(due, "due", "due"))\
      \(line(record.milestones.byeReceived ?? record.milestones.byeSent, "bye", "BYE"))</svg>
      """
  }

  private var label: String {
    let kinds = record.activity.map { "\($0.kind.rawValue) \(Quantity.duration($0.to &- $0.from))" }
    return "Timeline in seconds after the INVITE: \(kinds.prefix(12).joined(separator: ", "))"
  }

  private func place(_ at: Int64) -> Double { scale(Double(at &- origin) / 1e9) }

  private var segments: Markup {
    var drawn = Markup()
    for segment in record.activity.prefix(60) {
      let left = place(segment.from)
      let width = max(place(segment.to) - left, 1)
      let kind = segment.kind.rawValue
      drawn += """
        <rect class="k-\(kind)" x="\(left)" y="28" width="\(width)" height="20" rx="2">\
        <title>\(kind) \(Quantity.duration(segment.to &- segment.from))</title></rect>
        """
      if width > 8 * Double(kind.count) {
        drawn += "<text class=\"mid on-\(kind)\" x=\"\(left + width / 2)\" y=\"42\">\(kind)</text>"
      }
    }
    return drawn
  }

  /// A stroke below `y` for each instant; several on one place are drawn once.
  private func probes(_ direction: String, _ instants: [Int64], at y: Double) -> Markup {
    guard !instants.isEmpty else { return "" }
    var path = Markup()
    var last = -1.0
    for instant in instants.sorted() {
      let place = place(instant)
      guard place - last >= 1 else { continue }
      path += "M\(place) \(y)v14"
      last = place
    }
    return """
      <text class="end" x="84" y="\(y + 12)">probes \(direction)</text>\
      <path class="probe-\(direction)" d="\(path)"/>
      """
  }

  private func line(_ at: Int64?, _ style: Markup, _ words: String) -> Markup {
    guard let at else { return "" }
    let place = place(at)
    // The two words stand on different heights: due and BYE are often the same pixel.
    let y = words == "BYE" ? 12.0 : 24.0
    return """
      <path class="\(style)" d="M\(place) \(y + 2)V112"/>\
      <text class="end \(style)-name" x="\(place - 4)" y="\(y)">\(words)</text>
      """
  }
}

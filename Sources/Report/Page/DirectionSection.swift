import Measurement

/// The delay between a telephone and the room, in both directions, with the terms that make it up.
struct DirectionSection {
  var facts: RunFacts

  /// `nil` in a run of telephones only.
  var section: PageSection? {
    guard facts.summary.participants != nil else { return nil }
    if facts.summary.isRoomTest { return delayInRoom }
    var section = PageSection(id: "directions", title: "Delay in both directions")
    section.absence = "no probe went between a telephone and the room."
    let charts = [
      chart("Phone → room", .phoneToRoom), chart("Room → phone", .roomToPhone),
    ].compactMap(\.self)
    guard !charts.isEmpty else { return section }
    section.lead = """
      From the sample at one mouth to the same sample at the other ear. Wire to wire is the bridge alone; the other \
      terms are of the people at its two sides.
      """
    section.body = """
      <div class="pair">\(charts)</div>
      <div class="next">\(PageSection.scrolling("Terms of the delay", table))</div>
      """
    return section
  }

  /// Between participants; in place of both directions where nobody calls.
  private var delayInRoom: PageSection {
    var section = PageSection(id: "directions", title: "Delay in the room")
    section.absence = "no probe went from one participant to another."
    guard let chart = chart("Between participants", .roomToRoom) else { return section }
    section.lead = """
      From the sample at one mouth to the same sample at the other ear. Wire to wire is the room alone; the other terms \
      are of the people.
      """
    let codec = facts.participants.map(\.record).filter(\.publishes).map(\.codecDelay).max()
    let wire = facts.figures(.wireToWireRoomToRoom)
    let rows: [(String, String)] = [
      ("packetisation", Quantity.setting(facts.summary.header.packetLength)),
      ("look-ahead of the encoder", codec.map(Quantity.setting) ?? "–"),
      ("wire to wire, median", Quantity.figure(wire?.p50, unit: "ns")),
      ("jitter buffer of the listener", Quantity.setting(facts.summary.header.jitterBuffer)),
      ("mouth to ear, median", Quantity.figure(facts.figures(.mouthToEarRoomToRoom)?.p50, unit: "ns")),
      ("wire to wire, p95", Quantity.figure(wire?.p95, unit: "ns")),
      ("round trip, median", Quantity.figure(facts.figures(.roundTrip)?.p50, unit: "ns")),
      ("error bar", facts.errorBarValue),
    ]
    let cells: [Markup] = rows.map {
      "<tr><th scope=\"row\">\($0)</th><td class=\"r\">\($1)</td></tr>\n"
    }
    let table: Markup = "<table><caption>Terms of the delay</caption><tbody>\n\(cells)</tbody></table>"
    section.body = "<div class=\"side\">\(chart)\(table)</div>"
    return section
  }

  private func chart(_ title: String, _ direction: ProbeTrip.Direction) -> Markup? {
    let trips = facts.trips(direction)
    guard !trips.isEmpty else { return nil }
    let dots = trips.map { ScatterChart.Dot(at: Double($0.mouth) / 1e9, delay: Double($0.earDelay) / 1e6) }
    let drawing = ScatterChart(dots: dots).drawing(until: Double(facts.summary.health?.duration ?? 0) / 1e9)
    return PageSection.figure(title, "\(Quantity.count(dots.count)) probes · \(facts.errorBar)", drawing)
  }

  private var table: Markup {
    let header = facts.summary.header
    let packet = Quantity.setting(header.packetLength)
    let buffer = Quantity.setting(header.jitterBuffer)
    let codec = facts.participants.map(\.record).filter(\.publishes).map(\.codecDelay).max()
    let rows: [Markup] = [
      row("packetisation", packet, packet),
      row(
        "look-ahead of the encoder", "inside wire to wire",
        codec.map(Quantity.setting) ?? "–"),
      row("wire to wire, median", .wireToWirePhoneToRoom, .wireToWireRoomToPhone, \.p50),
      row("jitter buffer of the listener", buffer, buffer),
      row(
        "mouth to ear, median: about the sum of these", .mouthToEarPhoneToRoom, .mouthToEarRoomToPhone, \.p50),
      row("wire to wire, p95", .wireToWirePhoneToRoom, .wireToWireRoomToPhone, \.p95),
      row("mouth to ear, p95", .mouthToEarPhoneToRoom, .mouthToEarRoomToPhone, \.p95),
      both("round trip, median", facts.figures(.roundTrip)?.p50),
      both("round trip wire to wire, median", facts.figures(.roundTripWire)?.p50),
      row("error bar", facts.errorBarValue, facts.errorBarValue),
    ]
    return """
      <table><caption>Terms of the delay</caption>\
      \(PageSection.head(["term", "phone → room", "room → phone"], figures: 1..<3))<tbody>
      \(rows)</tbody></table>
      """
  }

  private func row(_ name: String, _ there: String, _ back: String) -> Markup {
    "<tr><th scope=\"row\">\(name)</th><td class=\"r\">\(there)</td><td class=\"r\">\(back)</td></tr>\n"
  }

  private func row(
    _ name: String, _ there: Metric, _ back: Metric, _ value: (RunSummary.Figures) -> Double?
  ) -> Markup {
    func text(_ metric: Metric) -> String {
      facts.figures(metric).map { Quantity.figure(value($0), unit: $0.unit) } ?? "–"
    }
    return row(name, text(there), text(back))
  }

  /// A figure of both directions together.
  private func both(_ name: String, _ value: Double?) -> Markup {
    let text = Quantity.figure(value, unit: "ns")
    return "<tr><th scope=\"row\">\(name)</th><td class=\"r\" colspan=\"2\">\(text)</td></tr>\n"
  }
}

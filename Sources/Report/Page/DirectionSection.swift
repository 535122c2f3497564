import Measurement

/// The delay between a telephone and the room, in both directions, with the terms that make it up.
struct DirectionSection {
  var facts: RunFacts

  /// `nil` in a run of telephones only.
  var section: PageSection? {
    guard facts.summary.participants != nil else { return nil }
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

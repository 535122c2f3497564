import Measurement

/// Percentile curves of the delays people notice, and all delays as a table.
struct LatencySection {
  var facts: RunFacts

  private static let tabled: [Metric] = [
    .postDialDelay, .answerDelay, .plannedToAnswer, .firstAudio, .firstAudible, .joinTotal, .dialToEar,
    .mouthToEar,
    .mouthToEarPhoneToRoom, .mouthToEarRoomToPhone, .mouthToEarRoomToRoom, .wireToWire,
    .wireToWirePhoneToRoom, .wireToWireRoomToPhone, .wireToWireRoomToRoom,
    .roundTrip, .roundTripWire, .hangupSeen, .roomEnd, .disconnectDelay, .generatorLag, .sendLag,
  ]

  var section: PageSection {
    var section = PageSection(
      id: "latency", title: "Latency",
      absence:
        "\(facts.summary.isRoomTest ? "nobody joined" : "no call was answered") and no probe was heard.")
    let charts = charts
    guard !charts.isEmpty else { return section }
    section.lead = """
      Each step to the right is one more nine: half of all values are below p50, 999 of 1,000 below p99.9. \
      Error bar of every delay: \(facts.errorBarValue).
      """
    section.body = "<div class=\"pair\">\(charts)</div>\(table)"
    return section
  }

  private var charts: [Markup] {
    let postDial = facts.calls.compactMap(\.postDialDelay)
    let answer = facts.calls.compactMap(\.answerDelay)
    // A target that answers without ringing makes both the same curve.
    let isSame = postDial == answer
    let all: [(name: String, values: [Int64])] = [
      ("Post-dial delay", isSame ? [] : postDial),
      (isSame ? "Answer delay, which is also the post-dial delay" : "Answer delay", answer),
      ("Join, planned to taking part", facts.participants.compactMap(\.joinTotal)),
      ("Mouth to ear", facts.trips(.phoneToPhone).map(\.earDelay)),
      ("Mouth to ear, phone → room", facts.trips(.phoneToRoom).map(\.earDelay)),
      ("Mouth to ear, room → phone", facts.trips(.roomToPhone).map(\.earDelay)),
      ("Mouth to ear, between participants", facts.trips(.roomToRoom).map(\.earDelay)),
      ("Audio round trip", facts.roundTrips.map(\.earDelay)),
    ]
    return all.enumerated().filter { !$0.element.values.isEmpty }.map { place, item in
      let chart = CurveChart(name: item.name, values: item.values, series: place % 5 + 1)
      let drawing = chart.drawing()
      return PageSection.figure(
        item.name, "\(Quantity.count(item.values.count)) values · \(facts.errorBar)",
        "<div class=\"plain\">\(drawing)</div>")
    }
  }

  private var table: Markup {
    let rows: [Markup] = LatencySection.tabled.compactMap { metric in
      facts.figures(metric).map { row(metric, $0) }
    }
    guard !rows.isEmpty else { return "" }
    let head = PageSection.head(
      ["delay", "n", "min", "p50", "p90", "p95", "p99", "p99.9", "max", "error bar"], figures: 1..<10)
    let table: Markup = """
      <table><caption>Delays in detail</caption>\(head)<tbody>
      \(rows)</tbody></table>
      """
    return """
      <div class="next">\(PageSection.scrolling("Delays in detail", table))</div>
      <p class="small soft">Grey: fewer values than the percentile needs to mean much, 1/(1−p).</p>
      """
  }

  private func row(_ metric: Metric, _ figures: RunSummary.Figures) -> Markup {
    let percentiles: [(Percentile, Double?)] = [
      (.p50, figures.p50), (.p90, figures.p90), (.p95, figures.p95), (.p99, figures.p99),
      (.p999, figures.p999),
    ]
    let cells: [Markup] = percentiles.map { percentile, value in
      let isThin = figures.count < percentile.leastMeaningfulCount ?? 0
      return "<td class=\"r\(isThin ? " thin" : "")\">\(Quantity.figure(value, unit: figures.unit))</td>"
    }
    return """
      <tr><th scope="row" title="\(metric.meaning)">\(metric.title)</th>\
      <td class="r">\(Quantity.count(figures.count))</td>\
      <td class="r">\(Quantity.figure(figures.minimum, unit: figures.unit))</td>\(cells)\
      <td class="r">\(Quantity.figure(figures.maximum, unit: figures.unit))</td>\
      <td class="r thin">\(facts.errorBarValue)</td></tr>

      """
  }
}

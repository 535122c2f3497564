import Measurement

/// How the participants came into their rooms, stage by stage.
struct JoinSection {
  var facts: RunFacts

  private static let stages: [(Metric, String)] = [
    (.joinToken, "token"), (.joinSocket, "WebSocket open"), (.joinResponse, "JoinResponse"),
    (.joinIce, "ICE"),
    (.joinDtls, "DTLS"), (.joinPublished, "own track published"), (.joinSubscribed, "phone’s track"),
    (.joinFirstPacket, "first packet"),
  ]

  /// `nil` in a run of telephones only.
  var section: PageSection? {
    guard let participants = facts.summary.participants else { return nil }
    var section = PageSection(id: "join", title: "Join of the participants")
    section.absence = "no participant began to join."
    let stages = JoinSection.stages.compactMap { metric, name -> JoinChart.Stage? in
      guard let figures = facts.figures(metric), let median = figures.p50, let p95 = figures.p95 else {
        return nil
      }
      return JoinChart.Stage(
        name: name, median: median / 1e6, p95: p95 / 1e6,
        isOfPhone: metric == .joinSubscribed || metric == .joinFirstPacket)
    }
    guard !stages.isEmpty else { return section }
    let phones =
      facts.summary.isRoomTest
      ? ""
      : "; the phone’s track and its first packet from the phone’s coming, where the participant was there first"
    section.lead = """
      \(Quantity.part(participants.joined, of: participants.started)) started participants could take part. Each stage \
      counts from the request for the token\(phones).
      """
    section.body = """
      <div class="side">\(PageSection.figure(
        "Waterfall of the join", "Bar: to the median. Line: to the value that 95 % do not exceed.",
        JoinChart(stages: stages).drawing()))\(table)</div>
      """
    return section
  }

  private var table: Markup {
    let metrics = JoinSection.stages + [(.joinTotal, "planned → can take part"), (.dialToEar, "dial to ear")]
    let rows: [Markup] = metrics.compactMap { metric, name in
      facts.figures(metric).map { figures in
        """
        <tr><th scope="row" title="\(metric.meaning)">\(name)</th>\
        <td class="r">\(Quantity.figure(figures.p50, unit: figures.unit))</td>\
        <td class="r">\(Quantity.figure(figures.p95, unit: figures.unit))</td>\
        <td class="r thin">\(Quantity.count(figures.count))</td></tr>

        """
      }
    }
    return """
      <table><caption>Stages</caption>\(PageSection.head(["stage", "p50", "p95", "n"], figures: 1..<4))<tbody>
      \(rows)</tbody></table>
      """
  }
}

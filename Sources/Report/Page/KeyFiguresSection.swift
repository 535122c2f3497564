import Measurement

/// The figures that most readers come for, as tiles.
struct KeyFiguresSection {
  var facts: RunFacts

  var section: PageSection {
    var section = PageSection(id: "figures", title: "Key figures", absence: "nothing was measured.")
    let tiles = [
      answered, joined, hangUp, delay(.joinTotal, "Join"), delay(.dialToEar, "Dial to ear"),
      delay(.mouthToEar, "Mouth to ear"), delay(.mouthToEarPhoneToRoom, "Mouth to ear, phone → room"),
      delay(.mouthToEarRoomToPhone, "Mouth to ear, room → phone"),
      delay(.mouthToEarRoomToRoom, "Mouth to ear, between participants"),
      delay(.roundTrip, "Audio round trip"),
      lost,
      sendLag,
    ]
    let present = tiles.compactMap { $0 }
    guard !present.isEmpty else { return section }
    section.body = "<div class=\"tiles\">\(present)</div>"
    return section
  }

  private func tile(_ title: String, _ big: String, _ lines: [String]) -> Markup {
    let lines: [Markup] = lines.map { "<p>\($0)</p>" }
    return "<div class=\"tile\"><h3>\(title)</h3><p class=\"big\">\(big)</p>\(lines)</div>\n"
  }

  private var answered: Markup? {
    let summary = facts.summary
    guard summary.started > 0 else { return nil }
    return tile(
      "Answered", Quantity.share(Double(summary.answered) / Double(summary.started)),
      [
        "\(Quantity.part(summary.answered, of: summary.started)) started callers",
        "\(Quantity.count(summary.endedAsExpected)) ended as expected",
      ])
  }

  private var joined: Markup? {
    guard let participants = facts.summary.participants, participants.started > 0 else { return nil }
    return tile(
      "Joined", Quantity.share(Double(participants.joined) / Double(participants.started)),
      [
        "\(Quantity.part(participants.joined, of: participants.started)) started participants",
        "\(Quantity.count(participants.endedAsExpected)) ended as expected",
      ])
  }

  private var hangUp: Markup? {
    let hangUps = facts.summary.hangUps
    guard hangUps.expected > 0 else { return nil }
    let figures = facts.figures(.hangupError)
    let bound = hangUps.failureRateBound.map {
      "95 % sure: at most \(Quantity.share($0)) fail (n = \(hangUps.expected))"
    }
    return tile(
      "Hang-up error, median (bias)", Quantity.figure(figures?.p50, unit: "ns", signed: true),
      [
        "p99 \(Quantity.figure(figures?.p99, unit: "ns", signed: true))"
          + " · max \(Quantity.figure(figures?.maximum, unit: "ns", signed: true))",
        bound ?? "no bound on the failure rate", facts.errorBar,
      ])
  }

  private func delay(_ metric: Metric, _ title: String) -> Markup? {
    guard let figures = facts.figures(metric) else { return nil }
    return tile(
      "\(title), median", Quantity.figure(figures.p50, unit: figures.unit),
      [
        "p95 \(Quantity.figure(figures.p95, unit: figures.unit)) · n = \(Quantity.count(figures.count))",
        facts.errorBar,
      ])
  }

  private var lost: Markup? {
    guard let figures = facts.figures(.packetsLost), let share = figures.value else { return nil }
    let lost = Int((share * Double(figures.count)).rounded())
    return tile(
      "Lost packets", Quantity.share(share), ["\(Quantity.part(lost, of: figures.count)) \(received)"])
  }

  private var received: String {
    if facts.summary.isRoomTest { return "at the participants" }
    return facts.summary.participants == nil ? "at the callers" : "at callers and participants"
  }

  private var sendLag: Markup? {
    guard let figures = facts.figures(.sendLag) else { return nil }
    return tile(
      "Send lag p99.9 (simulator)", Quantity.figure(figures.p999, unit: figures.unit),
      [
        "limit \(Quantity.setting(facts.summary.header.limits.sendLag))"
          + " · n = \(Quantity.count(figures.count))",
        "the generator's own health",
      ])
  }
}

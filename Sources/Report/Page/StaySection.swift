import Measurement

/// The table of all participants of a run without callers; each row opens what the participant saw.
struct StaySection {
  var facts: RunFacts

  private static let columns = [
    "call", "participant", "room", "status", "planned\ns", "join\nms", "stay\ns", "ended by",
    "mouth to ear\nms", "lost\npackets", "max jitter\nms",
  ]

  var section: PageSection {
    var section = PageSection(id: "calls", title: "Stays", absence: "the run wrote no record.")
    let chosen = chosenStays
    guard !chosen.isEmpty else { return section }
    let plainRows = chosen.reduce(0) { $0 + row($1, details: nil).text.utf8.count }
    let drawn = details(of: chosen, budget: CallSection.budget - plainRows)
    section.lead =
      "A click on a row opens the stay: what the participant saw, and when.\(omission(chosen.count, drawn.count))"
    let rows: [Markup] = chosen.map { row($0, details: drawn[$0]) }
    let head = PageSection.head(StaySection.columns, figures: Array(4..<7) + Array(8..<11))
    section.body = """
      <div class="tools"><input type="search" id="call-filter" placeholder="Filter" \
      aria-label="Filter stays">\
      <label><input type="checkbox" id="call-trouble"> only with trouble</label>\
      <span class="soft" id="call-shown" role="status"></span></div>
      \(PageSection.scrolling("Stays", "<table class=\"calls\">\(head)\n\(rows)</table>"))
      """
    return section
  }

  /// Places of the participants that get a row, in order of their calls.
  private var chosenStays: [Int] {
    let all = facts.participants.indices
    guard all.count > CallSection.mostRows else { return Array(all) }
    return Array(all.sorted(by: isMoreTelling).prefix(CallSection.mostRows)).sorted()
  }

  /// Trouble first, then the longest join, then the order of the calls.
  private func isMoreTelling(_ one: Int, than other: Int) -> Bool {
    let (a, b) = (facts.participants[one], facts.participants[other])
    if (a.record.trouble == nil) != (b.record.trouble == nil) { return a.record.trouble != nil }
    let (joinOfA, joinOfB) = (a.joinTotal ?? .max, b.joinTotal ?? .max)
    return joinOfA == joinOfB ? one < other : joinOfA > joinOfB
  }

  /// What as many participants saw as the budget allows, the most telling ones first.
  private func details(of chosen: [Int], budget: Int) -> [Int: Markup] {
    var left = budget
    var drawn: [Int: Markup] = [:]
    for place in chosen.sorted(by: isMoreTelling) {
      let details: Markup = "<div class=\"box\">\(StayLadder(facts.participants[place].record).markup)</div>"
      left -= details.text.utf8.count
      if left < 0 { break }
      drawn[place] = details
    }
    return drawn
  }

  private func omission(_ rows: Int, _ drawn: Int) -> String {
    var words = ""
    if rows < facts.participants.count {
      words +=
        " The \(Quantity.count(rows)) most telling of \(Quantity.count(facts.participants.count)) participants"
        + " are listed; all are in records.jsonl."
    }
    if drawn < rows {
      words +=
        " To keep this file small, only the \(Quantity.count(drawn)) most telling stays (trouble first, then"
        + " the longest join) can be opened."
    }
    return words
  }

  private func row(_ place: Int, details: Markup?) -> Markup {
    let stay = facts.participants[place]
    let record = stay.record
    let number: Markup =
      details == nil
      ? "\(record.call)"
      : """
      <details><summary aria-label="Call \(record.call), \(record.participant)">\(record.call)</summary></details>
      """
    let status: Markup =
      record.trouble.map { trouble in "<span class=\"chip no\">✗ \(String(trouble.prefix(60)))</span>" }
      ?? "<span class=\"chip yes\">✓ as expected</span>"
    let cells: [Markup] = figures(of: stay).map { "<td class=\"r\">\($0)</td>" }
    let detail: Markup =
      details.map { "<tr class=\"detail\"><td colspan=\"\(StaySection.columns.count)\">\($0)</td></tr>" }
      ?? ""
    let mark: Markup = record.trouble == nil ? "" : " class=\"trouble\""
    return """
      <tbody\(mark)><tr><td>\(number)</td><td>\(record.participant)</td><td>\(record.room)</td>\
      <td>\(status)</td>\(Array(cells.prefix(3)))<td>\(record.ending.words)</td>\
      \(Array(cells.dropFirst(3)))</tr>\(detail)</tbody>

      """
  }

  private func figures(of stay: ParticipantFacts) -> [String] {
    func milliseconds(_ value: Int64?) -> String {
      value.map { FixedPoint.text(Double($0) / 1e6, digits: 1, grouping: true) } ?? "–"
    }
    func seconds(_ value: Int64?) -> String {
      value.map { FixedPoint.text(Double($0) / 1e9, digits: 2) } ?? "–"
    }
    let delays = Percentiles(stay.mouthToEar.map(\.earDelay))
    let jitter = stay.record.received.map(\.maximumJitter).max()
    return [
      seconds(stay.record.planned), milliseconds(stay.joinTotal), seconds(stay.length),
      milliseconds(delays[.p50]), stay.record.received.isEmpty ? "–" : Quantity.count(stay.lost.packets),
      jitter.map { FixedPoint.text($0, digits: 2) } ?? "–",
    ]
  }
}

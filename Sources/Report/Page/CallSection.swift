import Measurement

/// The table of all callers; each row opens the ladder and timeline of its call.
struct CallSection {
  /// Rows at most; of larger runs those with trouble come first.
  static let mostRows = 1_000
  /// What rows and drawings may take together, bytes, so that the whole report stays below 2 MB.
  static let budget = 1_400_000

  var facts: RunFacts

  private static let columns = [
    "call", "caller", "status", "planned\ns", "post-dial\nms", "answer\nms", "talk\ns", "ended by",
    "hang-up error\nms",
    "mouth to ear\nms", "lost\npackets", "max jitter\nms",
  ]

  var section: PageSection {
    var section = PageSection(id: "calls", title: "Calls", absence: "the run wrote no record.")
    let chosen = chosenCalls
    guard !chosen.isEmpty else { return section }
    let plainRows = chosen.reduce(0) { $0 + row($1, details: nil).text.utf8.count }
    let drawn = details(of: chosen, budget: CallSection.budget - plainRows)
    section.lead =
      "A click on a row opens the call: its ladder, and what was sent when.\(omission(chosen.count, drawn))"
    let rows: [Markup] = chosen.map { row($0, details: drawn[$0]) }
    let head = PageSection.head(CallSection.columns, figures: Array(3..<7) + Array(8..<12))
    let table: Markup = "<table class=\"calls\">\(head)\n\(rows)</table>"
    section.body = """
      <div class="tools"><input type="search" id="call-filter" placeholder="Filter" \
      aria-label="Filter calls">\
      <label><input type="checkbox" id="call-trouble"> only with trouble</label>\
      <span class="soft" id="call-shown" role="status"></span></div>
      \(PageSection.scrolling("Calls", table))
      """
    return section
  }

  /// Places of the callers that get a row, in order of their calls.
  var chosenCalls: [Int] {
    guard facts.calls.count > CallSection.mostRows else { return Array(facts.calls.indices) }
    return Array(facts.calls.indices.sorted(by: isMoreTelling).prefix(CallSection.mostRows)).sorted()
  }

  /// Trouble first, then the largest hang-up error, then the order of the calls.
  private func isMoreTelling(_ one: Int, than other: Int) -> Bool {
    let (a, b) = (facts.calls[one], facts.calls[other])
    if (a.trouble == nil) != (b.trouble == nil) { return a.trouble != nil }
    let (errorOfA, errorOfB) = (a.hangUpError?.magnitude ?? 0, b.hangUpError?.magnitude ?? 0)
    return errorOfA == errorOfB ? one < other : errorOfA > errorOfB
  }

  /// The drawings of as many callers as the budget allows, the most telling ones first.
  private func details(of chosen: [Int], budget: Int) -> [Int: Markup] {
    var left = budget
    var drawn: [Int: Markup] = [:]
    for place in chosen.sorted(by: isMoreTelling) {
      let details = CallDetails(facts.calls[place]).markup
      left -= details.text.utf8.count
      if left < 0 { break }
      drawn[place] = details
    }
    return drawn
  }

  private func omission(_ rows: Int, _ drawn: [Int: Markup]) -> String {
    var words = ""
    if rows < facts.calls.count {
      words +=
        " The \(Quantity.count(rows)) most telling of \(Quantity.count(facts.calls.count)) callers are"
        + " listed; all are in records.jsonl."
    }
    if drawn.count < rows {
      words +=
        " To keep this file small, the \(Quantity.count(drawn.count)) most telling calls (trouble first, then"
        + " the largest hang-up error) have their drawing."
    }
    return words
  }

  private func row(_ place: Int, details: Markup?) -> Markup {
    let call = facts.calls[place]
    let record = call.record
    let number: Markup =
      details == nil
      ? "\(record.call)"
      : """
      <details><summary aria-label="Call \(record.call), \(record.caller)">\(record.call)</summary></details>
      """
    let status: Markup =
      call.trouble.map { "<span class=\"chip no\">✗ \($0)</span>" }
      ?? "<span class=\"chip yes\">✓ as expected</span>"
    let cells: [Markup] = figures(of: call).map { "<td class=\"r\">\($0)</td>" }
    let detail: Markup =
      details.map { "<tr class=\"detail\"><td colspan=\"\(CallSection.columns.count)\">\($0)</td></tr>" }
      ?? ""
    let mark: Markup = call.trouble == nil ? "" : " class=\"trouble\""
    return """
      <tbody\(mark)><tr><td>\(number)</td><td>\(record.caller)</td>\
      <td>\(status)</td>\(Array(cells.prefix(4)))<td>\(CallFacts.words(for: record.ending))</td>\
      \(Array(cells.dropFirst(4)))</tr>\(detail)</tbody>

      """
  }

  private func figures(of call: CallFacts) -> [String] {
    func milliseconds(_ value: Int64?, digits: Int, signed: Bool = false) -> String {
      guard let value else { return "–" }
      let text = FixedPoint.text(Double(value.magnitude) / 1e6, digits: digits, grouping: true)
      return value < 0 ? "−" + text : signed ? "+" + text : text
    }
    func seconds(_ value: Int64?) -> String {
      value.map { FixedPoint.text(Double($0) / 1e9, digits: 2) } ?? "–"
    }
    let delays = Percentiles(call.mouthToEar.map(\.earDelay))
    let jitter = call.record.received.map(\.maximumJitter).max()
    return [
      seconds(call.record.planned), milliseconds(call.postDialDelay, digits: 1),
      milliseconds(call.answerDelay, digits: 1), seconds(call.talkTime),
      milliseconds(call.hangUpError, digits: 2, signed: true), milliseconds(delays[.p50], digits: 1),
      call.record.received.isEmpty ? "–" : Quantity.count(call.lost.packets),
      jitter.map { FixedPoint.text($0, digits: 2) } ?? "–",
    ]
  }
}

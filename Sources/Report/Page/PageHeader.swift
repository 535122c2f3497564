import Measurement

/// The page's head: which scenario, what it shows, and the run's facts in one line.
struct PageHeader {
  var summary: RunSummary

  var markup: Markup {
    let header = summary.header
    let items: [Markup] = facts.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
    let lead: Markup = header.summary.isEmpty ? "" : "<p class=\"lead\">\(header.summary)</p>\n"
    return """
      <header>
      <p class="kicker">callsim report</p>
      <h1>\(header.scenario)</h1>
      \(lead)<dl class="facts">\(items)</dl>
      </header>

      """
  }

  private var facts: [(String, String)] {
    let header = summary.header
    let calls = " in \(Quantity.count(header.plannedCalls)) calls"
    var facts = [("target", header.target)]
    if !summary.isRoomTest { facts.append(("callers", Quantity.count(header.plannedCallers) + calls)) }
    if let participants = header.plannedParticipants {
      facts.append(("participants", Quantity.count(participants) + (summary.isRoomTest ? calls : "")))
    }
    facts.append(("started", header.startedAt.isEmpty ? "in virtual time" : header.startedAt))
    if let duration = summary.health?.duration { facts.append(("length", Quantity.duration(duration))) }
    facts.append(("seed", String(header.seed)))
    return facts
  }
}

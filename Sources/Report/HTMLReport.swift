public import Measurement

/// The report of one run as one self-contained HTML file: style, drawings and script are inside, nothing is
/// loaded.
///
/// The bytes depend on the arguments alone. Everything that came from the wire or from a file is escaped.
/// Without JavaScript everything can be read and opened; with it tables sort and filter. Below 2 MB for 1,000
/// callers.
public enum HTMLReport {
  /// Renders the `summary` of a run of telephones; `records` are those it was made from, in any order.
  public static func render(summary: RunSummary, records: [CallRecord]) -> [UInt8] {
    render(summary: summary, records: RunRecords(callers: records))
  }

  /// Renders `summary`; `records` are those it was made from, in any order.
  public static func render(summary: RunSummary, records: RunRecords) -> [UInt8] {
    let facts = RunFacts(summary: summary, records: records)
    let sections = sections(facts, records: records)
    let page: Markup = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title(summary))</title>
      <style>
      \(StyleSheet.text)
      </style>
      </head>
      <body>
      \(PageHeader(summary: summary).markup)<main>
      \(VerdictSection(summary: summary).markup)\(contents(sections))\(sections.map(\.markup))</main>
      <footer>Made by callsim from run.json, records.jsonl and health.json; summary.json holds the same \
      verdict.</footer>
      <script>
      \(Script.text)
      </script>
      </body>
      </html>

      """
    return Array(page.text.utf8)
  }

  private static func sections(_ facts: RunFacts, records: RunRecords) -> [PageSection] {
    let isRoomTest = facts.summary.isRoomTest
    return [ChecksSection(summary: facts.summary).section, KeyFiguresSection(facts: facts).section]
      + (isRoomTest ? [] : [HangUpSection(facts: facts).section]) + [LatencySection(facts: facts).section]
      + [JoinSection(facts: facts).section, DirectionSection(facts: facts).section].compactMap(\.self)
      + CourseSection(facts: facts).sections + [
        StreamSection(facts: facts).section,
        isRoomTest ? StaySection(facts: facts).section : CallSection(facts: facts).section,
        FunnelSection(summary: facts.summary, records: records).section,
        DefinitionsSection(facts: facts).section,
        ReproductionSection(header: facts.summary.header).section,
      ]
  }

  private static func title(_ summary: RunSummary) -> String {
    let verdict = summary.valid ? (summary.passed ? "passed" : "failed") : "invalid"
    return "\(summary.header.scenario): \(verdict)"
  }

  private static func contents(_ sections: [PageSection]) -> Markup {
    let links: [Markup] = sections.filter { $0.body != nil }.map { "<a href=\"#\($0.id)\">\($0.title)</a>\n" }
    return "<nav aria-label=\"Contents\">\(links)</nav>\n"
  }
}

import Measurement
import Report
import Testing

/// The reports of a run without callers.
@Suite struct RoomTestReportTests {
  private static let run = ExampleRun.roomsAlone
  private static let page = page(run)

  private static func page(_ run: ExampleRun) -> String {
    String(decoding: HTMLReport.render(summary: run.summary, records: run.all), as: UTF8.self)
  }

  @Test func `the run is judged by its participants`() {
    let summary = Self.run.summary
    #expect(summary.valid && summary.passed)
    #expect(!summary.validity.contains { $0.condition.contains("callers") })
    #expect(summary.thresholds.allSatisfy { $0.measured != "no value was measured" })
  }

  @Test func `the page has no section of telephones, and none says callers`() throws {
    let sections = Self.page.matches(of: /<section id="([a-z-]+)"/).map { String($0.output.1) }
    #expect(
      sections == [
        "checks", "figures", "latency", "join", "directions", "course", "streams", "calls", "funnel",
        "definitions", "reproduce",
      ])
    #expect(!Self.page.contains("class=\"absent\""))
    let end = try #require(Self.page.firstRange(of: "id=\"definitions\"")).lowerBound
    let untilTerms = Self.page[..<end]
    #expect(
      !untilTerms.lowercased().contains("caller"),
      "\(untilTerms.matches(of: /.{40}[Cc]aller.{20}/).map(\.output))")
    // What a metric means, which a pointer shows, is the same for every run.
    let shown = untilTerms.replacing(/title="[^"]*"/, with: "")
    #expect(!shown.contains("phone"), "\(shown.matches(of: /.{40}phone.{20}/).map(\.output))")
  }

  @Test func `the head counts participants`() {
    #expect(Self.page.contains("<dt>participants</dt><dd>6 in 3 calls</dd>"))
    #expect(Self.page.contains("6 of 6 started participants could take part."))
  }

  @Test func `every participant has a row that opens what it saw`() {
    #expect(Self.page.matches(of: #/<tbody><tr><td><details><summary aria-label="Call \d, /#).count == 6)
    #expect(Self.page.matches(of: /<table class="stay">/).count == 6)
    #expect(Self.page.contains("<td>ada</td><td>room-1</td>"))
    #expect(Self.page.contains("<td>left by its own script</td>"))
  }

  @Test func `a stay in trouble says so in its row, and escapes it`() {
    var run = Self.run
    run.participants[2].ending = ParticipantEnding(cause: .failed, detail: "<b>no DTLS</b>")
    let page = Self.page(run)
    #expect(page.contains("<tbody class=\"trouble\">"))
    #expect(page.contains("✗ failed: &lt;b&gt;no DTLS&lt;/b&gt;</span>"))
  }

  @Test func `of very many stays the most telling are listed`() {
    var run = Self.run
    let pattern = run.participants
    run.participants = (0..<1_100).map { number in
      var record = pattern[number % pattern.count]
      record.call = number
      record.ladder = []
      return record
    }
    run.participants[1_050].ending = ParticipantEnding(cause: .failed, detail: "no DTLS")
    let page = Self.page(run)
    #expect(page.matches(of: /<tbody( class="trouble")?><tr><td>/).count == 1_000)
    #expect(page.contains("The 1,000 most telling of 1,100 participants are listed"))
    #expect(page.contains("✗ failed: no DTLS"))
    #expect(page.utf8.count < 2_000_000)
  }

  @Test func `the closing lines count nobody who calls`() {
    let text = TextSummary.render(summary: Self.run.summary)
    #expect(text.contains("  embedded, 6 participants, "))
    #expect(!text.contains("caller") && !text.contains("answered") && !text.contains("0 of 0"))
    for name in ["joined", "stayed", "join", "room → room", "room, wire", "round trip"] {
      #expect(text.contains("\n  \(name) "), "\(name)")
    }
    #expect(text.contains("(+ look-ahead of Opus)"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= TextSummary.columns })
  }

  @Test func `the build server's report has its checks`() {
    let xml = String(decoding: JUnitReport.render(summary: Self.run.summary), as: UTF8.self)
    #expect(xml.contains("failures=\"0\"") && xml.contains("participants started"))
    #expect(!xml.contains("callers started"))
  }

  @Test func `rooms alone are no target of a command line`() {
    var run = Self.run
    run.header.target = "http://10.0.0.5:3001/api/token"
    let page = Self.page(run)
    #expect(page.contains("callsim run Scenarios/silence-hang-up.yaml --set calls=3 --set seed=42"))
    #expect(Self.page.contains("callsim run Scenarios/silence-hang-up.yaml --target embedded --set"))
  }

  @Test func `a run that died is reported too`() {
    let summary = RunSummary(header: Self.run.header, records: RunRecords(), health: nil)
    #expect(!summary.valid && summary.exitCode == 98)
    let page = String(decoding: HTMLReport.render(summary: summary, records: RunRecords()), as: UTF8.self)
    #expect(page.contains("<strong>Stays</strong> – not shown: the run wrote no record."))
    #expect(TextSummary.render(summary: summary).contains("joined          0 of 0 started participants"))
  }
}

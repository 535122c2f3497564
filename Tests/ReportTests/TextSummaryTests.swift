import Measurement
import Report
import Testing

@Suite struct TextSummaryTests {
  private static let failed = ExampleRun(calls: 10, troubles: [2: .early, 5: .missed]).summary

  @Test(arguments: [false, true]) func `no line is wider than a hundred columns`(isLong: Bool) {
    var summary = TextSummaryTests.failed
    if isLong {
      summary.header.scenario = String(repeating: "long name ", count: 30)
      summary.thresholds[0].condition = String(repeating: "x", count: 300)
      summary.thresholds[1].measured = String(repeating: "y", count: 300)
      summary.notes.append(String(repeating: "word ", count: 100))
      summary.notes.append(String(repeating: "z", count: 300))
    }
    for line in TextSummary.render(summary: summary).split(separator: "\n") {
      #expect(line.count <= TextSummary.columns, "\(line)")
    }
  }

  @Test func `a failed threshold has its cross and its figure`() {
    let text = TextSummary.render(summary: TextSummaryTests.failed)
    #expect(text.contains("✗ hangup_missed.count == 0   2\n"))
    #expect(text.contains("✓ crosstalk.count == 0       0\n"))
    #expect(text.hasSuffix("  ✗ FAILED  exit code 99: run valid, at least one threshold missed\n\n"))
    #expect(text.contains("2 false, 2 missed, 0 wrong cause, failure rate ≤ "))
  }

  @Test func `passed and invalid runs say so`() {
    #expect(TextSummary.render(summary: ExampleRun.golden.summary).contains("✓ PASSED  exit code 0"))
    let dead = RunSummary(header: ExampleRun.golden.header, records: [], health: nil)
    let text = TextSummary.render(summary: dead)
    #expect(text.contains("✗ INVALID  exit code 98"))
    #expect(text.contains("! The run died before its end"))
  }

  @Test func `files are listed whole`() {
    let path = "/" + String(repeating: "deep/", count: 40) + "report.html"
    #expect(TextSummary.render(summary: TextSummaryTests.failed, files: [("report", path)]).contains(path))
  }

  @Test func `colour is only there when asked for`() {
    #expect(!TextSummary.render(summary: TextSummaryTests.failed).contains("\u{1B}"))
    #expect(
      TextSummary.render(summary: TextSummaryTests.failed, color: true).contains("\u{1B}[31m✗\u{1B}[0m"))
  }

  @Test func `text from elsewhere cannot steer the terminal`() {
    var summary = TextSummaryTests.failed
    summary.header.scenario = "a\u{1B}]0;b\u{7}\u{202E}"
    summary.notes = ["\u{9B}31m"]
    let text = TextSummary.render(summary: summary, files: [("x", "a\u{1B}[2J")])
    #expect(!text.unicodeScalars.contains { "\u{1B}\u{7}\u{9B}\u{202E}".unicodeScalars.contains($0) })
    #expect(text.contains("a\u{FFFD}]0;b\u{FFFD}\u{FFFD}"))
  }
}

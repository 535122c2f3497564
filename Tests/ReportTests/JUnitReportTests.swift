import Measurement
import Report
import Testing

@Suite struct JUnitReportTests {
  private static func text(_ summary: RunSummary) -> String {
    String(decoding: JUnitReport.render(summary: summary), as: UTF8.self)
  }

  @Test func `each threshold and each validity check is a case`() {
    let summary = ExampleRun.golden.summary
    let text = JUnitReportTests.text(summary)
    #expect(text.ranges(of: "<testcase ").count == summary.thresholds.count + summary.validity.count)
    #expect(text.contains("failures=\"0\" errors=\"0\" skipped=\"0\""))
    #expect(text.contains("<system-out>measured "))
    #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "))
  }

  @Test func `a failure holds what was measured`() {
    let text = JUnitReportTests.text(ExampleRun(calls: 6, troubles: [1: .missed]).summary)
    #expect(text.contains("failures=\"1\""))
    #expect(text.contains("<failure message=\"measured 2\">hangup_missed.count == 0: measured 2</failure>"))
  }

  @Test func `thresholds of an invalid run are skipped`() {
    let summary = RunSummary(header: ExampleRun.golden.header, records: [], health: nil)
    let text = JUnitReportTests.text(summary)
    #expect(text.ranges(of: "<skipped ").count == summary.thresholds.count)
    #expect(text.contains("failures=\"2\" errors=\"0\" skipped=\"6\""))
  }

  @Test func `hostile words stay text`() {
    var summary = ExampleRun.golden.summary
    summary.header.scenario = "\"><script>&\u{0}"
    summary.header.host = ["<k>": "]]>"]
    let text = JUnitReportTests.text(summary)
    #expect(!text.contains("<script>"))
    #expect(!text.contains("<k>"))
    #expect(!text.contains("\u{0}"))
    #expect(text.contains("testsuite name=\"&quot;&gt;&lt;script&gt;&amp;\u{FFFD}\""))
  }
}

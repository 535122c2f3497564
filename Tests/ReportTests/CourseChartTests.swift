import Report
import Testing

@Suite struct CourseChartTests {
  private static let chart = CourseChart(
    title: "callers",
    lines: [
      .init(name: "started", series: 2, points: [(0, 0), (10, 40)]),
      .init(name: "<b>", series: 3, points: [(0, 1), (10, 2)]),
    ])

  @Test func `every line has its own stroke and name`() {
    let text = CourseChartTests.chart.drawing(atLeast: 4).text
    #expect(text.contains("class=\"line s2\" d=\"M62 220L622 36\"><title>started</title>"))
    #expect(text.contains("class=\"line s3\""))
    #expect(text.contains("&lt;b&gt;"))
    #expect(CourseChartTests.chart.legend().text.matches(of: /<li>/).count == 2)
  }

  @Test func `a small course keeps the least height`() {
    let chart = CourseChart(
      title: "cores", lines: [.init(name: "a", series: 1, points: [(0, 0), (1, 0.01)])])
    #expect(chart.drawing(atLeast: 0.2).text.contains(">0.20<"))
  }
}

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

  @Test func `a line is smoothed by the means of its points`() {
    let line = CourseChart.Line(
      name: "a", series: 1, points: [(0, 1), (1, 3), (2, 5), (3, 9), (4, 4)])
    let means = line.means(of: 2).points
    #expect(means.map(\.x) == [0.5, 2.5, 4])
    #expect(means.map(\.y) == [2, 7, 4])
    #expect(line.means(of: 1).points.map(\.y) == [1, 3, 5, 9, 4])
    #expect(line.means(of: 9).points.map(\.y) == [4.4])
  }

  @Test func `a small course keeps the least height`() {
    let chart = CourseChart(
      title: "cores", lines: [.init(name: "a", series: 1, points: [(0, 0), (1, 0.01)])])
    #expect(chart.drawing(atLeast: 0.2).text.contains(">0.20<"))
  }
}

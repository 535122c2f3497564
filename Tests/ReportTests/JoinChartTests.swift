import Report
import Testing

@Suite struct JoinChartTests {
  private let chart = JoinChart(stages: [
    JoinChart.Stage(name: "token", median: 2, p95: 5), JoinChart.Stage(name: "ICE", median: 9, p95: 20),
    JoinChart.Stage(name: "published", median: 8, p95: 9),
    JoinChart.Stage(name: "phone’s track", median: 3, p95: 4, isOfPhone: true),
    JoinChart.Stage(name: "first packet", median: 30, p95: 41, isOfPhone: true),
  ])

  @Test func `a bar begins where the latest stage before it ended, of the same origin`() {
    #expect((0..<5).map(chart.start) == [0, 2, 2, 0, 3])
  }

  @Test func `every stage has its bar, its line and its words`() {
    let text = chart.drawing().text
    #expect(text.ranges(of: "class=\"bar\"").count == 5)
    #expect(text.ranges(of: "class=\"whisker\"").count == 5)
    #expect(text.contains("<title>ICE: median 9.00 ms, p95 20.0 ms</title>"))
    #expect(text.contains("ms after the start"))
  }

  @Test func `without stages there is an empty axis`() {
    #expect(JoinChart(stages: []).drawing().text.hasSuffix("</svg>"))
  }
}

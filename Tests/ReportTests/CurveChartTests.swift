import Measurement
import Report
import Testing

@Suite struct CurveChartTests {
  @Test(arguments: [
    (1.05, ["p50", "p90"]), (2.0, ["p50", "p90", "p99"]), (3.3, ["p50", "p90", "p99", "p99.9"]), (0.2, []),
  ])
  func `marks go as far as the values`(end: Double, names: [String]) {
    #expect(CurveChart.marks(upTo: end).map(\.description) == names)
  }

  @Test func `each mark tells its percentile`() {
    let values = (1...100).map { Int64($0) * 1_000_000 }
    let text = CurveChart(name: "Answer delay", values: values, series: 2).drawing().text
    #expect(text.contains("<title>p50: 50.0 ms</title>"))
    #expect(text.contains("<title>p90: 90.0 ms</title>"))
    #expect(text.contains("<title>p99: 99.0 ms</title>"))
    #expect(!text.contains("p99.9"))
    #expect(text.contains("aria-label=\"Answer delay: percentile curve of 100 values in milliseconds\""))
  }

  @Test func `the axis starts at zero and ends above the largest value`() {
    let chart = CurveChart(name: "", values: [80_000_000, 95_000_000], series: 1)
    #expect(chart.rows.extent.lowerBound == 0)
    #expect(chart.rows.extent.upperBound >= 95)
    #expect(CurveChart(name: "", values: [-5_000_000, 5_000_000], series: 1).rows.extent.lowerBound <= -5)
  }

  @Test func `one value is enough for a curve`() {
    #expect(CurveChart(name: "", values: [0], series: 1).drawing().text.contains("class=\"line s1\" d=\"M"))
  }
}

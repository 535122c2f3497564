import Report
import Testing

@Suite struct ScatterChartTests {
  private static func chart(_ delays: [Double]) -> ScatterChart {
    ScatterChart(dots: delays.enumerated().map { ScatterChart.Dot(at: Double($0.offset), delay: $0.element) })
  }

  @Test(arguments: [
    ([50.0], [150.0]), ([120, 180], [150]), ([390, 401], [150, 400]), ([20, 900], [150, 400]),
  ])
  func `limits of G.114 show when in range`(delays: [Double], limits: [Double]) {
    #expect(ScatterChartTests.chart(delays).limitsInRange.map(\.delay) == limits)
  }

  @Test func `dots on one place are drawn once`() {
    let once = ScatterChart(dots: [.init(at: 5, delay: 100), .init(at: 9, delay: 100)]).drawing(until: 10)
      .text
    let often = ScatterChart(
      dots: (0..<500).map { .init(at: 5 + Double($0) * 1e-6, delay: 100) } + [.init(at: 9, delay: 100)]
    ).drawing(until: 10).text
    #expect(once.matches(of: /h0/).count == 2)
    #expect(often.matches(of: /h0/).count == 2)
  }

  @Test func `a dot stands at its time and delay`() {
    let plot = Plot(x: 0...10, y: 0...200)
    let text = ScatterChart(dots: [.init(at: 5, delay: 100)]).drawing(until: 10).text
    #expect(
      text.contains("d=\"M\(FixedPoint.coordinate(plot.x(5))) \(FixedPoint.coordinate(plot.y(100)))h0\""))
  }
}

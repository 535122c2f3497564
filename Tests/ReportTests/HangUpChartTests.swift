import Report
import Testing

@Suite struct HangUpChartTests {
  private static let millisecond: Int64 = 1_000_000

  private static func chart(_ milliseconds: [Int64], latest: Int64? = 40) -> HangUpChart {
    HangUpChart(
      errors: milliseconds.map { $0 * millisecond },
      bias: milliseconds.sorted()[milliseconds.count / 2] * millisecond,
      tolerance: 20 * millisecond, latest: latest.map { $0 * millisecond })
  }

  @Test func `the axis holds zero, all errors and the limit`() {
    let extent = HangUpChartTests.chart([3, 8, 12]).marks.extent
    #expect(extent.contains(0))
    #expect(extent.contains(12))
    #expect(extent.contains(40))
    #expect(extent.lowerBound < 0)
  }

  @Test(arguments: [[0], [1], [-1, 1]] as [[Int64]])
  func `small errors fill the axis, however wide the tolerance`(errors: [Int64]) {
    #expect(HangUpChartTests.chart(errors).marks.extent == -2...2)
    #expect(HangUpChartTests.chart(errors, latest: nil).marks.extent == -2...2)
  }

  @Test func `the limit comes into view when errors are near it`() {
    #expect(HangUpChartTests.chart([8]).marks.extent.upperBound < 40)
    #expect(HangUpChartTests.chart([12]).marks.extent.upperBound >= 40)
    #expect(HangUpChartTests.chart([8]).toleranceWords == "−20 … +40 ms")
    #expect(HangUpChartTests.chart([8], latest: nil).toleranceWords == "±20 ms")
  }

  @Test func `early errors widen the axis to the left`() {
    let extent = HangUpChartTests.chart([-15, 8], latest: nil).marks.extent
    #expect(extent.lowerBound <= -15)
    #expect(extent.upperBound >= 8)
  }

  @Test(arguments: [(1, 8), (16, 8), (100, 20), (400, 40), (100_000, 40)])
  func `few values get few bins`(values: Int, bins: Int) {
    #expect(HangUpChart.bins(for: values) == bins)
  }

  @Test func `every bar tells its range and count`() {
    let text = HangUpChartTests.chart([3, 3, 8, 12]).drawing().text
    #expect(text.contains("<title>3 to 4 ms: 2 calls</title>"))
    #expect(text.contains("<title>12 to 13 ms: 1 call</title>"))
    #expect(text.contains("<title>tolerance −20 … +40 ms</title>"))
    #expect(text.contains(">due</text>"))
    #expect(text.contains("aria-label=\"Histogram of hang-up errors in milliseconds, 4 calls\""))
    #expect(text.matches(of: /class="bar"/).count == 3)
  }

  @Test func `bar heights are in proportion to counts`() throws {
    let text = HangUpChartTests.chart([3, 3, 3, 3, 8, 12, 12]).drawing().text
    let heights = text.matches(of: /class="bar"[^>]* height="([0-9.]+)"/).compactMap { Double($0.output.1) }
    try #require(heights.count == 3)
    #expect(abs(heights[0] - 4 * heights[1]) < 0.3)
    #expect(abs(heights[2] - 2 * heights[1]) < 0.3)
  }
}

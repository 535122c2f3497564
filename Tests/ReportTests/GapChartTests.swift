import Report
import Testing

@Suite struct GapChartTests {
  @Test func `gaps are merged by millisecond and the far ones together`() {
    let chart = GapChart(
      gaps: [[20, 5], [19, 2], [20, 1], [100, 1], [4_000, 3]], packetLength: 20_000_000)
    #expect(chart.counts[19] == 2)
    #expect(chart.counts[20] == 6)
    #expect(chart.counts[100] == 4)
    #expect(chart.total == 12)
  }

  @Test func `what is no gap is left out`() {
    #expect(
      GapChart(gaps: [[], [1], [-3, 4], [5, -1], [5, 0], [1, 2, 3]], packetLength: 20_000_000).total == 0)
  }

  @Test(arguments: [([[20, 9]], 60.0), ([[61, 1]], 70.0), ([[500, 1]], 110.0)])
  func `the axis ends on a ten above the largest gap`(gaps: [[Int]], end: Double) {
    #expect(GapChart(gaps: gaps, packetLength: 20_000_000).end == end)
  }

  @Test(arguments: [(0, 0.0), (1, 0.3), (10, 1.3), (55, 1.8), (100, 2.3), (1_000, 3.3)])
  func `heights are decades, and one is not nothing`(count: Int, height: Double) {
    #expect(abs(GapChart.decades(count) - height) < 1e-9)
  }

  @Test func `bars and labels are named`() {
    let text = GapChart(gaps: [[20, 12_345], [300, 1]], packetLength: 20_000_000).drawing().text
    #expect(text.contains("<title>20 to 21 ms: 12,345</title>"))
    #expect(text.contains("<title>100 ms and more: 1</title>"))
    #expect(text.contains(">10k<"))
  }
}

import Report
import Testing

@Suite struct PlotTests {
  @Test func `both axes grow from the lower left corner`() {
    let plot = Plot(x: 0...10, y: 0...100)
    #expect(plot.x(0) < plot.x(10))
    #expect(plot.y(0) > plot.y(100))
    #expect(plot.x(10) <= Plot.width)
    #expect(plot.y(0) < plot.height)
  }

  @Test func `a path goes through its corners and leaves out what no pixel shows`() {
    let plot = Plot(x: 0...560, y: 0...200)
    let path = plot.path([(0, 0), (0.1, 0), (0.2, 0), (100, 0), (100, 200)])
    #expect(path.text == "M62 236L162 236L162 36")
  }

  @Test func `the last corner is always drawn`() {
    let plot = Plot(x: 0...560, y: 0...200)
    #expect(plot.path([(0, 0), (0.1, 0)]).text == "M62 236L62.1 236")
    #expect(plot.path([]).text == "")
  }
}

import Report
import Testing

@Suite struct TicksTests {
  @Test(arguments: [
    (0.0, 100.0, 5, [0.0, 20, 40, 60, 80, 100]), (0.0, 7.0, 4, [0, 2, 4, 6]),
    (-20.0, 40.0, 6, [-20, -10, 0, 10, 20, 30, 40]),
    (0.0, 0.4, 4, [0, 0.1, 0.2, 0.3, 0.4]), (3.2, 9.9, 3, [4, 6, 8]),
    (0.0, 1_600.0, 4, [0, 500, 1_000, 1_500]),
  ])
  func `marks are round and inside`(lower: Double, upper: Double, count: Int, values: [Double]) {
    let ticks = Ticks(lower...upper, about: count)
    #expect(ticks.values.count == values.count)
    for (tick, value) in zip(ticks.values, values) { #expect(abs(tick - value) < 1e-9) }
  }

  @Test(arguments: 1...60) func `there are about as many marks as asked for`(span: Int) {
    for count in 4...9 {
      let marks = Ticks(0...Double(span * span), about: count).values.count
      #expect((count / 2...count * 2).contains(marks))
    }
  }

  @Test(arguments: [
    (0.0, 97.0, 0.0, 100.0), (-3.0, 41.0, -5.0, 45.0), (0.0, 100.0, 0.0, 100.0), (0.0, 0.13, 0.0, 0.14),
    (5.0, 5.0, 5.0, 6.0),
  ])
  func `a domain is widened to whole steps`(lower: Double, upper: Double, newLower: Double, newUpper: Double)
  {
    let widened = Ticks(around: lower...upper, about: 8).extent
    #expect(abs(widened.lowerBound - newLower) < 1e-9)
    #expect(abs(widened.upperBound - newUpper) < 1e-9)
  }

  @Test(arguments: [
    (0.0, 62.0, 7, "0 s,10 s,20 s,30 s,40 s,50 s,60 s"), (0.0, 200.0, 4, "0:00,1:00,2:00,3:00"),
    (0.0, 2.0, 4, "0.0 s,0.5 s,1.0 s,1.5 s,2.0 s"), (0.0, 7_200.0, 4, "0:00,30:00,60:00,90:00,120:00"),
  ])
  func `time axes count as clocks do`(lower: Double, upper: Double, count: Int, labels: String) {
    let ticks = Ticks(seconds: lower...upper, about: count)
    #expect(ticks.values.map(ticks.timeLabel).joined(separator: ",") == labels)
  }

  @Test func `labels have the decimals of the step and a true minus`() {
    let fine = Ticks(-0.5...0.5, about: 4)
    #expect(fine.values.map(fine.label) == ["−0.4", "−0.2", "0.0", "0.2", "0.4"])
    let coarse = Ticks(0...4_000, about: 4)
    #expect(coarse.values.map(coarse.label) == ["0", "1,000", "2,000", "3,000", "4,000"])
  }

  @Test(arguments: [1.0, 13, 97, 140, 555]) func `an axis around its values begins and ends on a mark`(
    greatest: Double
  ) {
    let ticks = Ticks(around: 0...greatest, about: 4)
    #expect(ticks.extent.lowerBound == 0)
    #expect(ticks.extent.upperBound >= greatest)
    #expect(ticks.extent.upperBound - greatest < ticks.step)
    #expect(ticks.extent.upperBound == ticks.values.last)
  }

  @Test func `a time axis of centuries has few marks`() {
    #expect(Ticks(seconds: 0...9e9, about: 8).values.count < 20)
  }

  @Test(arguments: [0.0, .infinity, .nan]) func `a span without length has a step all the same`(span: Double)
  {
    #expect(Ticks.roundStep(span, about: 5) == 1)
  }
}

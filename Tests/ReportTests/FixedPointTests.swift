import Report
import Testing

@Suite struct FixedPointTests {
  @Test(arguments: [
    (0.0, 0, "0"), (0.5, 0, "1"), (-0.5, 0, "-1"), (-0.4, 0, "0"), (1.005, 2, "1.00"), (1.995, 1, "2.0"),
    (12.3456, 3, "12.346"), (-7.05, 1, "-7.1"), (0.009, 2, "0.01"), (99.999, 2, "100.00"),
    (0.000_001, 6, "0.000001"),
    (.infinity, 1, "–"), (.nan, 1, "–"), (1e15, 1, "–"), (-1e300, 0, "–"),
  ])
  func `decimals are rounded half away from zero`(value: Double, digits: Int, text: String) {
    #expect(FixedPoint.text(value, digits: digits) == text)
  }

  @Test(arguments: [(999.0, "999"), (1_000.0, "1,000"), (-12_345.0, "-12,345"), (1_234_567.0, "1,234,567")])
  func `thousands are set apart`(value: Double, text: String) {
    #expect(FixedPoint.text(value, digits: 0, grouping: true) == text)
  }

  @Test(arguments: [(3.0, "3"), (3.04, "3"), (3.05, "3.1"), (-0.04, "0"), (640.96, "641")])
  func `coordinates have one decimal at most`(value: Double, text: String) {
    #expect(FixedPoint.coordinate(value) == text)
  }
}

import SansIO
import Testing

@Suite struct IntervalTests {
  @Test func `units agree with each other`() {
    #expect(Interval.seconds(2) == .milliseconds(2_000))
    #expect(Interval.milliseconds(2) == .microseconds(2_000))
    #expect(Interval.microseconds(2) == .nanoseconds(2_000))
    #expect(Interval.seconds(3.0) == .seconds(3))
    #expect(Interval.seconds(1.5).milliseconds == 1_500)
    #expect(Interval.milliseconds(250).seconds == 0.25)
  }

  @Test(
    arguments: [
      (0.000_000_001_4, 1), (0.000_000_001_5, 2), (-0.000_000_001_5, -2), (0.1 + 0.2, 300_000_000),
    ] as [(Double, Int64)])
  func `fractional seconds are rounded to the nearest nanosecond`(seconds: Double, nanoseconds: Int64) {
    #expect(Interval.seconds(seconds).nanoseconds == nanoseconds)
  }

  @Test func `arithmetic keeps the sign`() {
    var sum = Interval.milliseconds(5)
    sum -= .milliseconds(8)
    #expect(sum == .milliseconds(-3))
    #expect(sum.magnitude == .milliseconds(3))
    #expect(-sum == .milliseconds(3))
    sum += .milliseconds(4)
    #expect(sum == .milliseconds(1))
    #expect(Interval.milliseconds(7) * 3 == .milliseconds(21))
    #expect(Interval.milliseconds(7) / 2 == .microseconds(3_500))
    #expect(Interval.milliseconds(-1) < .zero)
  }

  @Test(arguments: [(59, 20, 2), (60, 20, 3), (-59, 20, -2)] as [(Int64, Int64, Int)])
  func `division counts whole intervals towards zero`(length: Int64, part: Int64, count: Int) {
    #expect(Interval.milliseconds(length) / Interval.milliseconds(part) == count)
  }

  @Test(
    arguments: [
      (12_345_678, "12.345 ms"), (0, "0.000 ms"), (-1_007_000, "-1.007 ms"), (999, "0.000 ms"),
      (10_000_000_000, "10000.000 ms"),
    ] as [(Int64, String)])
  func `a description has milliseconds and three digits`(nanoseconds: Int64, text: String) {
    #expect(Interval.nanoseconds(nanoseconds).description == text)
  }
}

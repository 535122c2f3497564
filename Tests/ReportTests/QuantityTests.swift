import Report
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    (0.0, "0 ms"), (400.0, "0 ms"), (640_000.0, "640 µs"), (999_499.0, "999 µs"), (999_500.0, "1.00 ms"),
    (3_214_000.0, "3.21 ms"), (9_994_999.0, "9.99 ms"), (9_995_000.0, "10.0 ms"), (99_949_999.0, "99.9 ms"),
    (99_950_000.0, "100 ms"), (1_204_000_000.0, "1,204 ms"), (9_999_499_999.0, "9,999 ms"),
    (9_999_500_000.0, "10.00 s"),
    (12_345_000_000.0, "12.35 s"), (-21_000_000.0, "−21.0 ms"), (.nan, "–"),
  ])
  func `times have three digits or so and a unit`(nanoseconds: Double, text: String) {
    #expect(Quantity.time(nanoseconds) == text)
  }

  @Test func `signed times show both signs`() {
    #expect(Quantity.time(Int64(8_390_000), signed: true) == "+8.39 ms")
    #expect(Quantity.time(Int64(-640_000), signed: true) == "−640 µs")
    #expect(Quantity.time(Int64(0), signed: true) == "0 ms")
    #expect(Quantity.time(nil) == "–")
  }

  @Test(arguments: [
    (0.0, "0 %"), (1.0, "100 %"), (0.5, "50.0 %"), (0.025, "2.5 %"), (0.002_166, "0.22 %"),
    (0.000_88, "0.088 %"),
    (0.000_02, "0.0020 %"), (0.999, "99.90 %"), (0.999_95, "99.9950 %"),
  ])
  func `shares are told from none and all`(share: Double, text: String) {
    #expect(Quantity.share(share) == text)
  }

  @Test(arguments: [
    (500_000_000, "0.5 s"), (62_669_000_000, "62.7 s"), (119_400_000_000, "119.4 s"),
    (120_000_000_000, "2 min 00 s"),
    (3_723_000_000_000, "62 min 03 s"),
  ])
  func `durations grow minutes`(nanoseconds: Int64, text: String) {
    #expect(Quantity.duration(nanoseconds) == text)
  }

  @Test func `other quantities carry their unit`() {
    #expect(Quantity.instant(25_641_123_456) == "25.641 s")
    #expect(Quantity.part(38, of: 1_040) == "38 of 1,040")
    #expect(Quantity.bytes(61_440_000) == "61.4 MB")
    #expect(Quantity.bytes(1_234_000_000) == "1,234 MB")
    #expect(Quantity.milliseconds(1.254) == "1.25 ms")
    #expect(Quantity.milliseconds(12.34) == "12.3 ms")
  }

  @Test func `a metric's figure follows its unit`() {
    #expect(Quantity.figure(5e6, unit: "ns", signed: true) == "+5.00 ms")
    #expect(Quantity.figure(0.25, unit: "ratio") == "25.0 %")
    #expect(Quantity.figure(1_250, unit: "count") == "1,250")
    #expect(Quantity.figure(nil, unit: "ns") == "–")
  }
}

import Measurement
import Testing

@Suite struct FigureUnitTests {
  @Test(arguments: [
    (FigureUnit.milliseconds, 40e6, "40 ms"), (.milliseconds, -12_345_678, "-12.345678 ms"),
    (.seconds, 1.5e9, "1.5 s"), (.microseconds, 900e3, "900 us"), (.percent, 0.001, "0.1 %"),
    (.percent, 1, "100 %"), (.plain, 0, "0"), (.plain, 0.0005, "0.0005"), (.plain, 12, "12"),
    (.milliseconds, -0.4, "0 ms"), (.plain, 1e300, "1e+300"), (.milliseconds, 1_000_050_000, "1000.05 ms"),
  ]) func `figures are written in their unit without idle zeros`(
    unit: FigureUnit, figure: Double, text: String
  ) {
    #expect(unit.text(of: figure) == text)
  }
}

import Report
import Testing

@Suite struct ScaleTests {
  @Test(arguments: [(0.0, 60.0), (10.0, 160.0), (2.5, 85.0), (-5.0, 60.0), (99.0, 160.0)])
  func `values are mapped in proportion and kept inside`(value: Double, place: Double) {
    #expect(Scale(0...10, from: 60, to: 160)(value) == place)
  }

  @Test func `a scale may run downwards`() {
    let scale = Scale(-1...1, from: 200, to: 0)
    #expect([-1.0, 0, 1].map { scale($0) } == [200, 100, 0])
  }

  @Test func `an empty domain is widened, so that nothing divides by zero`() {
    #expect(Scale(3...3, from: 0, to: 100)(3) == 0)
    #expect(Scale(3...3, from: 0, to: 100)(4) == 100)
  }
}

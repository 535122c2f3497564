import Measurement
import Report
import SansIO
import Testing

@Suite struct PercentileCurveTests {
  @Test(arguments: [(Percentile.p50, 0.301_03), (.p90, 1), (.p99, 2), (.p999, 3)])
  func `each nine is one further`(percentile: Percentile, position: Double) {
    #expect(abs(PercentileCurve.position(of: percentile) - position) < 1e-5)
    let share = Double(percentile.numerator) / Double(percentile.denominator)
    #expect(abs(PercentileCurve.position(of: share) - position) < 1e-5)
  }

  @Test func `the curve is a staircase over the ranks`() {
    let points = PercentileCurve([30, 10, 20, 20]).points
    #expect(points.map(\.value) == [10, 10, 20, 20, 30, 30])
    let positions = [0, 0.124_94, 0.124_94, 0.602_06, 0.602_06, 0.903_09]
    for (point, position) in zip(points, positions) { #expect(abs(point.position - position) < 1e-5) }
  }

  @Test(arguments: [1, 2, 9, 10, 11, 99, 100, 1_000, 1_234])
  func `the curve stands at the printed percentile`(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in Int64(random.next() % 1_000) }
    let curve = PercentileCurve(values.map(Double.init))
    for percentile in [Percentile.p50, .p90, .p95, .p99, .p999] {
      #expect(curve.value(at: percentile) == Percentiles(values)[percentile].map(Double.init))
      let position = PercentileCurve.position(of: percentile)
      guard position < curve.end else { continue }
      let before = try #require(curve.points.last { $0.position < position - 1e-9 })
      #expect(before.value == curve.value(at: percentile))
    }
  }

  @Test func `the curve ends where half a value is above it`() {
    #expect(abs(PercentileCurve([Double](repeating: 1, count: 50)).end - 2) < 1e-9)
    #expect(PercentileCurve([7]).points.map(\.value) == [7, 7])
  }

  @Test func `no values make no curve`() {
    #expect(PercentileCurve([]).points == [])
    #expect(PercentileCurve([]).value(at: .p50) == nil)
  }
}

import Measurement
import Testing

@Suite struct PercentileTests {
  @Test(arguments: [
    ("50", 50, 100, "p50"), ("99.9", 999, 1_000, "p99.9"), ("99.90", 999, 1_000, "p99.9"),
    ("99.0000", 99, 100, "p99"), ("0.0001", 1, 1_000_000, "p0.0001"), ("100", 100, 100, "p100"),
    ("007.05", 705, 10_000, "p7.05"),
  ]) func `a percentile is an exact fraction in its lowest decimals`(
    text: String, numerator: Int, denominator: Int, description: String
  ) throws {
    let percentile = try #require(Percentile(parsing: text))
    #expect(percentile.numerator == numerator)
    #expect(percentile.denominator == denominator)
    #expect(percentile.description == description)
  }

  @Test(arguments: [
    "", "0", "0.0", "100.1", "101", "1000", ".5", "5.", "1.23456", "-1", "+1", "5 ", "9٩", "1.2.3",
  ])
  func `anything else is no percentile`(text: String) {
    #expect(Percentile(parsing: text) == nil)
  }

  @Test func `the rank is exact where binary fractions are not`() throws {
    // 0.07 · 100 is 7.000000000000001 in binary, whose ceiling is 8.
    #expect(try #require(Percentile(parsing: "7")).rank(of: 100) == 7)
    #expect(Percentile.p999.rank(of: 1_000) == 999)
    #expect(Percentile.p999.rank(of: 1_001) == 1_000)
    #expect(Percentile.p50.rank(of: 1) == 1)
    #expect(Percentile.p999.rank(of: .max) > Int.max / 1_000 * 999 - 1_000)
  }

  @Test(arguments: [
    ("50", 2), ("90", 10), ("95", 20), ("99", 100), ("99.9", 1_000), ("99.99", 10_000), ("0.1", 2),
  ])
  func `the least meaningful count is one over the share above it`(text: String, count: Int) {
    #expect(Percentile(parsing: text)?.leastMeaningfulCount == count)
  }

  @Test func `the largest value is meaningful at any count`() {
    #expect(Percentile(parsing: "100")?.leastMeaningfulCount == nil)
  }
}

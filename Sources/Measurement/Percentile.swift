/// A percentile as an exact decimal fraction, as in p99.9, so that ranks never suffer from binary rounding.
public struct Percentile: Sendable, Hashable, CustomStringConvertible {
  /// The fraction's numerator, 1...`denominator`.
  public let numerator: Int
  /// The fraction's denominator: 100, or 10, 100, 1,000 or 10,000 times that for as many decimals.
  public let denominator: Int

  public static let p50 = Percentile(parsing: "50")!
  public static let p90 = Percentile(parsing: "90")!
  public static let p95 = Percentile(parsing: "95")!
  public static let p99 = Percentile(parsing: "99")!
  public static let p999 = Percentile(parsing: "99.9")!

  /// Reads what follows the `p`: digits, at most four decimals, above 0 and at most 100; `nil` when it is not
  /// that.
  public init?(parsing text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard (1...3).contains(parts[0].count), parts.count == 1 || (1...4).contains(parts[1].count) else {
      return nil
    }
    var numerator = 0
    for digit in parts.joined() {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      numerator = numerator * 10 + Int(digit - UInt8(ascii: "0"))
    }
    var denominator = 100
    for _ in parts.dropFirst().joined() { denominator *= 10 }
    while denominator > 100, numerator.isMultiple(of: 10) {
      numerator /= 10
      denominator /= 10
    }
    guard numerator > 0, numerator <= denominator else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// As in `p99.9`.
  public var description: String {
    let (whole, decimals) = numerator.quotientAndRemainder(dividingBy: denominator / 100)
    return decimals == 0 ? "p\(whole)" : "p\(whole).\(String(denominator / 100 + decimals).dropFirst())"
  }

  /// The nearest rank among `count` sorted values, 1...`count`: the least rank that has at least this share
  /// of the values at or below it. `count` is at least 1.
  public func rank(of count: Int) -> Int {
    precondition(count > 0, "a percentile of no values has no rank")
    // In two parts, so that no product exceeds a word whatever the count.
    let (groups, rest) = count.quotientAndRemainder(dividingBy: denominator)
    return groups * numerator + (rest * numerator + denominator - 1) / denominator
  }

  /// Values below which the percentile means little: 1/(1 − p) of them; `nil` for p100, which is the largest
  /// value.
  public var leastMeaningfulCount: Int? {
    let above = denominator - numerator
    return above == 0 ? nil : (denominator + above - 1) / above
  }
}

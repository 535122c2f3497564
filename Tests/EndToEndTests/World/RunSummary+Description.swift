public import Measurement
public import Testing

extension RunSummary: CustomTestStringConvertible {
  /// What a failed expectation shows of it: a summary is pages long.
  public var testDescription: String {
    let failed = (validity + thresholds).filter { !$0.holds }.map { "\($0.condition): \($0.measured)" }
    return "exit code \(exitCode); not held: \(failed.isEmpty ? "nothing" : failed.joined(separator: ", "))"
  }
}

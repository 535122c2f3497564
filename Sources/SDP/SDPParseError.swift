/// Why a text is no session description: the line, what is wrong there and what would be right.
public struct SDPParseError: Error, Hashable, Sendable {
  /// The line, counted from 1; 0 when the text as a whole is meant.
  public var line: Int
  /// What is wrong.
  public var problem: String
  /// What would be right.
  public var expected: String

  /// Makes an error.
  public init(line: Int, problem: String, expected: String) {
    self.line = line
    self.problem = problem
    self.expected = expected
  }
}

extension SDPParseError: CustomStringConvertible {
  /// One sentence, fit for a log or a SIP Warning header.
  public var description: String {
    line == 0 ? "SDP: \(problem); expected \(expected)" : "SDP line \(line): \(problem); expected \(expected)"
  }
}

/// Why a threshold cannot be understood: what was read, what is wrong with it and what would be right.
public struct ThresholdError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The threshold as written, cut after 100 characters.
  public let text: String
  /// What is wrong, as in `there is no metric "hangup_eror"`.
  public let problem: String
  /// What would be right, as in `the nearest is hangup_error`.
  public let remedy: String

  init(_ text: String, _ problem: String, remedy: String) {
    self.text = String(text.prefix(100))
    self.problem = problem
    self.remedy = remedy
  }

  /// One line; control characters of the threshold are escaped.
  public var description: String { "threshold \(text.debugDescription): \(problem); \(remedy)" }
}

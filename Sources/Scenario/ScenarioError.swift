/// Everything wrong with a scenario, in the order of the file.
public struct ScenarioError: Error, Sendable, Equatable {
  /// The problems; never empty.
  public var problems: [Problem]

  /// Makes the error of `problems`.
  public init(problems: [Problem]) {
    precondition(!problems.isEmpty, "an error needs a problem")
    self.problems = problems
  }
}

extension ScenarioError: CustomStringConvertible {
  /// All problems as a compiler would print them, one below the other, and their number.
  public var description: String {
    let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
    return (problems.map(\.description) + ["\(count) found; nothing was run"]).joined(separator: "\n")
  }
}

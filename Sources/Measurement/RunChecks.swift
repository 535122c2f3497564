/// What was found wrong in the world of a simulated run, apart from what its scenario asks for: `checks.json`. These are
/// rules that hold in every run, whatever its thresholds; whoever breaks one is our own code.
public struct RunChecks: Codable, Sendable, Equatable {
  /// The layout of this file.
  public static let currentVersion = 1

  /// The layout it was written in.
  public var version = RunChecks.currentVersion
  /// The rules, each with how it was kept.
  public var rules: [Rule]
  /// Datagrams that the links lost.
  public var lostDatagrams: Int

  /// What was found.
  public init(rules: [Rule], lostDatagrams: Int) {
    self.rules = rules
    self.lostDatagrams = lostDatagrams
  }

  /// How often a rule was broken, over all rules.
  public var violations: Int { rules.reduce(0) { $0 + $1.violations } }
}

extension RunChecks {
  /// One rule and how it was kept.
  public struct Rule: Codable, Sendable, Equatable {
    /// More examples than this help nobody.
    private static let mostExamples = 20

    /// What must hold, in words.
    public var rule: String
    /// How many cases were looked at.
    public var examined = 0
    /// How many of them break the rule.
    public var violations = 0
    /// The first of those, each with its call and what would be right.
    public var examples: [String] = []

    /// Nothing looked at yet.
    public init(_ rule: String) { self.rule = rule }

    /// One more case is looked at.
    public mutating func examine() { examined += 1 }

    /// A case breaks the rule.
    public mutating func violated(_ words: @autoclosure () -> String) {
      violations += 1
      if examples.count < Rule.mostExamples { examples.append(words()) }
    }
  }
}

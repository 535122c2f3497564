/// Why a run could not be made at all. The command's exit code follows from the kind.
public struct RunError: Error, CustomStringConvertible, Sendable {
  /// What kind of obstacle it is.
  public enum Kind: Sendable {
    /// The scenario or a setting is wrong: exit code 104.
    case configuration
    /// The machine or another program did not play along: exit code 1.
    case environment
  }

  /// What kind of obstacle it is.
  public var kind: Kind
  /// What was wrong and what would be right.
  public var description: String

  /// An obstacle.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

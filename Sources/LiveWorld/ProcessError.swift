/// A child process that could not be started or waited for.
public struct ProcessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried: `start`, `wait for`.
  public var operation: String
  /// The program as it was named.
  public var program: String
  /// The errno.
  public var code: Int32

  /// What was tried, with what, and why not.
  public var description: String { "cannot \(operation) \(program): \(Errno.describe(code))" }
}

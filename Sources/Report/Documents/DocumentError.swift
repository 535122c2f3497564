/// Why a file of a run could not be read or written.
public struct DocumentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader names it, as in `records.jsonl`.
  public var file: String
  /// The line in it, from 1; `nil` when the whole file is meant.
  public var line: Int?
  /// What is wrong, and what would be right.
  public var reason: String

  /// Says that `file` is not as it has to be.
  public init(file: String, line: Int? = nil, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  /// The error as `file:line: reason`.
  public var description: String {
    "\(file)\(line.map { ":\($0)" } ?? ""): \(reason)"
  }
}

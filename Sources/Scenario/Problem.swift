/// One thing wrong with a scenario: where it is, what is wrong and what would be right.
public struct Problem: Sendable, Equatable {
  /// Path of the file as it was given, or `--set name` / `--target` for a value from the command line.
  public var file: String
  /// Line, from 1; 0 where the value is not in a file.
  public var line: Int
  /// Column in Unicode scalars, from 1; 0 where the value is not in a file.
  public var column: Int
  /// The place in the tree, as in `callers.alice.timeline[2].for`; empty for the whole file.
  public var path: String
  /// What is wrong and what would be right.
  public var text: String
  /// The line of the file itself, where there is one that is short enough to show.
  public var excerpt: String?

  /// Makes a problem.
  public init(file: String, line: Int, column: Int, path: String, text: String, excerpt: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.text = text
    self.excerpt = excerpt
  }
}

extension Problem: CustomStringConvertible {
  /// The problem as a compiler would print it, with the line and a caret below it.
  public var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    let headline = "\(place): error: \(path.isEmpty ? "" : "\(path): ")\(text)"
    guard let excerpt, line > 0 else { return headline }
    let margin = String(repeating: " ", count: max(0, 5 - String(line).count))
    let indent = String(repeating: " ", count: max(0, column - 1))
    return "\(headline)\n\(margin)\(line) | \(excerpt)\n      | \(indent)^"
  }
}

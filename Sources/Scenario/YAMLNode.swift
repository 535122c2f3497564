/// A node of a scenario's tree: what was written, and where.
struct YAMLNode: Sendable {
  /// Where a node starts.
  struct Position: Sendable {
    let file: String
    let line: Int
    let column: Int
  }

  /// One key and its value; the key keeps its own position for messages about the key.
  struct Entry: Sendable {
    let key: String
    let position: Position
    let value: YAMLNode
  }

  /// The three kinds of YAML nodes. An empty value is a scalar without text.
  enum Content: Sendable {
    case scalar(String)
    case list([YAMLNode])
    case mapping([Entry])
  }

  let position: Position
  /// Place in the tree, as in `callers.alice.timeline[2]`.
  let path: String
  let content: Content

  /// What a message calls the kind.
  var kind: String {
    switch content {
    case .scalar(""): "empty"
    case .scalar: "a plain value"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The text of a plain value, as it was written.
  var scalar: String? {
    guard case .scalar(let text) = content else { return nil }
    return text
  }
}

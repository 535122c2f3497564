import Yams

/// Turns the text of a file into a tree of nodes, within bounds.
///
/// The one place that knows Yams. Everything is a string to it: what `5 s` or `yes` mean is not YAML's
/// business here.
struct YAMLDocument {
  /// Most nodes of a tree, aliases resolved.
  static let mostNodes = 10_000
  /// Deepest nesting.
  static let deepest = 32

  private let file: String
  /// Whether positions inside the text mean something to the reader.
  private let showsLines: Bool
  private var nodes = 0

  private init(file: String, showsLines: Bool) {
    self.file = file
    self.showsLines = showsLines
  }

  /// The tree of `text`. `file` and `path` are what its nodes will say about where they are; a text that is a
  /// value from the command line has no lines.
  static func parse(
    _ text: String, file: String, path: String = "", showsLines: Bool = true
  ) throws(ScenarioError) -> YAMLNode {
    var document = YAMLDocument(file: file, showsLines: showsLines)
    if let complaint = TextScan.complaint(about: text) {
      throw document.failure(complaint.text, complaint.line, complaint.column, path)
    }
    let root: Node?
    do {
      root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw document.failure(error, text, path)
    } catch {
      throw document.failure("the file is no YAML: \(error)", nil, path)
    }
    guard let root else {
      return YAMLNode(position: document.position(nil), path: path, content: .scalar(""))
    }
    return try document.node(root, path, depth: 0)
  }

  // MARK: Tree

  private mutating func node(_ node: Node, _ path: String, depth: Int) throws(ScenarioError) -> YAMLNode {
    nodes += 1
    guard nodes <= YAMLDocument.mostNodes else {
      throw failure(
        "the file has more than \(YAMLDocument.mostNodes) nodes; a scenario is smaller", node.mark, path)
    }
    guard depth <= YAMLDocument.deepest else {
      throw failure(tooDeep, node.mark, "")
    }
    let content: YAMLNode.Content
    switch node {
    case .scalar(let scalar):
      content = .scalar(scalar.style == .plain && scalar.string == "~" ? "" : scalar.string)
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      for (index, item) in sequence.enumerated() {
        items.append(try self.node(item, "\(path)[\(index + 1)]", depth: depth + 1))
      }
      content = .list(items)
    case .mapping(let mapping):
      content = .mapping(try entries(mapping, path, depth: depth))
    case .alias(let alias):
      throw failure("an alias is not resolved here", alias.mark, path)
    }
    return YAMLNode(position: position(node.mark), path: path, content: content)
  }

  private mutating func entries(
    _ mapping: Node.Mapping, _ path: String, depth: Int
  ) throws(ScenarioError) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key, scalar.string.utf8.count <= 100 else {
        throw failure("a key must be a short word", key.mark, path)
      }
      let name = Wording.printable(scalar.string)
      let below = path.isEmpty ? name : "\(path).\(name)"
      let child = try node(value, below, depth: depth + 1)
      entries.append(YAMLNode.Entry(key: scalar.string, position: position(key.mark), value: child))
    }
    return entries
  }

  // MARK: Failures

  private var tooDeep: String {
    "the file is nested deeper than \(YAMLDocument.deepest) levels; a scenario is flatter"
  }

  private func position(_ mark: Mark?) -> YAMLNode.Position { position(mark?.line ?? 1, mark?.column ?? 1) }

  private func position(_ line: Int, _ column: Int) -> YAMLNode.Position {
    YAMLNode.Position(file: file, line: showsLines ? line : 0, column: showsLines ? column : 0)
  }

  private func failure(_ text: String, _ mark: Mark?, _ path: String) -> ScenarioError {
    failure(text, mark?.line ?? 1, mark?.column ?? 1, path)
  }

  private func failure(_ text: String, _ line: Int, _ column: Int, _ path: String) -> ScenarioError {
    let place = position(line, column)
    return ScenarioError(problems: [
      Problem(file: file, line: place.line, column: place.column, path: path, text: text)
    ])
  }

  private func failure(_ error: YamlError, _ text: String, _ path: String) -> ScenarioError {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      guard !problem.hasPrefix("Maximum nesting level") else { return failure(tooDeep, mark, path) }
      let start = context.map { ", \($0.text)" } ?? ""
      return failure("this is no YAML: \(problem)\(start)\(hint(text, mark))", mark, path)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map(Wording.quoted).joined(separator: ", ")
      return failure("\(names) stands more than once in the same mapping; keep one", context.mark, path)
    default:
      return failure("this is no YAML: \(error)", nil, path)
    }
  }

  /// `{` starts a mapping inside another one in braces, which is easily forgotten for `${name}` and `{call}`.
  private func hint(_ text: String, _ mark: Mark) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let near = lines.dropFirst(max(0, mark.line - 2)).prefix(2)
    guard near.contains(where: { $0.contains("${") || $0.contains("{call}") || $0.contains("{role}") }) else {
      return ""
    }
    return "; inside `{ }` write \"${name}\" and \"{call}\" in quotes"
  }
}

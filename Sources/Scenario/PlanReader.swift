import Load
import Measurement
import SansIO

/// Reads a tree of nodes into a plan. It goes on after a problem and notes it, so that one reading finds them
/// all.
struct PlanReader {
  /// More problems than this help nobody.
  private static let mostProblems = 100

  /// Path of the scenario's file, as it was given.
  let file: String
  /// What was found wrong so far.
  private(set) var problems: [Problem] = []
  /// Values of the file's parameters, overrides applied.
  var parameters: [String: String] = [:]

  /// Whose timeline is being read.
  var person = Person.caller

  /// Whose timeline a step stands in.
  enum Person { case caller, participant }

  init(file: String) { self.file = file }

  /// Keys of a scenario, in the order in which they are best written.
  static let keys = [
    "name", "summary", "calls", "arrivals", "target", "transport", "codecs", "silence-threshold",
    "probe-share",
    "jitter-buffer", "grace", "maximum-call-duration", "seed", "bridge", "parameters", "callers",
    "participants",
    "links",
    "thresholds",
    "limits",
  ]

  /// Whether no more problems are noted.
  private var isFull: Bool { problems.count >= PlanReader.mostProblems }

  /// Notes what is wrong with `node`.
  mutating func report(_ text: String, at node: YAMLNode) { report(text, at: node.position, path: node.path) }

  /// Notes what is wrong at a place.
  mutating func report(_ text: String, at position: YAMLNode.Position, path: String) {
    if isFull { return }
    let problem = Problem(
      file: position.file, line: position.line, column: position.column, path: path, text: text)
    if !problems.contains(problem) { problems.append(problem) }
  }

  /// The plan of the whole tree; complete only when there are no `problems` after it.
  mutating func plan(
    of root: YAMLNode, overrides: [(name: String, value: String)], target: String?
  ) -> RunPlan {
    var plan = RunPlan(name: "", callers: [])
    let root = overridden(root, by: overrides)
    guard let fields = fields(of: root, known: PlanReader.keys, example: "name: first-call") else {
      return plan
    }
    readIdentity(fields, into: &plan)
    readTarget(fields, override: target, into: &plan)
    readMedia(fields, into: &plan)
    readTimes(fields, into: &plan)
    readLinks(fields, into: &plan)
    readPeople(fields, into: &plan)
    readArrivals(fields, into: &plan)
    shiftArrivals(of: &plan)
    readJudgement(fields, into: &plan)
    return plan
  }
}

extension PlanReader {
  /// The keys of one mapping, all of them known.
  struct Fields {
    let node: YAMLNode
    fileprivate let values: [String: YAMLNode]

    subscript(key: String) -> YAMLNode? { values[key] }
  }

  /// The keys of `node`; reports each unknown one. `nil` when it is no mapping.
  mutating func fields(of node: YAMLNode, known: [String], example: String) -> Fields? {
    guard case .mapping(let entries) = node.content else {
      report("must be a mapping, as in `\(example)`, and is \(node.kind)", at: node)
      return nil
    }
    var values: [String: YAMLNode] = [:]
    for entry in entries {
      guard known.contains(entry.key) else {
        if isFull { continue }
        report(unknown("key", entry.key, known), at: entry.position, path: node.path)
        continue
      }
      values[entry.key] = entry.value
    }
    return Fields(node: node, values: values)
  }

  /// The value of a key that must be there; reports its absence, with an example value.
  mutating func required(_ key: String, of fields: Fields, example: String) -> YAMLNode? {
    if let node = fields[key] { return node }
    report("`\(key)` is missing; add it, as in `\(key): \(example)`", at: fields.node)
    return nil
  }

  /// The sentence about a word nobody knows.
  func unknown(_ noun: String, _ name: String, _ known: [String]) -> String {
    let opening = "unknown \(noun) \(Wording.quoted(name))"
    if let near = NearestName.find(name, among: known) { return "\(opening); did you mean `\(near)`?" }
    return known.isEmpty
      ? "\(opening); there are none"
      : "\(opening); there are \(known.map(Wording.quoted).joined(separator: ", "))"
  }
}

extension PlanReader {
  /// Longest value of a parameter, and of a text after they were filled in, in UTF-8 bytes.
  private static let longestParameter = 1_000
  private static let longestText = 4_096

  /// Reads the parameters and applies the overrides: to the parameter of that name, or else to the top-level
  /// key.
  mutating func overridden(_ root: YAMLNode, by overrides: [(name: String, value: String)]) -> YAMLNode {
    guard case .mapping(var entries) = root.content else { return root }
    if let declared = entries.first(where: { $0.key == "parameters" }) { readParameters(declared.value) }
    let keys = PlanReader.keys.filter { $0 != "parameters" }
    for (name, value) in overrides {
      let position = YAMLNode.Position(file: "--set \(Wording.printable(name))", line: 0, column: 0)
      if parameters[name] != nil {
        setParameter(name, value, at: position, path: "")
      } else if keys.contains(name) {
        guard let node = commandLineNode(name, value) else { continue }
        entries.removeAll { $0.key == name }
        entries.append(YAMLNode.Entry(key: name, position: position, value: node))
      } else {
        let text = unknown("parameter or key", name, parameters.keys.sorted() + keys)
        report(text, at: position, path: "")
      }
    }
    return YAMLNode(position: root.position, path: root.path, content: .mapping(entries))
  }

  /// `text` with each `${name}` replaced by the parameter's value; reports unknown names.
  mutating func filled(_ text: String, at node: YAMLNode) -> String? {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      guard rest.hasPrefix("${") else {
        result.append(rest.removeFirst())
        continue
      }
      guard let close = rest.firstIndex(of: "}") else {
        report("\(Wording.quoted(text)) opens `${` and never closes it; write `${name}`", at: node)
        return nil
      }
      let name = String(rest[..<close].dropFirst(2))
      guard let value = parameters[name] else {
        report(unknown("parameter", name, parameters.keys.sorted()), at: node)
        return nil
      }
      result += value
      rest = rest[rest.index(after: close)...]
      guard result.utf8.count <= PlanReader.longestText else { break }
    }
    result += rest
    guard result.utf8.count <= PlanReader.longestText else {
      report("the text is longer than \(PlanReader.longestText) bytes", at: node)
      return nil
    }
    return result
  }

  private mutating func readParameters(_ node: YAMLNode) {
    guard case .mapping(let entries) = node.content else {
      report("must be a mapping, as in `parameters: { talk: 5 s }`, and is \(node.kind)", at: node)
      return
    }
    for entry in entries {
      if !PlanReader.isWord(entry.key) {
        report(
          "\(Wording.quoted(entry.key)) is no name for a parameter; \(PlanReader.wordRule), as in `talk`",
          at: entry.position, path: node.path)
      } else if PlanReader.keys.contains(entry.key) {
        report(
          "`\(entry.key)` is a key of the scenario; name the parameter otherwise", at: entry.position,
          path: node.path)
      } else if let value = entry.value.scalar {
        setParameter(entry.key, value, at: entry.value.position, path: entry.value.path)
      } else {
        report("must be a plain value, as in `5 s`, and is \(entry.value.kind)", at: entry.value)
      }
    }
  }

  private mutating func setParameter(
    _ name: String, _ value: String, at position: YAMLNode.Position, path: String
  ) {
    if value.contains("${") {
      report("a parameter's value cannot hold another parameter", at: position, path: path)
    } else if value.utf8.count > PlanReader.longestParameter {
      report("the value is longer than \(PlanReader.longestParameter) bytes", at: position, path: path)
    } else {
      parameters[name] = value
      return
    }
    // It exists all the same: only its value is wrong, and that was said.
    parameters[name] = parameters[name] ?? ""
  }

  /// The value behind `--set name=` as a node: YAML too, so that `codecs=[pcma]` can be said.
  private mutating func commandLineNode(_ name: String, _ value: String) -> YAMLNode? {
    do {
      return try YAMLDocument.parse(value, file: "--set \(name)", showsLines: false)
    } catch {
      for problem in error.problems {
        report(
          problem.text, at: YAMLNode.Position(file: problem.file, line: 0, column: 0), path: problem.path)
      }
      return nil
    }
  }

  /// What `isWord` wants, in words.
  static let wordRule = "use up to 32 small letters, digits and hyphens"

  /// Whether a text is a name as roles and parameters have: `[a-z][a-z0-9-]*`, up to 32 characters.
  static func isWord(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, ("a"..."z").contains(first), text.utf8.count <= 32 else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
    }
  }
}

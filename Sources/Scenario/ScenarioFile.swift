/// A scenario's file: YAML for people, read into a `RunPlan` for machines. `Scenarios/README.md` is its
/// reference.
public struct ScenarioFile {
  /// The plan that a file's bytes say.
  ///
  /// - Parameters:
  ///   - bytes: The file's content, UTF-8, with or without a byte order mark.
  ///   - path: The file's path as it was given: it names the file in problems, and `voice` is relative to its
  ///     folder. Nothing is opened.
  ///   - overrides: Values from the command line, each for the parameter of its name or else for the
  ///     top-level key; the last of a name counts.
  ///   - target: A target from the command line, as in `sip:127.0.0.1:5060;transport=tcp`; it replaces the
  ///     file's.
  /// - Throws: Every problem of the file and the overrides at once.
  public static func plan(
    bytes: [UInt8], path: String, overrides: [(name: String, value: String)] = [], target: String? = nil
  ) throws(ScenarioError) -> RunPlan {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    guard let text = String(validating: body, as: UTF8.self) else {
      let problem = Problem(
        file: path, line: 1, column: 1, path: "", text: "the file is not UTF-8; save it as UTF-8 text")
      throw ScenarioError(problems: [problem])
    }
    return try plan(text: text, path: path, overrides: overrides, target: target)
  }

  /// The plan that a file's text says; see `plan(bytes:path:overrides:target:)`.
  public static func plan(
    text: String, path: String, overrides: [(name: String, value: String)] = [], target: String? = nil
  ) throws(ScenarioError) -> RunPlan {
    let root: YAMLNode
    do {
      root = try YAMLDocument.parse(text, file: path)
    } catch {
      throw finished(error.problems, text)
    }
    var reader = PlanReader(file: path)
    let plan = reader.plan(of: root, overrides: overrides, target: target)
    guard reader.problems.isEmpty else { throw finished(reader.problems, text) }
    return plan
  }

  /// The problems in the order of the file, those of the command line first, each with its line.
  private static func finished(_ problems: [Problem], _ text: String) -> ScenarioError {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let sorted = problems.enumerated().sorted { a, b in
      (a.element.line, a.element.column, a.offset) < (b.element.line, b.element.column, b.offset)
    }
    return ScenarioError(
      problems: sorted.map { _, problem in
        var problem = problem
        if problem.line > 0, problem.line <= lines.count, lines[problem.line - 1].utf8.count <= 160 {
          problem.excerpt = Wording.printable(String(lines[problem.line - 1]))
        }
        return problem
      })
  }
}

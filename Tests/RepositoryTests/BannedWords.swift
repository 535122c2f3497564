import Foundation

/// Calls that do not belong where they stand, each with what to do instead.
enum BannedWords {
  struct Ban {
    var word: String
    var instead: String
    /// Folders below `Sources` where it is right.
    var allowedIn: [String] = []
  }

  static let inSources = [
    Ban(
      word: "exit(", instead: "throw; only the programs decide the exit code",
      allowedIn: ["callbridge", "callsim", "callworld"]),
    Ban(
      word: "print(", instead: "return text; only the programs print",
      allowedIn: ["callbridge", "callsim", "callworld"]),
    Ban(
      word: "fatalError(", instead: "precondition with a message for our bugs, a typed error for bad input"),
    Ban(
      word: "Date()", instead: "an instant as an argument",
      allowedIn: ["BridgeServer", "CallSimulator", "callbridge"]),
    Ban(word: "Task.sleep", instead: "a deadline", allowedIn: []),
    Ban(word: "usleep(", instead: "a deadline", allowedIn: []),
    Ban(word: "sleep(", instead: "a deadline", allowedIn: []),
    Ban(
      word: "clock_gettime(", instead: "an instant as an argument",
      allowedIn: ["LiveWorld", "CSimulatedTime"]),
    Ban(word: "try!", instead: "try, with the error handled"),
    Ban(word: "TODO", instead: "an issue"),
    Ban(word: "FIXME", instead: "an issue"),
  ]

  static let inTests = [
    Ban(word: "Task.sleep", instead: "virtual time, or wait for the event itself"),
    Ban(word: "usleep(", instead: "virtual time, or wait for the event itself"),
    Ban(word: "sleep(", instead: "virtual time, or wait for the event itself"),
    Ban(word: "@testable", instead: "package access: tests and programs share one build"),
    Ban(word: "ContinuousClock", instead: "a benchmark: no timed assertion in a test"),
    Ban(word: ".disabled(", instead: "a test that runs"),
    Ban(word: "withKnownIssue", instead: "a test that holds"),
  ]

  static func violations(of bans: [Ban], in file: Checkout.File) -> [Violation] {
    let folder = file.path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    var found: [Violation] = []
    for (index, line) in file.lines.enumerated() {
      guard
        !line.drop(while: { $0 == " " }).hasPrefix("//") || line.contains("TODO") || line.contains("FIXME")
      else { continue }
      for ban in bans where !ban.allowedIn.contains(folder) && holds(line, ban.word) {
        found.append(Violation(path: file.path, line: index + 1, text: "\(ban.word): use \(ban.instead)"))
      }
    }
    return found
  }

  /// Whether `word` stands in `line` and is not the end of a longer name.
  private static func holds(_ line: Substring, _ word: String) -> Bool {
    var rest = line
    while let range = rest.range(of: word) {
      let before = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
      if !(before.isLetter || before.isNumber || before == "_" || before == ".") || word.hasPrefix(".") {
        return true
      }
      rest = rest[range.upperBound...]
    }
    return false
  }
}

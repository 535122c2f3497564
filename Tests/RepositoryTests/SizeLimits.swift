import Foundation

/// Files of at most 600 lines, functions of at most 60.
enum SizeLimits {
  static let file = 600
  static let function = 60

  static func violations(in checked: Checkout.File) -> [Violation] {
    var found: [Violation] = []
    if checked.lines.count > file {
      found.append(
        Violation(path: checked.path, line: file + 1, text: "\(checked.lines.count) lines in one file"))
    }
    for (name, start, length) in functions(in: checked.lines) where length > function {
      found.append(Violation(path: checked.path, line: start, text: "\(name) has \(length) lines"))
    }
    return found
  }

  /// The functions with the line they start on and their length, by matching braces outside of strings and comments.
  static func functions(in lines: [Substring]) -> [(name: String, start: Int, length: Int)] {
    var found: [(String, Int, Int)] = []
    var open: [(name: String, start: Int, depth: Int)] = []
    var waiting: (name: String, start: Int)?
    var depth = 0
    var insideText = false
    for (index, line) in lines.enumerated() {
      let delimiters = line.components(separatedBy: "\"\"\"").count - 1
      defer { if delimiters % 2 == 1 { insideText.toggle() } }
      if insideText || delimiters > 0 { continue }
      let code = withoutTextAndComments(line)
      if let name = declaration(in: code) { waiting = (name, index + 1) }
      for character in code {
        if character == "{" {
          if let pending = waiting {
            open.append((pending.name, pending.start, depth))
            waiting = nil
          }
          depth += 1
        } else if character == "}" {
          depth -= 1
          if let last = open.last, last.depth == depth {
            open.removeLast()
            found.append((last.name, last.start, index + 2 - last.start))
          }
        }
      }
    }
    return found
  }

  private static func declaration(in code: String) -> String? {
    let words = code.split(separator: " ")
    for (index, word) in words.enumerated() {
      if word == "func", index + 1 < words.count {
        return String(words[index + 1].prefix { $0 != "(" && $0 != "<" })
      }
      if word.hasPrefix("init(") || word.hasPrefix("init?(") || word == "deinit" {
        return String(word.prefix(6))
      }
      if word.contains("."), word.contains("init(") { return nil }
    }
    return nil
  }

  private static func withoutTextAndComments(_ line: Substring) -> String {
    var code = ""
    var inText = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { inText.toggle() }
      if !inText, character == "/", previous == "/" { return code }
      if !inText { code.append(character) }
      previous = character
    }
    return code
  }
}

/// What must be right about a text before a YAML parser may see it: its size, its characters, and what
/// makes parsing costly.
enum TextScan {
  /// What is wrong, and where.
  struct Complaint {
    let text: String
    let line: Int
    let column: Int
  }

  /// Largest text in bytes.
  private static let largest = 256 * 1_024
  /// Most aliases (`*name`) and keys written with a question mark (`? key`). Aliases of aliases make a tree
  /// of any size from a short text, and trees as keys are compared again on each level; so few of them
  /// multiply the work by 20 at most.
  private static let mostCostly = 8

  /// The first complaint about `text`; `nil` when it may be parsed.
  static func complaint(about text: String) -> Complaint? {
    guard text.utf8.count <= largest else {
      return Complaint(
        text: "there are more than 256 KiB; a scenario is a few hundred lines", line: 1, column: 1)
    }
    var line = 1
    var column = 1
    var costly = 0
    var last: Unicode.Scalar = "\n"
    var indicator: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      guard isPrintable(scalar) else {
        let code = String(scalar.value, radix: 16, uppercase: true)
        return Complaint(text: "the character U+\(code) has no place in YAML", line: line, column: column)
      }
      if let indicator, (indicator == "*") == isWordCharacter(scalar) { costly += 1 }
      guard costly <= mostCostly else {
        let text =
          "more than \(mostCostly) words start with `*` or `?`, which mean aliases and complex keys to YAML; "
          + "write `parameters` and `${name}` instead"
        return Complaint(text: text, line: line, column: column)
      }
      // Only behind these can a parser be at the start of a word; elsewhere both are part of a text.
      let isFirst = " \t\r\n[{,:-?".unicodeScalars.contains(last)
      indicator = isFirst && (scalar == "*" || scalar == "?") ? scalar : nil
      last = scalar
      column += 1
      if scalar == "\n" {
        line += 1
        column = 1
      }
    }
    return nil
  }

  /// Whether a character may be in the name of an alias. A star before one begins an alias; a question mark
  /// before one begins a text.
  private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_-".unicodeScalars.contains(scalar))
  }

  /// Whether YAML counts a character as printable (YAML 1.1, 5.1), line breaks and tabs included; the byte
  /// order mark is none.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...: true
    default: false
    }
  }
}

/// HTML, SVG or XML text, safe by its type.
///
/// Literal parts are trusted, every `String` put into them is escaped, and only another `Markup` goes in as
/// it is. So nothing from the wire or from a file can become an element or end an attribute.
package struct Markup: Sendable, Equatable {
  /// The finished text.
  package private(set) var text = ""

  /// Nothing at all.
  package init() {}

  /// Text without any element in it.
  package init(escaping text: String) {
    self.text = Markup.escaped(text)
  }

  package static func += (a: inout Markup, b: Markup) {
    a.text += b.text
  }

  package static func + (a: Markup, b: Markup) -> Markup {
    var sum = a
    sum += b
    return sum
  }

  /// Replaces the five characters with a meaning in markup, and control characters, which XML 1.0 does not
  /// allow.
  private static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(character)
      case "\0"..."\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}

extension Markup: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    text = value
  }

  package init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.markup.text
  }

  /// Collects literals as they are and values escaped.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = Markup()

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.text.reserveCapacity(literalCapacity + interpolationCount * 8)
    }

    package mutating func appendLiteral(_ literal: String) { markup.text += literal }
    package mutating func appendInterpolation(_ value: String) { markup.text += Markup.escaped(value) }
    package mutating func appendInterpolation(_ value: Markup) { markup += value }
    package mutating func appendInterpolation(_ values: [Markup]) {
      for value in values { markup += value }
    }
    package mutating func appendInterpolation(_ value: Int) { markup.text += String(value) }
    /// A place in a drawing, with at most one decimal.
    package mutating func appendInterpolation(_ value: Double) { markup.text += FixedPoint.coordinate(value) }
  }
}

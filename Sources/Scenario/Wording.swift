import SansIO

/// How things are put in messages.
enum Wording {
  /// `text` on one line, whatever a hostile file holds.
  static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.isWhitespace || isControl($0) ? " " : $0 }))
  }

  /// `text` between backquotes, on one line and of bounded length.
  static func quoted(_ text: String) -> String {
    let longest = 60
    let start = printable(String(text.prefix(longest)))
    return text.dropFirst(longest).isEmpty ? "`\(start)`" : "`\(start)…`"
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
  }

  /// `a`, `b` or `c`.
  static func alternatives(_ names: [String]) -> String {
    let quoted = names.map(Wording.quoted)
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "none" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  /// A length of time in the largest units that show it exactly: `10 s`, `2 min 10 s`, `1.5 s`, `40 ms`.
  static func length(_ interval: Interval) -> String {
    if interval < .zero { return "-" + length(Interval.zero - interval) }
    let milliseconds = interval.nanoseconds / 1_000_000
    guard milliseconds >= 1_000 else { return decimal(interval.milliseconds) + " ms" }
    let units = [("h", 3_600_000), ("min", 60_000)] as [(String, Int64)]
    var rest = milliseconds
    var parts: [String] = []
    for (name, size) in units where rest >= size {
      parts.append("\(rest / size) \(name)")
      rest %= size
    }
    if rest > 0 { parts.append(decimal(Double(rest) / 1_000) + " s") }
    return parts.joined(separator: " ")
  }

  /// A number without a needless fraction.
  static func decimal(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `1 call`, `2 calls`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

import SansIO

extension PlanReader {
  /// The text of a plain value with its parameters filled in; reports another kind and an empty value.
  mutating func text(_ node: YAMLNode, example: String) -> String? {
    guard let raw = node.scalar, !raw.isEmpty else {
      let complaint = node.scalar == nil ? "must be a plain value and is \(node.kind)" : "has no value"
      report("\(complaint); write it as `\(example)`", at: node)
      return nil
    }
    return filled(raw, at: node)
  }

  /// A length of time; reports what is no duration or out of `range`, with the reason for the range if there
  /// is one.
  mutating func interval(
    _ node: YAMLNode, in range: ClosedRange<Interval>, example: String, because reason: String? = nil
  ) -> Interval? {
    quantity(node, .duration, example: example) { nanoseconds in
      let limits = Double(range.lowerBound.nanoseconds)...Double(range.upperBound.nanoseconds)
      guard !limits.contains(nanoseconds) else { return nil }
      let why = reason.map { ", since \($0)" } ?? ""
      return "must be from \(Wording.length(range.lowerBound)) to \(Wording.length(range.upperBound))\(why)"
    }.map { Interval(nanoseconds: Int64($0.rounded())) }
  }

  /// A value with a unit; `complaint` says what is wrong with its size.
  mutating func quantity(
    _ node: YAMLNode, _ dimension: Dimension, example: String, complaint: (Double) -> String?
  ) -> Double? {
    guard let text = text(node, example: example) else { return nil }
    do {
      let value = try dimension.parse(text, example: example)
      guard let complaint = complaint(value) else { return value }
      report("\(shown(text, node)) \(complaint)", at: node)
    } catch {
      report("\(shown(text, node)) \(error.text)", at: node)
    }
    return nil
  }

  /// A share of a whole, 0...1.
  mutating func share(_ node: YAMLNode, example: String) -> Double? {
    quantity(node, .share, example: example) { (0...1).contains($0) ? nil : "must be from 0 % to 100 %" }
  }

  /// A level in dBm0, within what G.711 can carry (its loudest sine has 3 dBm0).
  mutating func level(_ node: YAMLNode, example: String) -> Double? {
    quantity(node, .level, example: example) {
      (-90...3).contains($0) ? nil : "must be from -90 dBm0 to 3 dBm0"
    }
  }

  /// A whole number without a unit.
  mutating func count(_ node: YAMLNode, in range: ClosedRange<Int>, example: String) -> Int? {
    guard let text = text(node, example: example) else { return nil }
    guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(text), range.contains(value) else {
      report(
        "\(shown(text, node)) must be a whole number from \(range.lowerBound) to \(range.upperBound), "
          + "as in `\(example)`",
        at: node)
      return nil
    }
    return value
  }

  /// One of a few words.
  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: YAMLNode, of type: Choice.Type, noun: String
  ) -> Choice? {
    let words = type.allCases.map(\.rawValue)
    guard let text = text(node, example: words.first ?? "") else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    report(unknown(noun, text, words), at: node)
    return nil
  }

  /// The items of a list that has at least one.
  mutating func items(_ node: YAMLNode, example: String) -> [YAMLNode]? {
    guard case .list(let items) = node.content, !items.isEmpty else {
      let what = node.kind == "a list" ? "empty" : node.kind
      report("must be a list, as in `\(example)`, and is \(what)", at: node)
      return nil
    }
    return items
  }

  /// A value as a message shows it: with the text it came from, where a parameter stood in it.
  func shown(_ text: String, _ node: YAMLNode) -> String {
    guard let raw = node.scalar, raw != text else { return Wording.quoted(text) }
    return "\(Wording.quoted(text)) (from \(Wording.quoted(raw)))"
  }
}

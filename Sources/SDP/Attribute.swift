extension SessionDescription {
  /// One `a=` line: a property (`a=sendrecv`) or a value (`a=ptime:20`), RFC 8866 §5.13.
  public struct Attribute: Hashable, Sendable {
    /// The text before the colon; case-sensitive.
    public var name: String
    /// The text after the first colon; `nil` for a property attribute.
    public var value: String?

    /// Makes `a=name` or `a=name:value`.
    public init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }
}

extension SessionDescription.Attribute: CustomStringConvertible {
  /// The attribute without `a=`.
  public var description: String { value.map { "\(name):\($0)" } ?? name }
}

extension [SessionDescription.Attribute] {
  /// The value of the first attribute called `name` that has one.
  func value(of name: String) -> String? { first { $0.name == name && $0.value != nil }?.value }

  /// Whether an attribute is called `name`.
  func contains(_ name: String) -> Bool { contains { $0.name == name } }

  /// The last direction attribute: should a peer write two, the later one is what it changed its mind to.
  var direction: MediaDirection? {
    last { $0.value == nil && MediaDirection(rawValue: $0.name) != nil }.flatMap {
      MediaDirection(rawValue: $0.name)
    }
  }
}

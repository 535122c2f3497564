/// Header fields by name, in the order they came.
public struct HeaderFields: Hashable, Sendable {
  /// One field.
  public struct Field: Hashable, Sendable {
    /// The name as it came.
    public var name: String
    /// The value as it came, unfolded.
    public var value: String

    /// Makes a field.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All fields.
  public private(set) var fields: [Field]

  /// Makes a list of `fields`.
  public init(_ fields: [Field] = []) { self.fields = fields }

  /// Adds one at the end.
  mutating func append(_ name: String, _ value: String) { fields.append(Field(name, value)) }

  /// The values of all fields called `name`, whatever the case.
  public func values(_ name: String) -> [String] {
    fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
  }

  /// The values of all fields called `name` joined by commas, which means the same (RFC 3261 section 7.3.1);
  /// `nil` when there is none.
  public subscript(name: String) -> String? {
    var joined: String?
    for field in fields where field.name.equalsIgnoringCase(name) {
      joined = joined.map { $0 + ", " + field.value } ?? field.value
    }
    return joined
  }
}

/// The parameters of a digest header field: `Digest name=value, name="quoted value"` (RFC 7616 section 3).
struct DigestParameters {
  private var values: [(name: String, value: String)] = []

  /// Parses the value of a header field.
  init(_ text: String) throws(DigestError) {
    let trimmed = text.trimmed
    let end = trimmed.firstIndex(ofByte: " ") ?? trimmed.endIndex
    guard trimmed[..<end].equalsIgnoringCase("Digest") else { throw .otherScheme(String(trimmed[..<end])) }
    var rest = trimmed[end...].utf8
    while let pair = try Self.takePair(&rest) { values.append(pair) }
  }

  /// The value of the parameter called `name`, without quotes.
  subscript(name: String) -> String? {
    values.first { $0.name.equalsIgnoringCase(name) }?.value
  }

  /// The value of the parameter called `name`.
  func required(_ name: String) throws(DigestError) -> String {
    guard let value = self[name] else { throw .missing(name) }
    return value
  }

  private static func takePair(
    _ rest: inout Substring.UTF8View
  ) throws(DigestError) -> (name: String, value: String)? {
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
    guard !rest.isEmpty else { return nil }
    guard let sign = rest.firstIndex(of: UInt8(ascii: "=")) else { throw .malformed }
    let name = Substring(rest[..<sign]).trimmed
    rest = rest[rest.index(after: sign)...].drop { $0 == 0x20 || $0 == 0x09 }
    if rest.first == UInt8(ascii: "\"") { return (String(name), try takeQuoted(&rest)) }
    let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
    let value = Substring(rest[..<end]).trimmed
    rest = rest[end...]
    return (String(name), String(value))
  }

  private static func takeQuoted(_ rest: inout Substring.UTF8View) throws(DigestError) -> String {
    var value: [UInt8] = []
    var bytes = rest.dropFirst()
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        rest = bytes
        return String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = bytes.popFirst() else { throw .malformed }
        value.append(escaped)
      default: value.append(byte)
      }
    }
    throw .malformed
  }

  /// `text` as a quoted string.
  static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
      return "\"\(text)\""
    }
    var escaped: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { escaped.append(UInt8(ascii: "\\")) }
      escaped.append(byte)
    }
    return "\"\(String(decoding: escaped, as: UTF8.self))\""
  }
}

/// The path and query of a request line.
package struct RequestTarget: Sendable {
  /// The path with runs of slashes made one and no slash at its end: `//rtc/` is `/rtc`.
  package let path: String
  /// The names and values of the query, decoded, in their order.
  package let query: [(name: String, value: String)]

  /// Takes apart the target of a request line.
  package init(_ target: String) {
    let end = target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    path = "/" + target[..<end].split(separator: "/").joined(separator: "/")
    query = target[end...].dropFirst().split(separator: "&").map { pair in
      let equals = pair.utf8.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      return (RequestTarget.decoded(pair[..<equals]), RequestTarget.decoded(pair[equals...].dropFirst()))
    }
  }

  /// The first value of `name` in the query.
  package subscript(name: String) -> String? { query.first { $0.name == name }?.value }

  /// Undoes percent signs and plus signs; a percent sign without two hexadecimal digits stands for itself.
  static func decoded(_ text: Substring) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return String(text)
    }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(hexadecimal: rest.prefix(2)) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  /// The byte that two hexadecimal digits stand for.
  fileprivate init?(hexadecimal digits: some Collection<UInt8>) {
    guard digits.count == 2 else { return nil }
    var value: UInt8 = 0
    for digit in digits {
      guard let nibble = Character(UnicodeScalar(digit)).hexDigitValue, digit < 0x80 else { return nil }
      value = value << 4 | UInt8(nibble)
    }
    self = value
  }
}

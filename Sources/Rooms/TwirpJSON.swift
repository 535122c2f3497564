/// Writes the JSON of the room service's responses: names in snake case, every field even at its default, and
/// 64-bit numbers as texts. SwiftProtobuf's own JSON leaves defaults out.
public struct TwirpJSON: Sendable {
  /// What was written so far, in UTF-8.
  public private(set) var bytes: [UInt8] = []
  /// Whether the next member of the innermost object or list is not its first.
  private var needsComma = false

  init() {}

  /// Writes `{`, what `members` writes, and `}`.
  mutating func object(_ members: (inout TwirpJSON) -> Void) { enclosed("{", "}", members) }

  mutating func field(_ name: String, _ value: String) {
    key(name)
    text(value)
  }

  mutating func field(_ name: String, _ value: Bool) { plain(name, value ? "true" : "false") }

  mutating func field(_ name: String, _ value: UInt32) { plain(name, "\(value)") }

  mutating func field(_ name: String, _ value: Int32) { plain(name, "\(value)") }

  mutating func field(_ name: String, _ value: Int64) { plain(name, "\"\(value)\"") }

  /// A message as `write` writes it; `null` when it is not set.
  mutating func field<Part>(_ name: String, _ value: Part?, _ write: (Part, inout TwirpJSON) -> Void) {
    guard let value else { return plain(name, "null") }
    key(name)
    object { write(value, &$0) }
  }

  /// A list of messages, each as `write` writes it.
  mutating func field<Part>(_ name: String, each values: [Part], _ write: (Part, inout TwirpJSON) -> Void) {
    key(name)
    enclosed("[", "]") { json in
      for value in values {
        json.separate()
        json.object { write(value, &$0) }
        json.needsComma = true
      }
    }
  }

  mutating func field(_ name: String, texts values: [String]) {
    key(name)
    enclosed("[", "]") { json in
      for value in values {
        json.separate()
        json.text(value)
        json.needsComma = true
      }
    }
  }

  mutating func field(_ name: String, _ values: [String: String]) {
    key(name)
    object { json in
      for (name, value) in values.sorted(by: { $0.key < $1.key }) { json.field(name, value) }
    }
  }

  private mutating func plain(_ name: String, _ value: String) {
    key(name)
    bytes += value.utf8
    needsComma = true
  }

  private mutating func key(_ name: String) {
    separate()
    text(name)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  private mutating func enclosed(_ open: String, _ close: String, _ content: (inout TwirpJSON) -> Void) {
    bytes += open.utf8
    needsComma = false
    content(&self)
    bytes += close.utf8
    needsComma = true
  }

  private mutating func text(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        let digits = [UInt8]("0123456789abcdef".utf8)
        bytes += "\\u00".utf8
        bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }
}

/// Text as a JSON string (RFC 8259 section 7), for lines that are written so often that a general encoder costs too much.
public enum JSONText {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Appends `value` in quotation marks. Escaped is only what must be.
  public static func append(_ value: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): escape(byte, &bytes)
      case 0x08: escape(UInt8(ascii: "b"), &bytes)
      case 0x09: escape(UInt8(ascii: "t"), &bytes)
      case 0x0A: escape(UInt8(ascii: "n"), &bytes)
      case 0x0C: escape(UInt8(ascii: "f"), &bytes)
      case 0x0D: escape(UInt8(ascii: "r"), &bytes)
      case ..<0x20:
        escape(UInt8(ascii: "u"), &bytes)
        bytes += [UInt8(ascii: "0"), UInt8(ascii: "0"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ letter: UInt8, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(letter)
  }

  /// An object of texts, its members in the order of their names' bytes.
  public static func object(_ members: [String: String]) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    for (name, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      append(name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      append(value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}

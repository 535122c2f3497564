/// Protobuf written by field number, independent of the generated code.
enum Wire {
  static func varint(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(truncatingIfNeeded: value) | 0x80] + varint(value >> 7)
  }

  static func number(_ field: UInt64, _ value: UInt64) -> [UInt8] { varint(field << 3) + varint(value) }

  static func text(_ field: UInt64, _ value: String) -> [UInt8] { nested(field, [UInt8](value.utf8)) }

  static func nested(_ field: UInt64, _ content: [UInt8]...) -> [UInt8] {
    let content = content.flatMap(\.self)
    return varint(field << 3 | 2) + varint(UInt64(content.count)) + content
  }

  static func float(_ field: UInt64, _ value: Float) -> [UInt8] {
    varint(field << 3 | 5) + (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
  }
}

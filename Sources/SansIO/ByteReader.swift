/// Reads big-endian fields from a span of bytes, front to back; every read past the end answers `nil`.
public struct ByteReader: ~Escapable {
  private let bytes: Span<UInt8>
  /// How many bytes were read so far.
  public private(set) var offset = 0

  /// Starts reading at the first of `bytes`.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// How many bytes are left.
  public var remaining: Int { bytes.count - offset }

  /// The next byte.
  public mutating func readUInt8() -> UInt8? {
    guard remaining >= 1 else { return nil }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// The next two bytes as a number.
  public mutating func readUInt16() -> UInt16? {
    guard remaining >= 2 else { return nil }
    defer { offset += 2 }
    return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
  }

  /// The next four bytes as a number.
  public mutating func readUInt32() -> UInt32? {
    guard remaining >= 4, let high = readUInt16(), let low = readUInt16() else { return nil }
    return UInt32(high) << 16 | UInt32(low)
  }

  /// The next eight bytes as a number.
  public mutating func readUInt64() -> UInt64? {
    guard remaining >= 8, let high = readUInt32(), let low = readUInt32() else { return nil }
    return UInt64(high) << 32 | UInt64(low)
  }

  /// Passes over `count` bytes; false (and nothing passed) when fewer are left.
  public mutating func skip(_ count: Int) -> Bool {
    guard count >= 0, remaining >= count else { return false }
    offset += count
    return true
  }
}

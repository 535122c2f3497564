/// Appends big-endian fields to an array of bytes that its owner reuses.
extension [UInt8] {
  /// Appends two bytes, the high one first.
  @inlinable
  public mutating func appendBigEndian(_ value: UInt16) {
    append(UInt8(truncatingIfNeeded: value >> 8))
    append(UInt8(truncatingIfNeeded: value))
  }

  /// Appends four bytes, the highest first.
  @inlinable
  public mutating func appendBigEndian(_ value: UInt32) {
    appendBigEndian(UInt16(truncatingIfNeeded: value >> 16))
    appendBigEndian(UInt16(truncatingIfNeeded: value))
  }

  /// Appends eight bytes, the highest first.
  @inlinable
  public mutating func appendBigEndian(_ value: UInt64) {
    appendBigEndian(UInt32(truncatingIfNeeded: value >> 32))
    appendBigEndian(UInt32(truncatingIfNeeded: value))
  }
}

import SansIO

/// The 96 bits that tie a STUN response to its request (RFC 8489 §5).
public struct TransactionID: Hashable, Sendable {
  /// The first four bytes.
  public var high: UInt32
  /// The other eight bytes.
  public var low: UInt64

  /// The identifier of twelve bytes in network order: four in `high`, eight in `low`.
  public init(high: UInt32, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Draws a new identifier.
  public init(using generator: inout some RandomNumberGenerator) {
    high = UInt32(truncatingIfNeeded: generator.next())
    low = generator.next()
  }

  func append(to bytes: inout [UInt8]) {
    bytes.appendBigEndian(high)
    bytes.appendBigEndian(low)
  }
}

import SansIO

/// One packet about a telephone event (RFC 4733 §2.3).
struct TelephoneEventPacket: Equatable {
  var code: UInt8
  /// Whether the event is over.
  var isEnd: Bool
  /// Samples at 8 kHz since `timestamp`.
  var duration: UInt16
  /// When the event began; the same in all its packets.
  var timestamp: UInt32
}

import SansIO

/// The fixed header of an RTP packet, and where in its datagram the payload lies (RFC 3550 §5.1).
///
/// A plain value, so that it may be kept after the datagram is gone. The payload itself is
/// `datagram.extracting(header.payload)`.
public struct PacketHeader: Hashable, Sendable {
  /// For telephony: the first packet of a talkspurt, or of a telephone event (RFC 3551 §4.1, RFC 4733
  /// §2.2.2).
  public var marker: Bool
  /// Which encoding the payload has, 0...127.
  public var payloadType: UInt8
  /// Rises by one per packet, modulo 2^16.
  public var sequenceNumber: UInt16
  /// The sampling instant of the payload's first sample, modulo 2^32.
  public var timestamp: UInt32
  /// The synchronisation source: names the stream.
  public var ssrc: UInt32
  /// The payload's bytes inside the datagram: after contributing sources and extension, before padding.
  public var payload: Range<Int>

  /// Makes the header of a packet whose payload has `payloadBytes` bytes right after a 12-byte header.
  public init(
    marker: Bool = false, payloadType: UInt8, sequenceNumber: UInt16, timestamp: UInt32, ssrc: UInt32,
    payloadBytes: Int
  ) {
    self.marker = marker
    self.payloadType = payloadType
    self.sequenceNumber = sequenceNumber
    self.timestamp = timestamp
    self.ssrc = ssrc
    payload = 12..<12 + payloadBytes
  }

  /// Parses a datagram.
  public init(parsing datagram: Span<UInt8>) throws(PacketError) {
    guard datagram.count >= 12 else { throw .tooShort(bytes: datagram.count) }
    let first = datagram[0]
    guard first >> 6 == 2 else { throw .version(first >> 6) }
    let sources = Int(first & 0x0F)
    var start = 12 + 4 * sources
    guard start <= datagram.count else { throw .sourcesTruncated(count: sources) }
    if first & 0x10 != 0 { start = try Self.end(ofExtensionAt: start, in: datagram) }
    var end = datagram.count
    if first & 0x20 != 0 {
      let padding = Int(datagram[end - 1])
      guard padding > 0, padding <= end - start else { throw .padding(length: padding) }
      end -= padding
    }
    marker = datagram[1] & 0x80 != 0
    payloadType = datagram[1] & 0x7F
    sequenceNumber = UInt16(datagram[2]) << 8 | UInt16(datagram[3])
    timestamp = Self.word(at: 4, in: datagram)
    ssrc = Self.word(at: 8, in: datagram)
    payload = start..<end
  }

  /// Where the header extension (RFC 3550 §5.3.1) that starts at `start` is over.
  private static func end(ofExtensionAt start: Int, in datagram: Span<UInt8>) throws(PacketError) -> Int {
    guard start + 4 <= datagram.count else { throw .extensionTruncated(words: nil) }
    let words = Int(datagram[start + 2]) << 8 | Int(datagram[start + 3])
    let end = start + 4 + 4 * words
    guard end <= datagram.count else { throw .extensionTruncated(words: words) }
    return end
  }

  @inline(__always)
  private static func word(at offset: Int, in datagram: Span<UInt8>) -> UInt32 {
    UInt32(datagram[offset]) << 24 | UInt32(datagram[offset + 1]) << 16
      | UInt32(datagram[offset + 2]) << 8 | UInt32(datagram[offset + 3])
  }

  /// Appends the 12-byte header and `extensions`, without contributing sources or padding.
  ///
  /// The payload belongs right behind; where it lies is not written, so `payload` need not say it.
  public func append(to datagram: inout [UInt8], extensions: borrowing PacketExtensions = .none) {
    datagram.append(extensions.isEmpty ? 0x80 : 0x90)
    datagram.append(payloadType | (marker ? 0x80 : 0))
    datagram.appendBigEndian(sequenceNumber)
    datagram.appendBigEndian(timestamp)
    datagram.appendBigEndian(ssrc)
    extensions.append(to: &datagram)
  }
}

import SansIO

/// Where the parts of one RTP datagram are (RFC 3550 §5.1); no copy.
struct RTPDatagram {
  /// The header without contributing sources and extension, in bytes.
  static let fixedHeaderSize = 12

  var marker: Bool
  var payloadType: UInt8
  var sequenceNumber: UInt16
  var timestamp: UInt32
  var ssrc: UInt32
  /// The payload without header, contributing sources, extension and padding.
  var payload: Range<Int>

  /// Reads a datagram; `nil` when it is not RTP version 2 or its lengths do not add up.
  init?(_ bytes: Span<UInt8>) {
    var reader = ByteReader(bytes)
    guard let first = reader.readUInt8(), first >> 6 == 2, let second = reader.readUInt8(),
      let sequenceNumber = reader.readUInt16(), let timestamp = reader.readUInt32(),
      let ssrc = reader.readUInt32(),
      reader.skip(4 * Int(first & 0x0F))
    else { return nil }
    if first & 0x10 != 0 {
      guard reader.skip(2), let words = reader.readUInt16(), reader.skip(4 * Int(words)) else { return nil }
    }
    var end = bytes.count
    if first & 0x20 != 0 {
      let padding = Int(bytes[end - 1])
      guard padding > 0, padding <= reader.remaining else { return nil }
      end -= padding
    }
    marker = second & 0x80 != 0
    payloadType = second & 0x7F
    self.sequenceNumber = sequenceNumber
    self.timestamp = timestamp
    self.ssrc = ssrc
    payload = reader.offset..<end
  }
}

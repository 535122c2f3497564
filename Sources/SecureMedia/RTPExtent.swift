/// What protection must know of an RTP packet: how far its clear header reaches, its source and its number
/// (RFC 3711 section 3.1).
struct RTPExtent {
  /// The length of the fixed header, the contributing sources and the header extension.
  let header: Int
  let source: UInt32
  let sequenceNumber: UInt16

  /// Reads the header of a packet that has `trailer` bytes behind its payload; `nil` when it does not fit.
  init?(_ packet: Span<UInt8>, trailer: Int) {
    let end = packet.count - trailer
    guard end >= 12, packet[0] >> 6 == 2 else { return nil }
    var header = 12 + 4 * Int(packet[0] & 0x0F)
    if packet[0] & 0x10 != 0 {
      guard header + 4 <= end else { return nil }
      header += 4 + 4 * Int(packet.bigEndian16(at: header + 2))
    }
    guard header <= end else { return nil }
    self.header = header
    source = packet.bigEndian32(at: 8)
    sequenceNumber = packet.bigEndian16(at: 2)
  }
}

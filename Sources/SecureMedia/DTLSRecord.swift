/// The frame of what DTLS 1.2 sends (RFC 6347 section 4.1).
enum DTLSRecord {
  /// Type, version, epoch, sequence number and length.
  static let headerSize = 13

  /// Whether `datagram` is one or more whole records by their headers; everything else is not worth OpenSSL's
  /// attention.
  static func areRecords(_ datagram: Span<UInt8>) -> Bool {
    var offset = 0
    while offset < datagram.count {
      guard datagram.count - offset >= headerSize,
        // Change cipher spec, alert, handshake and application data.
        (20...23).contains(datagram[offset]),
        // DTLS 1.0, which a first message may carry for compatibility, or 1.2.
        datagram[offset + 1] == 0xFE, datagram[offset + 2] == 0xFF || datagram[offset + 2] == 0xFD
      else { return false }
      offset += headerSize + Int(datagram.bigEndian16(at: offset + 11))
    }
    return offset == datagram.count && offset > 0
  }
}

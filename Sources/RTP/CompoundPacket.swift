import SansIO

/// Reads and writes compound RTCP packets (RFC 3550 §6.1, §6.4-6.6).
public enum CompoundPacket {
  /// The packet types known here.
  enum PacketType {
    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201
    static let sourceDescription: UInt8 = 202
    static let goodbye: UInt8 = 203
  }

  /// Reads a datagram and hands each item to `body`, in the datagram's order.
  ///
  /// Nothing is allocated. Items before a malformed packet have been handed out when the error is thrown.
  public static func parse(
    _ datagram: Span<UInt8>, _ body: (ControlItem) -> Void
  ) throws(ControlPacketError) {
    guard datagram.count >= 4 else { throw .noReport(type: nil) }
    guard datagram[1] == PacketType.senderReport || datagram[1] == PacketType.receiverReport
    else { throw .noReport(type: datagram[1]) }
    var offset = 0
    while offset < datagram.count {
      let content = try extent(ofPacketAt: offset, in: datagram)
      try parse(content.range, of: datagram, body)
      offset = content.next
    }
  }

  /// Where the content of a packet (after the 4-byte common header, without padding) lies, and the next
  /// packet.
  private static func extent(
    ofPacketAt offset: Int, in datagram: Span<UInt8>
  ) throws(ControlPacketError) -> (range: Range<Int>, next: Int) {
    guard datagram.count - offset >= 4 else { throw .truncated(offset: offset) }
    let first = datagram[offset]
    guard first >> 6 == 2 else { throw .version(first >> 6, offset: offset) }
    let words = Int(datagram[offset + 2]) << 8 | Int(datagram[offset + 3])
    let next = offset + 4 + 4 * words
    guard next <= datagram.count else { throw .truncated(offset: offset) }
    guard first & 0x20 != 0 else { return (offset + 4..<next, next) }
    let padding = Int(datagram[next - 1])
    guard next == datagram.count, padding > 0, padding <= 4 * words else { throw .padding(offset: offset) }
    return (offset + 4..<next - padding, next)
  }

  private static func parse(
    _ content: Range<Int>, of datagram: Span<UInt8>, _ body: (ControlItem) -> Void
  ) throws(ControlPacketError) {
    let offset = content.lowerBound - 4
    let count = Int(datagram[offset] & 0x1F)
    var reader = ByteReader(datagram.extracting(content))
    let isWhole =
      switch datagram[offset + 1] {
      case PacketType.senderReport: parseSenderReport(&reader, blocks: count, body)
      case PacketType.receiverReport: parseReceiverReport(&reader, blocks: count, body)
      case PacketType.sourceDescription:
        parseDescription(&reader, chunks: count, at: content.lowerBound, body)
      case PacketType.goodbye: parseGoodbye(&reader, sources: count, body)
      case let type: pass(type, body)
      }
    guard isWhole else { throw .truncated(offset: offset) }
  }

  private static func pass(_ type: UInt8, _ body: (ControlItem) -> Void) -> Bool {
    body(.unknown(type: type))
    return true
  }

  private static func parseSenderReport(
    _ reader: inout ByteReader, blocks: Int, _ body: (ControlItem) -> Void
  ) -> Bool {
    guard let report = SenderReport(&reader) else { return false }
    body(.senderReport(report))
    return parseBlocks(&reader, blocks, reporter: report.ssrc, body)
  }

  private static func parseReceiverReport(
    _ reader: inout ByteReader, blocks: Int, _ body: (ControlItem) -> Void
  ) -> Bool {
    guard let reporter = reader.readUInt32() else { return false }
    body(.receiverReport(reporter: reporter))
    return parseBlocks(&reader, blocks, reporter: reporter, body)
  }

  private static func parseBlocks(
    _ reader: inout ByteReader, _ count: Int, reporter: UInt32, _ body: (ControlItem) -> Void
  ) -> Bool {
    for _ in 0..<count {
      guard let block = ReportBlock(&reader) else { return false }
      body(.reportBlock(block, reporter: reporter))
    }
    return true
  }

  /// Each chunk (§6.5) is a source and items of type, length, text up to a zero type, padded to 32 bits.
  private static func parseDescription(
    _ reader: inout ByteReader, chunks: Int, at start: Int, _ body: (ControlItem) -> Void
  ) -> Bool {
    for _ in 0..<chunks {
      guard let ssrc = reader.readUInt32() else { return false }
      while true {
        guard let type = reader.readUInt8() else { return false }
        if type == 0 { break }
        guard let length = reader.readUInt8() else { return false }
        let text = start + reader.offset
        guard reader.skip(Int(length)) else { return false }
        if type == 1 { body(.canonicalName(ssrc: ssrc, text: text..<text + Int(length))) }
      }
      guard reader.skip(-reader.offset & 3) else { return false }
    }
    return true
  }

  private static func parseGoodbye(
    _ reader: inout ByteReader, sources: Int, _ body: (ControlItem) -> Void
  ) -> Bool {
    for _ in 0..<sources {
      guard let ssrc = reader.readUInt32() else { return false }
      body(.goodbye(ssrc: ssrc))
    }
    return true
  }
}

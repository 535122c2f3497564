import SansIO

extension CompoundPacket {
  /// Writes a compound packet over `datagram`: a sender report and/or reception reports, the canonical name,
  /// and a goodbye when the source leaves (§6.1).
  ///
  /// - Parameters:
  ///   - ssrc: the source that speaks.
  ///   - report: its sender report, when it has sent since its last report but one; `nil` makes a receiver
  ///     report.
  ///   - blocks: about the sources it has received; at most 31.
  ///   - canonicalName: UTF-8, at most 255 bytes; the same in all packets of a participant (§6.5.1).
  ///   - leaves: whether a goodbye ends the packet.
  public static func write(
    ssrc: UInt32, report: SenderReport?, blocks: Span<ReportBlock>, canonicalName: Span<UInt8>,
    leaves: Bool = false, into datagram: inout [UInt8]
  ) {
    precondition(blocks.count <= 31, "a report has at most 31 blocks")
    precondition(canonicalName.count <= 255, "a canonical name has at most 255 bytes")
    precondition(report.map { $0.ssrc == ssrc } ?? true, "a sender reports on its own source")
    datagram.removeAll(keepingCapacity: true)
    if let report {
      begin(PacketType.senderReport, count: blocks.count, words: 6 + 6 * blocks.count, in: &datagram)
      report.append(to: &datagram)
    } else {
      begin(PacketType.receiverReport, count: blocks.count, words: 1 + 6 * blocks.count, in: &datagram)
      datagram.appendBigEndian(ssrc)
    }
    for index in blocks.indices { blocks[index].append(to: &datagram) }
    appendDescription(ssrc, canonicalName, to: &datagram)
    guard leaves else { return }
    begin(PacketType.goodbye, count: 1, words: 1, in: &datagram)
    datagram.appendBigEndian(ssrc)
  }

  private static func appendDescription(_ ssrc: UInt32, _ name: Span<UInt8>, to datagram: inout [UInt8]) {
    // Source, item header and text, then one to four zero bytes up to the next 32-bit boundary.
    let words = 1 + (2 + name.count) / 4 + 1
    let end = datagram.count + 4 + 4 * words
    begin(PacketType.sourceDescription, count: 1, words: words, in: &datagram)
    datagram.appendBigEndian(ssrc)
    datagram.append(1)
    datagram.append(UInt8(name.count))
    for index in name.indices { datagram.append(name[index]) }
    datagram.append(contentsOf: repeatElement(0, count: end - datagram.count))
  }

  private static func begin(_ type: UInt8, count: Int, words: Int, in datagram: inout [UInt8]) {
    datagram.append(0x80 | UInt8(count))
    datagram.append(type)
    datagram.appendBigEndian(UInt16(words))
  }
}

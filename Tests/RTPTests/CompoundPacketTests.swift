import RTP
import SansIO
import Testing

struct CompoundPacketTests {
  private let report = SenderReport(
    ssrc: 0x0102_0304, time: NTPTimestamp(rawValue: 0xE900_0000_8000_0000), timestamp: 160_000,
    packets: 1_000,
    octets: 160_000)
  private let blocks = [
    ReportBlock(
      ssrc: 9, fractionLost: 64, cumulativeLost: -3, extendedHighestSequence: 0x1_0002, jitter: 18,
      lastSenderReport: 0x1234_5678, delaySinceLastSenderReport: 65_536),
    ReportBlock(ssrc: 10, fractionLost: 255, cumulativeLost: 70_000, extendedHighestSequence: 5, jitter: 0),
  ]

  private func items(_ bytes: [UInt8]) -> (items: [ControlItem], error: ControlPacketError?) {
    var items: [ControlItem] = []
    do throws(ControlPacketError) {
      try CompoundPacket.parse(bytes.span) { items.append($0) }
      return (items, nil)
    } catch { return (items, error) }
  }

  private func written(_ name: String = "caller@host", isSender: Bool = true, leaves: Bool = false) -> [UInt8]
  {
    var bytes: [UInt8] = [1, 2, 3]
    CompoundPacket.write(
      ssrc: report.ssrc, report: isSender ? report : nil, blocks: blocks.span,
      canonicalName: Array(name.utf8).span,
      leaves: leaves, into: &bytes)
    return bytes
  }

  @Test func `a sender's compound comes back item by item`() {
    let bytes = written(leaves: true)
    let parsed = items(bytes)
    #expect(parsed.error == nil)
    #expect(parsed.items.count == 5)
    #expect(parsed.items[0] == .senderReport(report))
    #expect(parsed.items[1] == .reportBlock(blocks[0], reporter: report.ssrc))
    #expect(parsed.items[2] == .reportBlock(blocks[1], reporter: report.ssrc))
    guard case .canonicalName(report.ssrc, let text) = parsed.items[3] else {
      Issue.record("no canonical name but \(parsed.items[3])")
      return
    }
    #expect(String(decoding: bytes[text], as: UTF8.self) == "caller@host")
    #expect(parsed.items[4] == .goodbye(ssrc: report.ssrc))
  }

  @Test func `a receiver's compound starts with its source`() {
    let parsed = items(written(isSender: false))
    #expect(parsed.error == nil && parsed.items.count == 4)
    #expect(parsed.items[0] == .receiverReport(reporter: report.ssrc))
  }

  @Test func `names of any length fill up to whole words`() {
    for length in 0...255 {
      let name = String(repeating: "n", count: length)
      let bytes = written(name)
      #expect(bytes.count % 4 == 0)
      let parsed = items(bytes)
      #expect(parsed.error == nil)
      guard case .canonicalName(_, let text)? = parsed.items.last else {
        Issue.record("no name of \(length) bytes")
        continue
      }
      #expect(text.count == length)
    }
  }

  @Test func `the bytes are those of RFC 3550`() {
    var bytes: [UInt8] = []
    CompoundPacket.write(
      ssrc: 1, report: nil, blocks: Array(blocks.prefix(1)).span,
      canonicalName: ([0x61, 0x62] as [UInt8]).span,
      leaves: true, into: &bytes)
    #expect(
      bytes == [
        0x81, 201, 0, 7, 0, 0, 0, 1,
        0, 0, 0, 9, 64, 0xFF, 0xFF, 0xFD, 0, 1, 0, 2, 0, 0, 0, 18, 0x12, 0x34, 0x56, 0x78, 0, 1, 0, 0,
        0x81, 202, 0, 3, 0, 0, 0, 1, 1, 2, 0x61, 0x62, 0, 0, 0, 0,
        0x81, 203, 0, 1, 0, 0, 0, 1,
      ])
  }

  @Test func `other packet types are passed over`() {
    let feedback: [UInt8] = [0x81, 205, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]
    let parsed = items(written() + feedback + [0x80, 204, 0, 0])
    #expect(parsed.error == nil)
    #expect(parsed.items.suffix(2) == [.unknown(type: 205), .unknown(type: 204)])
  }

  @Test func `padding is allowed on the last packet only`() {
    let padded: [UInt8] = [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4]
    #expect(items(padded).items == [.receiverReport(reporter: 1)])
    #expect(items(padded).error == nil)
    #expect(items(padded + [0x80, 203, 0, 0]).error == .padding(offset: 0))
    #expect(items([0xA0, 201, 0, 1, 0, 0, 0, 9]).error == .padding(offset: 0))
    #expect(items([0xA0, 201, 0, 0]).error == .padding(offset: 0))
  }

  @Test func `each malformation has its own error`() {
    #expect(items([0x80, 201, 0]).error == .noReport(type: nil))
    #expect(items([0x81, 203, 0, 1, 0, 0, 0, 1]).error == .noReport(type: 203))
    #expect(items([0x40, 201, 0, 1, 0, 0, 0, 1]).error == .version(1, offset: 0))
    #expect(items([0x80, 201, 0xFF, 0xFF, 0, 0, 0, 1]).error == .truncated(offset: 0))
    #expect(items([0x9F, 201, 0, 1, 0, 0, 0, 1]).error == .truncated(offset: 0))
    #expect(items([0x80, 201, 0, 1, 0, 0, 0, 1, 0x80]).error == .truncated(offset: 8))
    let endless: [UInt8] = [0x81, 202, 0, 2, 0, 0, 0, 1, 1, 200, 0x61, 0]
    #expect(items([0x80, 201, 0, 1, 0, 0, 0, 1] + endless).error == .truncated(offset: 8))
  }

  @Test func `no damage to a good packet makes it crash`() {
    var generator = SeededGenerator(seed: 4)
    let good = written(leaves: true)
    var refused = 0
    for _ in 0..<20_000 {
      var bytes = Array(good.prefix(Int(generator.next() % UInt64(good.count + 1))))
      for _ in 0..<Int(generator.next() % 4) where !bytes.isEmpty {
        bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      if items(bytes).error != nil { refused += 1 }
    }
    #expect(refused > 10_000)
  }

  @Test func `random bytes behind a good first packet do not make it crash`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      var bytes = (0..<Int(generator.next() % 80)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      if bytes.count > 3 {
        bytes.replaceSubrange(0..<4, with: [bytes[0] & 0x3F | 0x80, 200 + bytes[1] & 1, 0, bytes[3] & 15])
      }
      for item in items(bytes).items {
        if case .canonicalName(_, let text) = item { #expect(text.upperBound <= bytes.count) }
      }
    }
  }
}

import RTP
import SansIO
import Testing

struct PacketHeaderTests {
  private let plain: [UInt8] = [
    0x80, 0x88, 0x12, 0x34, 0xDE, 0xAD, 0xBE, 0xEF, 0xCA, 0xFE, 0xBA, 0xBE, 1, 2, 3, 4,
  ]

  private func error(_ bytes: [UInt8]) -> PacketError? {
    do throws(PacketError) {
      _ = try PacketHeader(parsing: bytes.span)
      return nil
    } catch { return error }
  }

  @Test func `the fixed header is read field by field`() throws {
    let header = try PacketHeader(parsing: plain.span)
    #expect(header.marker)
    #expect(header.payloadType == 8)
    #expect(header.sequenceNumber == 0x1234)
    #expect(header.timestamp == 0xDEAD_BEEF)
    #expect(header.ssrc == 0xCAFE_BABE)
    #expect(header.payload == 12..<16)
    #expect(
      header
        == PacketHeader(
          marker: true, payloadType: 8, sequenceNumber: 0x1234, timestamp: 0xDEAD_BEEF, ssrc: 0xCAFE_BABE,
          payloadBytes: 4))
  }

  @Test func `the payload lies between sources and extension in front and padding behind`() throws {
    var bytes = plain
    bytes[0] = 0x80 | 0x20 | 0x10 | 2
    bytes.insert(contentsOf: [1, 1, 1, 1, 2, 2, 2, 2] + [0xBE, 0xDE, 0, 1, 9, 9, 9, 9], at: 12)
    bytes += [0, 0, 3]
    #expect(try PacketHeader(parsing: bytes.span).payload == 28..<32)
  }

  @Test func `a packet of nothing but padding has an empty payload`() throws {
    var bytes = plain
    bytes[0] |= 0x20
    #expect(try PacketHeader(parsing: bytes.span).payload == 12..<12)
  }

  @Test func `each malformation has its own error`() {
    #expect(error([]) == .tooShort(bytes: 0))
    #expect(error([UInt8](plain.prefix(11))) == .tooShort(bytes: 11))
    #expect(error([0x40] + plain.dropFirst()) == .version(1))
    #expect(error([0x82] + plain.dropFirst()) == .sourcesTruncated(count: 2))
    #expect(error([0x91] + plain.dropFirst()) == .extensionTruncated(words: nil))
    #expect(error([0x90] + plain.dropFirst()) == .extensionTruncated(words: 0x0304))
    for length: UInt8 in [0, 5, 255] {
      #expect(error([0xA0] + plain[1..<15] + [length]) == .padding(length: Int(length)))
    }
    #expect("\(PacketError.tooShort(bytes: 3))" == "RTP packet of 3 bytes; the header alone takes 12")
  }

  @Test func `no bytes at all make it crash, and a payload always lies inside the datagram`() {
    var generator = SeededGenerator(seed: 1)
    var parsed = 0
    for _ in 0..<50_000 {
      var bytes = (0..<Int(generator.next() % 64)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      if !bytes.isEmpty { bytes[0] = bytes[0] & 0x3F | 0x80 }
      guard let header = try? PacketHeader(parsing: bytes.span) else { continue }
      parsed += 1
      #expect(header.payload.lowerBound >= 12 && header.payload.upperBound <= bytes.count)
    }
    #expect(parsed > 1_000)
  }
}

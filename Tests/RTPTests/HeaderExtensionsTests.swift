import RTP
import SansIO
import Testing

struct HeaderExtensionsTests {
  private static let fixed: [UInt8] = [0x90, 111, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]

  /// A packet with an extension of `profile` over whole words, and a payload of two bytes.
  private func packet(_ profile: UInt16, _ content: [UInt8], payload: [UInt8] = [7, 8]) -> [UInt8] {
    precondition(content.count % 4 == 0)
    return Self.fixed + [UInt8(profile >> 8), UInt8(profile & 0xFF), 0, UInt8(content.count / 4)] + content
      + payload
  }

  @Test(
    arguments: [(6.35, 0), (3.17, 3), (-20, 26), (-90, 96), (-200, 127), (-.infinity, 127), (20, 0)]
      as [(Double, UInt8)])
  func `a level in dBm0 is told below overload`(dBm0: Double, below: UInt8) {
    #expect(AudioLevel(isVoice: false, dBm0: dBm0).decibelsBelowOverload == below)
  }

  @Test func `the one-byte form is read by number`() throws {
    // Audio level -1 dBov with voice under 1, padding, mid "7x" under 4.
    let bytes = packet(0xBEDE, [0x10, 0x81, 0x00, 0x41, 0x37, 0x78, 0, 0])
    let extensions = HeaderExtensions(of: bytes.span)
    #expect(!extensions.isEmpty)
    #expect(
      extensions.audioLevel(id: 1, in: bytes.span) == AudioLevel(isVoice: true, decibelsBelowOverload: 1))
    let found = extensions.mid(id: 4, in: bytes.span)
    let mid = try #require(found)
    #expect(Array(bytes[mid]) == Array("7x".utf8))
    #expect(extensions.range(of: 2, in: bytes.span) == nil)
    let header = try PacketHeader(parsing: bytes.span)
    #expect(header.payload == 24..<26)
  }

  @Test func `the two-byte form is read too, empty data and all`() throws {
    let bytes = packet(0x1003, [0x01, 0x01, 0x7F, 0x00, 0x20, 0x00, 0x04, 0x01, 0x39, 0, 0, 0])
    let extensions = HeaderExtensions(of: bytes.span)
    #expect(
      extensions.audioLevel(id: 1, in: bytes.span) == AudioLevel(isVoice: false, decibelsBelowOverload: 127))
    #expect(extensions.range(of: 32, in: bytes.span)?.isEmpty == true)
    #expect(extensions.audioLevel(id: 32, in: bytes.span) == nil)
    let found = extensions.mid(id: 4, in: bytes.span)
    let mid = try #require(found)
    #expect(Array(bytes[mid]) == [0x39])
  }

  @Test func `the reserved number 15 ends the reading, and data beyond the end is none`() {
    let stopped = packet(0xBEDE, [0xF0, 0x00, 0x10, 0x05])
    #expect(HeaderExtensions(of: stopped.span).range(of: 1, in: stopped.span) == nil)
    let long = packet(0xBEDE, [0x13, 0x05, 0x05, 0x05])
    #expect(HeaderExtensions(of: long.span).range(of: 1, in: long.span) == nil)
    let cut = packet(0x1000, [0, 0, 0, 0x01])
    #expect(HeaderExtensions(of: cut.span).range(of: 1, in: cut.span) == nil)
  }

  @Test func `other profiles and packets without extension hold none`() {
    let other = packet(0xABCD, [0x10, 0x05, 0, 0])
    #expect(HeaderExtensions(of: other.span).isEmpty)
    let none: [UInt8] = [0x80] + Self.fixed.dropFirst() + [0xBE, 0xDE, 0, 1, 0x10, 0x05, 0, 0]
    #expect(HeaderExtensions(of: none.span).isEmpty)
  }

  @Test func `what is written is read again, for every length of mid`() throws {
    for length in 0...16 {
      var extensions = PacketExtensions()
      let mid = (0..<length).map { UInt8(ascii: "a") + UInt8($0) }
      if length > 0 { extensions.setMid(mid.span, id: 14) }
      let level = AudioLevel(isVoice: length % 2 == 0, decibelsBelowOverload: UInt8(length * 7))
      if length != 3 { extensions.setAudioLevel(level, id: 1) }
      var sender = StreamSender(ssrc: 9, sequenceNumber: 5, timestamp: 1_000)
      let payload: [UInt8] = [1, 2, 3]
      var datagram: [UInt8] = []
      sender.write(
        payload: payload.span, payloadType: 111, marker: true, samples: 960, extensions: extensions,
        into: &datagram)
      let header = try PacketHeader(parsing: datagram.span)
      #expect(Array(datagram[header.payload]) == payload)
      #expect(header.payload.lowerBound % 4 == 0 && header.marker && header.payloadType == 111)
      let read = HeaderExtensions(of: datagram.span)
      #expect(read.audioLevel(id: 1, in: datagram.span) == (length == 3 ? nil : level))
      #expect(read.mid(id: 14, in: datagram.span).map { Array(datagram[$0]) } == (length > 0 ? mid : nil))
      #expect(sender.octets == 3 && sender.timestamp == 1_960 && sender.sequenceNumber == 6)
    }
  }

  @Test func `without extensions the packet is the plain one`() {
    var (one, other) = (
      StreamSender(ssrc: 9, sequenceNumber: 5, timestamp: 1),
      StreamSender(ssrc: 9, sequenceNumber: 5, timestamp: 1)
    )
    let payload = [UInt8](repeating: 0x55, count: 160)
    var (plain, extended): ([UInt8], [UInt8]) = ([], [])
    one.write(payload: payload.span, payloadType: 8, samples: 160, into: &plain)
    other.write(payload: payload.span, payloadType: 8, samples: 160, extensions: .none, into: &extended)
    #expect(plain == extended && plain.count == 172 && plain[0] == 0x80)
  }

  @Test func `random bytes never trap and give ranges inside the datagram`() {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<20_000 {
      var bytes = (0..<Int(generator.next() % 60)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      if bytes.count > 16, generator.next() & 1 == 0 {
        bytes[0] = 0x90
        (bytes[12], bytes[13], bytes[14], bytes[15]) =
          generator.next() & 1 == 0 ? (0xBE, 0xDE, 0, 4) : (0x10, 0, 0, 4)
      }
      let extensions = HeaderExtensions(of: bytes.span)
      for id: UInt8 in [0, 1, 4, 14, 15, 255] {
        if let range = extensions.range(of: id, in: bytes.span) {
          #expect(range.lowerBound >= 16 && range.upperBound <= bytes.count)
        }
      }
    }
  }
}

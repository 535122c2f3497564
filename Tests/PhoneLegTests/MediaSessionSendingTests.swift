import Audio
import PhoneLeg
import RTP
import SDP
import SansIO
import Testing

@Suite struct MediaSessionSendingTests {
  /// One end that sends to a collector.
  private struct Mouth {
    var session: MediaSession
    var sink = Collector()

    init(_ audio: NegotiatedAudio) { session = MediaSession(audio) }

    @discardableResult
    mutating func frame(_ fill: UInt8 = 0x55) -> Instant? {
      let payload = [UInt8](repeating: fill, count: 160)
      return session.sendFrame(payload.span, from: 20_000, into: &sink)
    }

    mutating func event(_ event: TelephoneEvent, start: Bool) -> Instant? {
      session.sendEvent(event, start: start, from: 20_000, into: &sink)
    }

    mutating func takeHeaders() -> [PacketHeader] { sink.takeAll().map(\.header) }
  }

  private func mouth(packetTime: Int = 20) throws -> Mouth {
    try Mouth(Agreement(caller: AudioCapabilities(comfortNoise: true, packetTime: packetTime)).bridge)
  }

  @Test func `frames are numbered and stamped without a gap`() throws {
    var mouth = try mouth()
    for _ in 0..<5 { mouth.frame() }
    let headers = mouth.takeHeaders()
    let first = headers[0]
    #expect(headers.map { $0.sequenceNumber &- first.sequenceNumber } == [0, 1, 2, 3, 4])
    #expect(headers.map { $0.timestamp &- first.timestamp } == [0, 160, 320, 480, 640])
    #expect(headers.allSatisfy { $0.ssrc == first.ssrc && $0.payloadType == 0 && $0.payload.count == 160 })
    #expect(mouth.session.sender.packets == 5)
  }

  @Test func `the instant of sending is the sink's`() throws {
    var mouth = try mouth()
    mouth.sink.now = Instant(nanoseconds: 77)
    #expect(mouth.frame() == Instant(nanoseconds: 77))
    mouth.sink.isBroken = true
    #expect(mouth.frame() == nil)
  }

  @Test func `the first packet after a pause carries the marker and the timestamp counts the pause`() throws {
    var mouth = try mouth()
    mouth.frame()
    mouth.frame()
    for _ in 0..<10 { mouth.session.skipFrame() }
    mouth.frame()
    mouth.frame()
    let headers = mouth.takeHeaders()
    #expect(headers.map(\.marker) == [true, false, true, false])
    #expect(headers.map { $0.timestamp &- headers[0].timestamp } == [0, 160, 1_920, 2_080])
    #expect(headers.map { $0.sequenceNumber &- headers[0].sequenceNumber } == [0, 1, 2, 3])
  }

  @Test func `comfort noise is one octet of level and ends the talkspurt`() throws {
    var mouth = try mouth()
    mouth.frame()
    _ = mouth.session.sendComfortNoise(level: 70, from: 20_000, into: &mouth.sink)
    mouth.frame()
    let packets = mouth.sink.takeAll()
    #expect(packets.map(\.header.payloadType) == [0, 13, 0])
    #expect(packets.map(\.header.marker) == [true, false, true])
    #expect(packets.map { $0.header.timestamp &- packets[0].header.timestamp } == [0, 160, 320])
    #expect(Array(packets[1].bytes[packets[1].header.payload]) == [70])
  }

  @Test func `all packets of a telephone event carry its start, and media time goes on`() throws {
    var mouth = try mouth()
    mouth.frame()
    var sender = TelephoneEventSender(code: 5, start: 0)
    while let packet = sender.next() { _ = mouth.event(packet.event, start: packet.marker) }
    mouth.frame()
    let headers = mouth.takeHeaders()
    let events = headers.dropFirst().dropLast()
    #expect(events.count == 7)
    #expect(events.allSatisfy { $0.payloadType == 101 && $0.timestamp == headers[0].timestamp &+ 160 })
    #expect(events.map(\.marker) == [true] + [Bool](repeating: false, count: 6))
    #expect(headers.map { $0.sequenceNumber &- headers[0].sequenceNumber } == Array(0...8))
    #expect(headers.last!.timestamp == headers[0].timestamp &+ 8 * 160)
    #expect(headers.last!.marker)
  }

  @Test func `two telephone events have two starts`() throws {
    var mouth = try mouth()
    for code in [1, 2] as [UInt8] {
      var sender = TelephoneEventSender(code: code, start: 0)
      while let packet = sender.next() { _ = mouth.event(packet.event, start: packet.marker) }
    }
    let headers = mouth.takeHeaders()
    #expect(
      headers.map { $0.timestamp &- headers[0].timestamp } == Array(repeating: 0, count: 7)
        + Array(repeating: 1_120, count: 7))
  }

  @Test func `a peer that takes no telephone events gets none, and media time goes on`() throws {
    var mouth = try Mouth(Agreement(caller: AudioCapabilities(telephoneEvents: false)).bridge)
    mouth.frame()
    #expect(mouth.event(TelephoneEvent(code: 1, isEnd: false, duration: 160), start: true) == nil)
    mouth.frame()
    let headers = mouth.takeHeaders()
    #expect(headers.map { $0.timestamp &- headers[0].timestamp } == [0, 320])
  }

  @Test(arguments: [10, 20, 30, 40, 50, 60])
  func `a peer gets packets of the length it asked for`(packetTime: Int) throws {
    var mouth = try mouth(packetTime: packetTime)
    for number in 0..<60 { mouth.frame(UInt8(number)) }
    let packets = mouth.sink.takeAll()
    let octets = packetTime * 8
    #expect(packets.count == 60 * 160 / octets)
    let first = packets[0].header
    for (number, packet) in packets.enumerated() {
      #expect(packet.header.payload.count == octets)
      #expect(packet.header.timestamp == first.timestamp &+ UInt32(number * octets))
      #expect(packet.header.marker == (number == 0))
    }
    let audio = packets.flatMap { $0.bytes[$0.header.payload] }
    #expect(audio == (0..<60).flatMap { [UInt8](repeating: UInt8($0), count: 160) })
  }

  @Test(arguments: [30, 40, 50, 60])
  func `a pause inside a long packet leaves its rest out and keeps the timestamps true`(packetTime: Int)
    throws
  {
    var mouth = try mouth(packetTime: packetTime)
    let frames = packetTime / 20 + 1
    for _ in 0..<frames { mouth.frame(1) }
    for _ in 0..<7 { mouth.session.skipFrame() }
    for _ in 0..<3 { mouth.frame(2) }
    let packets = mouth.sink.takeAll()
    let spoken = packets.filter { $0.bytes[$0.header.payload.lowerBound] == 2 }
    #expect(spoken.allSatisfy { $0.bytes[$0.header.payload].allSatisfy { $0 == 2 } })
    #expect(spoken.first?.header.marker == true)
    let passed = UInt32((frames + 7) * 160)
    #expect(spoken.first.map { $0.header.timestamp &- packets[0].header.timestamp } == passed)
  }

  @Test func `audio is sent in the law agreed on`() throws {
    let audio = try Agreement(caller: AudioCapabilities(codecs: [.pcma])).bridge
    var mouth = Mouth(audio)
    mouth.frame()
    #expect(mouth.session.sendLaw == .a)
    #expect(mouth.takeHeaders().map(\.payloadType) == [8])
  }
}

import Audio
import PhoneLeg
import RTP
import SDP
import SansIO
import Testing

@Suite struct MediaSessionReceivingTests {
  private let far = Agreement.callerAddress
  private let translated = TransportAddress(IPAddress(v4: 0xCB00_7105), 33_000)
  private let stranger = TransportAddress(IPAddress(v4: 0xC000_0209), 5_000)

  private func packet(_ type: UInt8 = 0, sequence: UInt16 = 1, payload: [UInt8] = [1, 2, 3, 4]) -> [UInt8] {
    var sender = StreamSender(ssrc: 9, sequenceNumber: sequence, timestamp: UInt32(sequence) * 160)
    var bytes: [UInt8] = []
    sender.write(payload: payload.span, payloadType: type, samples: 160, into: &bytes)
    return bytes
  }

  /// What `bytes` are to `session`, in a word.
  private func word(
    _ session: inout MediaSession, _ bytes: [UInt8], from source: TransportAddress, at now: Instant = .zero
  ) -> String {
    switch session.receiveRTP(bytes.span, from: source, at: now) {
    case .audio(_, let law, let arrival): "\(law) \(arrival)"
    case .comfortNoise: "noise"
    case .event(_, let event, _): "event \(event.code)"
    case .ignored: "ignored"
    }
  }

  /// Where the next packet of `session` goes.
  private func destination(_ session: inout MediaSession) -> TransportAddress? {
    var sink = Collector()
    let frame = [UInt8](repeating: 0xFF, count: 160)
    _ = session.sendFrame(frame.span, from: 20_000, into: &sink)
    return sink.packets.first?.to
  }

  @Test func `packets are told apart by the payload types agreed on`() throws {
    var session = try MediaSession(Agreement().bridge)
    #expect(word(&session, packet(0, sequence: 1), from: far) == "mu first")
    #expect(word(&session, packet(8, sequence: 2), from: far) == "a inOrder")
    #expect(word(&session, packet(101, sequence: 3), from: far) == "event 1")
    #expect(word(&session, packet(13, sequence: 4), from: far) == "noise")
    #expect(word(&session, packet(0, sequence: 4), from: far) == "mu duplicate")
    #expect(session.ignored == 0)
  }

  @Test func `what is no packet of this call is ignored and counted`() throws {
    var session = try MediaSession(Agreement().bridge)
    #expect(word(&session, [], from: far) == "ignored")
    #expect(word(&session, Array(packet().prefix(11)), from: far) == "ignored")
    #expect(word(&session, [0x40] + packet().dropFirst(), from: far) == "ignored")
    #expect(word(&session, packet(96), from: far) == "ignored")
    #expect(word(&session, packet(101, payload: [1, 2, 3]), from: far) == "ignored")
    #expect(session.ignored == 5)
    #expect(session.streams.streams.isEmpty)
  }

  @Test func `media goes to the described address until packets tell another one`() throws {
    var session = try MediaSession(Agreement().bridge)
    #expect(destination(&session) == far)
    #expect(word(&session, packet(), from: translated) == "mu first")
    #expect(destination(&session) == translated)
  }

  @Test func `reports follow the source to the port above it`() throws {
    var session = try MediaSession(Agreement().bridge)
    _ = word(&session, packet(), from: translated)
    var sink = Collector()
    session.sendReport(at: session.nextDeadline, from: 20_000, into: &sink)
    #expect(sink.packets.map(\.to) == [TransportAddress(translated.ip, translated.port + 1)])
    #expect(sink.packets.first?.kind == .rtcp)
  }

  @Test func `a stranger is ignored while the source speaks`() throws {
    var session = try MediaSession(Agreement().bridge)
    _ = word(&session, packet(sequence: 1), from: far, at: .zero)
    #expect(word(&session, packet(sequence: 2), from: stranger, at: .zero + .milliseconds(20)) == "ignored")
    #expect(word(&session, packet(sequence: 2), from: far, at: .zero + .seconds(2)) == "mu inOrder")
    #expect(word(&session, packet(sequence: 3), from: stranger, at: .zero + .seconds(4)) == "ignored")
    #expect(destination(&session) == far)
    #expect(session.ignored == 2)
    #expect(session.streams.current?.received == 2)
  }

  @Test func `another source takes over once the first was silent for more than two seconds`() throws {
    var session = try MediaSession(Agreement().bridge)
    _ = word(&session, packet(sequence: 1), from: far, at: .zero)
    let limit = Instant.zero + MediaSession.relatchAfter
    #expect(word(&session, packet(sequence: 2), from: translated, at: limit) == "ignored")
    #expect(
      word(&session, packet(sequence: 2), from: translated, at: limit + .nanoseconds(1)) == "mu inOrder")
    #expect(destination(&session) == translated)
    #expect(word(&session, packet(sequence: 3), from: stranger, at: limit + .milliseconds(20)) == "ignored")
  }

  @Test func `a stranger who came first gives way to the address that the peer named`() throws {
    var session = try MediaSession(Agreement().bridge)
    _ = word(&session, packet(sequence: 1), from: stranger, at: .zero)
    #expect(destination(&session) == stranger)
    #expect(word(&session, packet(sequence: 2), from: far, at: .zero + .milliseconds(20)) == "mu inOrder")
    #expect(destination(&session) == far)
    #expect(word(&session, packet(sequence: 3), from: stranger, at: .zero + .milliseconds(40)) == "ignored")
  }

  @Test func `a new agreement sends to its address and takes whoever comes first`() throws {
    var agreement = try Agreement()
    var session = MediaSession(agreement.bridge)
    _ = word(&session, packet(sequence: 1), from: far)
    agreement.bridge.remoteRTP = stranger
    session.renegotiate(agreement.bridge)
    #expect(destination(&session) == stranger)
    #expect(word(&session, packet(sequence: 2), from: translated) == "mu inOrder")
    #expect(destination(&session) == translated)
  }
}

import LiveWorld
import SansIO
import Testing

/// What is no SIP is thrown at a bridge in the middle of a call.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HostileInputTests {
  /// Messages that no parser can make sense of, and some that begin well.
  static let rubbish: [[UInt8]] = {
    let texts = [
      "", "\r\n\r\n\r\n\r\n", "rubbish\r\n\r\n", "INVITE", "INVITE sip:a@b SIP/2.0", "SIP/2.0 200 OK\r\n\r\n",
      "INVITE sip:a@b SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "INVITE sip:a@b SIP/2.0\r\nContent-Length: -1\r\n\r\n",
      "INVITE sip:a@b SIP/9.9\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\r\nCSeq: 1 INVITE\r\n\r\n",
      "OPTIONS sip:\u{0}\u{1}\u{2} SIP/2.0\r\nVia: \u{0}\r\n\r\n",
      "BYE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKy\r\nCSeq: 4294967296 BYE\r\n\r\n",
      "INVITE sip:a@b SIP/2.0\r\n" + String(repeating: "Via: SIP/2.0/UDP x\r\n", count: 2000) + "\r\n",
      String(repeating: "A", count: 60_000),
    ]
    let bytes = (UInt8.min...UInt8.max).map { $0 }
    return texts.map { Array($0.utf8) } + [bytes, bytes.reversed(), Array(repeating: 0, count: 1400)]
  }()

  @Test func `datagrams of rubbish leave a call and the process alone`() async throws {
    let bridge = try await BridgeProgram.start()
    let caller = try SIPp.call(bridge.sip, "caller-hung-up-on")
    try await bridge.log("call answered", count: 1)
    let socket = try UDPSocket(bind: TransportAddress(.loopback, 0))
    for bytes in Self.rubbish {
      _ = socket.send(bytes.span, to: bridge.sip)
      let short = Array(bytes.prefix(1400))
      for port in bridge.mediaPorts { _ = socket.send(short.span, to: TransportAddress(.loopback, port)) }
    }
    try await expectHealthy(bridge, during: caller, transport: .udp)
  }

  @Test func `streams of rubbish leave a call and the process alone`() async throws {
    let bridge = try await BridgeProgram.start()
    let caller = try SIPp.call(bridge.sip, "caller-hung-up-on", transport: .tcp)
    try await bridge.log("call answered", count: 1)
    for bytes in Self.rubbish {
      // Closed by us when it is written: what is not a whole message keeps the bridge waiting.
      let taken = await Waiting.on {
        guard let connection = TCPClient(to: bridge.sip) else { return false }
        connection.send(bytes)
        return true
      }
      #expect(taken, "a new connection is taken after rubbish")
    }
    try await expectHealthy(bridge, during: caller, transport: .tcp)
  }

  @Test func `a stream that can never become SIP is closed by the bridge`() async throws {
    let bridge = try await BridgeProgram.start()
    let answer = await Waiting.on {
      guard let connection = TCPClient(to: bridge.sip) else { return "no connection" }
      connection.send(Array("INVITE sip:a@b SIP/2.0\r\nContent-Length: 99999999999999999999\r\n\r\n".utf8))
      return String(decoding: connection.receiveAll(), as: UTF8.self)
    }
    #expect(answer.isEmpty || answer.hasPrefix("SIP/2.0 4") || answer.hasPrefix("SIP/2.0 5"))
    try await SIPp.call(bridge.sip, "asks-options", transport: .tcp).success()
    try await bridge.stop()
  }

  /// The call comes to its own end, and another one can be made.
  private func expectHealthy(_ bridge: BridgeProgram, during caller: SIPp, transport: SIPp.Transport)
    async throws
  {
    try await SIPp.call(bridge.sip, "asks-options", transport: transport).success()
    try await caller.success()
    #expect(try await bridge.log("call ended", count: 1)[0]["cause"] == "silence")
    try await SIPp.call(bridge.sip, "caller-hangs-up", transport: transport).success()
    let status = try await bridge.statusAtRest()
    #expect(status.answered == 2)
    #expect(status.ended == ["silence": 1, "caller-hung-up": 1])
    try await bridge.stop()
  }
}

import LiveWorld
import SansIO
import Testing

/// SIPp, with its own RTP, calls a bridge that hangs up after 2 s of silence.
@Suite(.serialized, .timeLimit(.minutes(3))) struct SIPpCallerTests {
  @Test(arguments: SIPp.Transport.allCases)
  func `a caller who falls silent is hung up on, not before the threshold`(transport: SIPp.Transport)
    async throws
  {
    let bridge = try await BridgeProgram.start()
    // The scenario itself fails on a BYE within 3 s and on one whose Reason does not speak of silence.
    let caller = try SIPp.call(bridge.sip, "caller-hung-up-on", room: "quiet", transport: transport)
    let answered = try await bridge.log("call answered", count: 1)[0]
    #expect(answered["room"] == "quiet-1")
    #expect(answered["codec"] == "pcmu")
    try await caller.success()

    let reached = try await bridge.log("silence reached its limit", count: 1)
    #expect(reached.count == 1)
    let ended = try await bridge.log("call ended", count: 1)[0]
    #expect(ended["call_id"] == answered["call_id"])
    #expect(ended["cause"] == "silence")
    // 2 s of tone are 100 packets, and 2 s of silence follow the last of them.
    #expect(ended["packets_received"] == "100")
    #expect(ended["packets_lost"] == "0")
    #expect(try #require(ended["duration_s"].flatMap { Double($0) }) > 3)
    #expect(try #require(ended["packets_sent"].flatMap { Int($0) }) > 100)
    let status = try await bridge.statusAtRest()
    #expect(status.answered == 1)
    #expect(status.ended == ["silence": 1])
    try await bridge.stop()
  }

  @Test(arguments: SIPp.Transport.allCases)
  func `a caller's own BYE ends its call`(transport: SIPp.Transport) async throws {
    let bridge = try await BridgeProgram.start()
    try await SIPp.call(bridge.sip, "caller-hangs-up", transport: transport).success()
    let ended = try await bridge.log("call ended", count: 1)[0]
    #expect(ended["cause"] == "caller-hung-up")
    #expect(try #require(ended["packets_received"].flatMap { Int($0) }) > 25)
    #expect(bridge.log("silence reached its limit").isEmpty)
    #expect(try await bridge.statusAtRest().ended == ["caller-hung-up": 1])
    try await bridge.stop()
  }

  @Test(arguments: SIPp.Transport.allCases)
  func `twenty calls at ten a second each end by their own silence`(transport: SIPp.Transport) async throws {
    let bridge = try await BridgeProgram.start(pairs: 24)
    let callers = try SIPp.call(bridge.sip, "caller-hung-up-on", transport: transport, calls: 20, rate: 10)
    try await callers.success(calls: 20)
    let ended = try await bridge.log("call ended", count: 20)
    #expect(Set(ended.compactMap { $0["call_id"] }).count == 20)
    #expect(ended.allSatisfy { $0["cause"] == "silence" })
    #expect(Set(bridge.log("call answered").compactMap { $0["room"] }).count == 20)
    let status = try await bridge.statusAtRest()
    #expect(status.answered == 20)
    #expect(status.refused == 0)
    #expect(status.ended == ["silence": 20])
    try await bridge.stop()
  }

  @Test(arguments: [["-t", "u1"], ["-t", "un", "-max_socket", "100"], ["-t", "tn", "-max_socket", "100"]])
  func `SIPp's own idea of a caller is served, from one socket or from one for each call`(
    transport: [String]
  ) async throws {
    let bridge = try await BridgeProgram.start(["SILENCE_TIMEOUT": "off"])
    try await SIPp.builtIn(bridge.sip, calls: 5, arguments: ["-d", "500", "-r", "5"] + transport).success(
      calls: 5)
    #expect(try await bridge.statusAtRest().ended == ["caller-hung-up": 5])
    try await bridge.stop()
  }

  @Test func `signalling that loses every tenth message comes through all the same`() async throws {
    let bridge = try await BridgeProgram.start(["SILENCE_TIMEOUT": "off"], pairs: 16)
    try await SIPp.call(bridge.sip, "caller-hangs-up", calls: 8, rate: 8, arguments: ["-lost", "10"])
      .success(calls: 8)
    let status = try await bridge.statusAtRest()
    #expect(status.answered == 8)
    #expect(status.ended == ["caller-hung-up": 8])
    try await bridge.stop()
  }

  @Test func `a held call outlives the threshold and is hung up on once it is back and silent`() async throws
  {
    let bridge = try await BridgeProgram.start(["SILENCE_TIMEOUT": "3s"])
    // Held for 4 s; the scenario fails on a BYE before it has been back for 1.5 s.
    try await SIPp.call(bridge.sip, "caller-holds").success()
    #expect(bridge.log("call held").count == 1)
    #expect(bridge.log("call resumed").count == 1)
    #expect(try await bridge.log("call ended", count: 1)[0]["cause"] == "silence")
    #expect(try await bridge.statusAtRest().answered == 1)
    try await bridge.stop()
  }

  @Test func `a caller who sends no audio at all is hung up on after the media time-out`() async throws {
    let bridge = try await BridgeProgram.start(["SILENCE_TIMEOUT": "off", "MEDIA_TIMEOUT": "1s"])
    let phone = ["-key", "phone", "\(try Ports.one())"]
    try await SIPp.call(bridge.sip, "caller-with-phone", arguments: phone).success()
    #expect(try await bridge.log("call ended", count: 1)[0]["cause"] == "media-timeout")
    #expect(try await bridge.statusAtRest().ended == ["media-timeout": 1])
    try await bridge.stop()
  }

  @Test func `a CANCEL that comes after the answer changes nothing`() async throws {
    let bridge = try await BridgeProgram.start()
    try await SIPp.call(bridge.sip, "caller-cancels-late").success()
    #expect(try await bridge.log("call ended", count: 1)[0]["cause"] == "caller-hung-up")
    #expect(try await bridge.statusAtRest().ended == ["caller-hung-up": 1])
    try await bridge.stop()
  }

  @Test func `two callers of a room hear each other and not themselves`() async throws {
    let bridge = try await BridgeProgram.start()
    let talker = try await RTPPhone(speak: 1)
    let listener = try await RTPPhone(speak: 0)
    let calls = try [talker, listener].map { phone in
      try SIPp.call(
        bridge.sip, "caller-with-phone", room: "shared", arguments: ["-key", "phone", "\(phone.port)"])
    }
    for call in calls { try await call.success() }
    let heard = try await (talker: talker.findings(), listener: listener.findings())
    // A second of speech is 50 packets; a jitter buffer may drop or stretch some of it on a busy machine.
    #expect((25...60).contains(heard.listener.loud))
    #expect(heard.talker.loud == 0)
    for phone in [heard.talker, heard.listener] {
      #expect(phone.packets > 100)
      #expect(phone.expected == phone.packets)
      #expect(phone.sources == 1)
      #expect(phone.types == [0])
      #expect(phone.sizes == [160])
      #expect(phone.malformed == 0)
    }
    let ended = try await bridge.log("call ended", count: 2)
    #expect(ended.allSatisfy { $0["cause"] == "silence" })
    #expect(ended.allSatisfy { Int($0["packets_received"] ?? "") ?? 0 > 100 })
    try await bridge.stop()
  }
}

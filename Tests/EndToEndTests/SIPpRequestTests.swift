import LiveWorld
import SansIO
import Testing

/// SIPp asks a bridge for what is no ordinary call.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SIPpRequestTests {
  private static let trunk = """
    {
      "trunks": [{ "sipTrunkId": "office", "inboundAddresses": ["127.0.0.0/8"], "numbers": ["100"],
        "authUsername": "alice", "authPassword": "secret" }],
      "dispatchRules": [{ "name": "all", "rule": { "dispatchRuleDirect": { "roomName": "lobby" } } }]
    }
    """

  @Test(arguments: ["asks-options", "asks-unknown-method", "hangs-up-nothing"], SIPp.Transport.allCases)
  func `a request outside of calls gets its answer`(scenario: String, transport: SIPp.Transport) async throws
  {
    let bridge = try await BridgeProgram.start()
    try await SIPp.call(bridge.sip, scenario, transport: transport).success()
    let status = try await bridge.statusAtRest()
    #expect(status.answered == 0)
    #expect(status.refused == 0)
    try await bridge.stop()
  }

  @Test(arguments: SIPp.Transport.allCases)
  func `a trunk with a password takes callers who prove that they know it`(transport: SIPp.Transport)
    async throws
  {
    let folder = try TemporaryFolder()
    let bridge = try await BridgeProgram.start(["DISPATCH_RULES": folder.write("dispatch.json", Self.trunk)])
    let words = ["-au", "alice", "-ap", "secret"]
    try await SIPp.call(
      bridge.sip, "caller-authenticates", room: "100", transport: transport, arguments: words
    )
    .success()
    let received = try await bridge.log("call received", count: 1)
    #expect(received.count == 1)
    #expect(received[0]["trunk"] == "office")
    #expect(received[0]["room"] == "lobby")
    #expect(try await bridge.statusAtRest().answered == 1)
    try await bridge.stop()
  }

  @Test(arguments: [["-au", "alice", "-ap", "wrong"], ["-au", "mallory", "-ap", "secret"]])
  func `a trunk with a password takes nobody else`(words: [String]) async throws {
    let folder = try TemporaryFolder()
    let bridge = try await BridgeProgram.start(["DISPATCH_RULES": folder.write("dispatch.json", Self.trunk)])
    try await SIPp.call(bridge.sip, "caller-with-wrong-password", room: "100", arguments: words).success()
    #expect(bridge.log("call received").isEmpty)
    #expect(bridge.log("call answered").isEmpty)
    #expect(try await bridge.statusAtRest().answered == 0)
    try await bridge.stop()
  }

  @Test func `a number that no trunk serves is refused, and the log says why`() async throws {
    let folder = try TemporaryFolder()
    let bridge = try await BridgeProgram.start(["DISPATCH_RULES": folder.write("dispatch.json", Self.trunk)])
    let outcome = try await SIPp.call(bridge.sip, "caller-hangs-up", room: "999").outcome()
    #expect(outcome.status == .exited(1))
    #expect(outcome.words.contains("403"))
    let refused = try await bridge.log("call refused", count: 1)[0]
    #expect(refused["status"] == "403")
    #expect(refused["why"]?.contains("999") == true)
    #expect(try await bridge.statusAtRest().refused == 1)
    try await bridge.stop()
  }
}

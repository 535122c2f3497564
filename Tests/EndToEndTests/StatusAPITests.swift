import LiveWorld
import SansIO
import Testing

/// The HTTP side of `callbridge`.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StatusAPITests {
  @Test func `a call is shown while it is up and counted afterwards`() async throws {
    let bridge = try await BridgeProgram.start(["SILENCE_TIMEOUT": "4s"])
    let before = try await bridge.status()
    #expect(before.calls.isEmpty)
    #expect(before.answered == 0)

    let caller = try SIPp.call(bridge.sip, "caller-hung-up-on", room: "shown")
    let answered = try await bridge.log("call answered", count: 1)[0]
    let during = try await bridge.status()
    let call = try #require(during.calls.first)
    #expect(during.calls.count == 1)
    #expect(during.rooms == ["shown-1"])
    #expect(during.freePorts == bridge.mediaPorts.count / 2 - 1)
    #expect(call.callId == answered["call_id"])
    #expect(call.room == "shown-1")
    #expect(call.from == "sipp")
    #expect(call.to == "shown-1")
    #expect(call.state == "active")
    #expect(call.participants == 1)
    #expect(call.codec?.lowercased() == "pcmu")
    #expect(try #require(call.durationSeconds) >= 0)
    let left = try #require(call.hangupInSeconds)
    let silent = try #require(call.silentSeconds)
    #expect(left > 0 && left <= 4)
    #expect(abs(left + silent - 4) < 0.001, "silent so far and left make the threshold")

    let health = await HTTPAnswer.get("/health", from: bridge.http)
    #expect(health.status == 200)
    let healthy = try health.decoded(Health.self)
    #expect(healthy.status == "ok")
    #expect(healthy.calls == 1)
    #expect(healthy.rooms == 1)

    try await caller.success()
    #expect(try await bridge.statusAtRest().ended == ["silence": 1])
    #expect(try await HTTPAnswer.get("/health", from: bridge.http).decoded(Health.self).calls == 0)
    try await bridge.stop()
  }

  @Test(arguments: ["/health", "/api/call/status"])
  func `an answer is JSON and says so`(path: String) async throws {
    let bridge = try await BridgeProgram.start()
    let answer = await HTTPAnswer.get(path, from: bridge.http)
    #expect(answer.status == 200)
    #expect(answer.fields["content-type"]?.hasPrefix("application/json") == true)
    try await bridge.stop()
  }

  @Test(arguments: ["/", "/api", "/api/call", "/healthy", "/api/call/status/1", "/../etc/passwd"])
  func `elsewhere there is nothing`(path: String) async throws {
    let bridge = try await BridgeProgram.start()
    #expect(await HTTPAnswer.get(path, from: bridge.http).status == 404)
    try await bridge.stop()
  }
}

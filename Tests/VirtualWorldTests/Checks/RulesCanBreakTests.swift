import Bridge
import Measurement
import PhoneLeg
import SansIO
import Scenario
import Testing
import VirtualWorld

/// Every rule of the simulated world finds the bridge that breaks it.
@Suite struct RulesCanBreakTests {
  @Test func `a bridge that hangs up a second early is found`() throws {
    let run = try Small.run(Small.plan(), silence: .seconds(2))
    let rule = try #require(run.rule("hung up for silence"))
    #expect(rule.violations == 3)
    #expect(rule.examples.first?.hasPrefix("alice of call 0: hung up ") == true)
  }

  @Test func `a bridge that hangs up a second late is found`() throws {
    let run = try Small.run(Small.plan(), silence: .seconds(4))
    let rule = try #require(run.rule("hung up for silence"))
    #expect(rule.violations == 3)
    #expect(rule.examples.first?.contains("not hung up although silent") == true)
  }

  @Test func `a bridge that hangs up one packet and a half late is found`() throws {
    let run = try Small.run(Small.plan(), silence: .milliseconds(3_065))
    #expect(run.rule("hung up for silence")?.violations == 3)
  }

  @Test func `a bridge that brings all calls into one room is found`() throws {
    let dispatch = DispatchTable(
      trunks: DispatchTable.loopback.trunks,
      rules: [DispatchRule(name: "one room", kind: .direct(roomName: "call-0"))])
    let run = try Small.run(Small.plan(), dispatch: dispatch)
    let rule = try #require(run.rule("no probe of one room"))
    #expect(rule.violations > 0)
    #expect(run.rule("every INVITE")?.violations == 0)
  }

  @Test func `an INVITE without a final response, or with two, is found`() {
    func message(_ start: String, cseq: String, tag: String = "") -> [UInt8] {
      Array("\(start)\r\nTo: <sip:a@b>\(tag)\r\nCall-ID: x\r\nCSeq: \(cseq)\r\n\r\n".utf8)
    }
    var check = InviteCheck()
    check.sent(message("INVITE sip:a@b SIP/2.0", cseq: "1 INVITE"), fromPeople: true)
    check.sent(message("SIP/2.0 100 Trying", cseq: "1 INVITE"), fromPeople: false)
    #expect(check.result.violations == 1)
    for _ in 0..<3 {
      check.sent(message("SIP/2.0 200 OK", cseq: "1 INVITE", tag: ";tag=1"), fromPeople: false)
    }
    check.sent(message("ACK sip:a@b SIP/2.0", cseq: "1 ACK"), fromPeople: true)
    #expect(check.result.violations == 0)
    #expect(check.result.examined == 1)
    check.sent(message("SIP/2.0 486 Busy Here", cseq: "1 INVITE", tag: ";tag=1"), fromPeople: false)
    #expect(check.result.examples == ["Call-ID x: INVITE 1 of the caller had 2"])
    // The bridge's own INVITE of that number is another one.
    check.sent(message("INVITE sip:c@d SIP/2.0", cseq: "1 INVITE"), fromPeople: false)
    #expect(check.result.examined == 2)
    #expect(check.result.violations == 2)
  }

  @Test func `a world that is looked at in the midst of a call has everything left over`() throws {
    let plan = Small.plan(calls: 1)
    let run = try VirtualRun(
      VirtualRun.Inputs(plan: plan, clips: [:], bridge: BridgeSettings(), seed: 1, onTime: { _ in }))
    run.world.run(for: .seconds(2))
    let rule = LeftoverCheck.result(
      run.world, bridge: run.bridge, people: run.people, pairs: BridgeSettings().ports.capacity)
    #expect(
      rule.examples.map { $0.prefix { $0 != ":" } } == [
        "calls in the bridge", "participants in the bridge", "rooms in the bridge",
        "audio ports of the bridge",
        "pairs of audio ports that the bridge has not given back", "signalling connections of the bridge",
        "bridge that is not empty", "ports and connections of the people",
        "signalling connections between them", "things on their way",
        "bridge that still has something to do", "people who still have something to do",
      ])
  }

  @Test func `how many losses in a row are possible follows from their share`() {
    #expect(SilenceCheck.lossesInARow(0) == 1)
    #expect(SilenceCheck.lossesInARow(0.01) == 5)
    #expect(SilenceCheck.lossesInARow(0.5) == 30)
  }
}

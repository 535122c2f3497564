import Foundation
import LiveWorld
import Measurement
import SansIO
import Testing

/// `callsim` calls SIPp.
@Suite(.serialized, .timeLimit(.minutes(3))) struct SIPpCalleeTests {
  private func target(_ phone: SIPp, _ transport: SIPp.Transport = .udp) -> String {
    "sip:\(phone.address)" + (transport == .tcp ? ";transport=tcp" : "")
  }

  @Test(arguments: SIPp.Transport.allCases)
  func `a phone that echoes is heard, and the round trip measured`(transport: SIPp.Transport) async throws {
    let phone = try SIPp.answer("callee-answers", transport: transport, arguments: ["-rtp_echo"])
    try await phone.ready()
    let run = try Simulation.start(
      """
      name: echoed
      callers:
        alice:
          dial: echo
          timeline: [{ probes: { every: 400 ms, for: 2 s } }, { silence: 500 ms }, hang-up]
          expect: caller
      thresholds: [answered.rate == 100 %, unexpected_endings.count == 0]
      """, target: target(phone, transport))
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(0), "\(outcome.text)")
    try await phone.success()

    let record = try #require(outcome.records.first)
    #expect(record.ending.cause == .scriptBye)
    #expect(record.milestones.ringing != nil)
    #expect(record.milestones.byeAnswered != nil)
    #expect(record.sent.packets > 100)
    // What the phone heard before its BYE came back; the last packets may have been on their way.
    #expect(try #require(record.received.first).packets >= record.sent.packets - 25)
    #expect(record.probesSent.count == 5)
    #expect(outcome.count("round_trip_wire") >= 3)
    let answers = ["180 Ringing (INVITE)", "200 OK (INVITE)", "200 OK (BYE)"]
    #expect(record.ladder.filter { !$0.sent }.map(\.message) == answers)
    #expect(record.ladder.filter(\.sent).map(\.message) == ["INVITE", "ACK", "BYE"])
  }

  @Test func `a phone that hangs up by itself is what the scenario expected`() async throws {
    let phone = try SIPp.answer("callee-hangs-up")
    try await phone.ready()
    let run = try Simulation.start(
      """
      name: left-alone
      callers:
        alice: { dial: anybody, timeline: [silence], expect: remote }
      thresholds: [answered.rate == 100 %, unexpected_endings.count == 0]
      """, target: target(phone))
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(0), "\(outcome.text)")
    #expect(outcome.records.map(\.ending.cause) == [.remoteBye])
    try await phone.success()
  }

  @Test func `a busy phone is recorded as a refusal, and the other callers go on`() async throws {
    let phone = try SIPp.answer("callee-busy-for-some", calls: 4)
    try await phone.ready()
    let run = try Simulation.start(
      """
      name: half-busy
      calls: 2
      arrivals: { at-once: true }
      callers:
        alice: { dial: "busy-{call}", timeline: [silence: 1 s, hang-up], expect: caller }
        bob: { dial: "free-{call}", timeline: [silence: 1 s, hang-up], expect: caller }
      thresholds: [answered.rate == 100 %]
      """, target: target(phone))
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(99), "\(outcome.text)")
    #expect(outcome.summary.valid)
    for record in outcome.records(of: "alice") {
      #expect(record.ending == Ending(cause: .refused, status: 486, detail: "Busy Here"))
    }
    #expect(outcome.records(of: "bob").map(\.ending.cause) == [.scriptBye, .scriptBye])
    #expect(outcome.summary.statuses == ["200": 2, "486": 2])
    try await phone.success(calls: 4)
  }

  @Test func `Ctrl-C while the phone rings cancels the call`() async throws {
    let phone = try SIPp.answer("callee-rings")
    try await phone.ready()
    let run = try Simulation.start(
      """
      name: given-up
      callers:
        alice: { dial: anybody, timeline: [silence: 1 s, hang-up], expect: caller }
      """, target: target(phone))
    // A CANCEL waits for the first provisional response, so that it does not matter whether it rings already.
    try await run.program.line("started 1/1")
    run.program.signal(SIGINT)
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(105), "\(outcome.text)")
    let record = try #require(outcome.records.first)
    #expect(record.ending.cause == .aborted)
    #expect(record.ladder.map(\.message).contains("CANCEL"))
    #expect(record.ladder.map(\.message).contains { $0.hasPrefix("487") })
    try await phone.success()
  }
}

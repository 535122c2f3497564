import LiveWorld
import Measurement
import SansIO
import Testing

/// `callsim` calls phones that leave it waiting; RFC 3261 lets an INVITE wait for 32 s.
@Suite(.timeLimit(.minutes(3))) struct SilentCalleeTests {
  @Test func `a phone that never answers fails the call after SIP's own time`() async throws {
    let phone = try SIPp.answer("callee-is-silent")
    try await phone.ready()
    let run = try Simulation.start(
      """
      name: never-answered
      callers:
        alice: { dial: nobody, timeline: [silence: 1 s, hang-up], expect: caller }
      thresholds: [answered.rate == 100 %]
      """, target: "sip:\(phone.address)")
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(99), "\(outcome.text)")
    #expect(outcome.records.map(\.ending) == [Ending(cause: .failed, detail: "no answer to INVITE")])
    #expect(outcome.records[0].ladder.count { $0.retransmission } == 6)
  }

  @Test func `a phone that rings for ever is given up after the longest duration of a call`() async throws {
    let phone = try SIPp.answer("callee-rings")
    try await phone.ready()
    let run = try Simulation.start(
      """
      name: rings-for-ever
      maximum-call-duration: 3 s
      callers:
        alice: { dial: nobody, timeline: [silence: 1 s, hang-up], expect: caller }
      thresholds: [answered.rate == 100 %]
      """, target: "sip:\(phone.address)")
    let outcome = try await run.outcome(limit: .seconds(45))
    #expect(outcome.status == .exited(99), "\(outcome.text)")
    #expect(outcome.records[0].ladder.map(\.message).contains("CANCEL"))
    try await phone.success()
  }
}

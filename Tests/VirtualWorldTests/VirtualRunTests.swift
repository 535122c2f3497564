import Bridge
import Measurement
import Report
import SansIO
import Scenario
import Testing
import VirtualWorld

@Suite struct VirtualRunTests {
  private static let bad = LinksPlan(
    phones: LinksPlan.Path(delay: .milliseconds(20), jitter: .milliseconds(8), loss: 0.05),
    rooms: LinksPlan.Path(delay: .milliseconds(30), jitter: .milliseconds(10), loss: 0.05))

  @Test func `on a loopback every call is answered, heard, and hung up to the microsecond`() throws {
    let run = try Small.run(Small.plan())
    #expect(run.records.callers.count == 3)
    #expect(run.records.participants.count == 3)
    for record in run.records.callers {
      // There and back over 50 µs each.
      let dialled = try #require(record.milestones.inviteSent)
      #expect(try #require(record.milestones.answered) - dialled == 100_000)
      #expect(record.probesHeard.contains { $0.identity != nil })
    }
    for call in run.records.callers.map(\.call) {
      let caller = try #require(run.records.callers.first { $0.call == call })
      let agent = try #require(run.records.participants.first { $0.call == call })
      let last = try #require((caller.activity + agent.activity).compactMap(\.lastActive).max())
      let bye = try #require(caller.milestones.byeReceived)
      // The look-ahead of Opus may carry the last sound into one more packet.
      #expect([0, 20_000_000].contains(bye - last - 3_000_000_000 - 100_000))
      #expect(agent.ending.cause == .roomEnded)
    }
    #expect(run.outcome.checks.violations == 0)
    #expect(run.outcome.checks.rules.allSatisfy { $0.examined > 0 })
    #expect(run.outcome.health.calibration.map { abs(($0.error ?? 0) - 100_000) < 20_000 } == true)
  }

  @Test func `one seed gives the same bytes, another seed other ones`() throws {
    let bytes = try ([5, 5, 6] as [UInt64]).map { seed in
      let run = try Small.run(Small.plan(links: Self.bad), seed: seed)
      return try run.records.callers.flatMap { try RecordLine.encode($0) }
        + run.records.participants.flatMap { try RecordLine.encode($0) }
    }
    #expect(bytes[0] == bytes[1])
    #expect(bytes[0] != bytes[2])
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `a bad network is repaired by the protocols, and breaks no rule`(_ seed: UInt64) throws {
    let run = try Small.run(Small.plan(calls: 4, links: Self.bad), seed: seed)
    #expect(run.outcome.checks.rules.flatMap(\.examples) == [])
    #expect(run.outcome.checks.lostDatagrams > 100)
    #expect(run.records.callers.allSatisfy { $0.ending.cause == .remoteBye })
    #expect(run.records.participants.allSatisfy { $0.milestones.dtlsConnected != nil })
  }

  @Test func `participants without any call meet, hear each other, leave, and leave nothing`() throws {
    var plan = Small.plan()
    plan.callers = []
    plan.participants = [
      ParticipantPlan(
        role: "ada", room: "room-{call}",
        timeline: [
          .silence(.idle, .seconds(1)), .probes(every: .milliseconds(600), lasting: .milliseconds(2_400)),
          .silence(.idle, .seconds(2)), .leave,
        ], expects: .leave),
      ParticipantPlan(
        role: "ben", room: "room-{call}", timeline: [.answer(.seconds(6)), .leave], expects: .leave),
    ]
    let run = try Small.run(plan)
    #expect(run.records.callers.isEmpty && run.records.participants.count == 6)
    #expect(run.records.participants.allSatisfy { $0.ending.cause == .scriptLeave && $0.mediaReady != nil })
    for record in run.records.participants {
      #expect(record.probesHeard.count == 4 && record.probesSent.count == 4, "\(record.participant)")
    }
    #expect(run.outcome.checks.violations == 0)
    let health = run.outcome.health
    #expect(health.planned == 0 && health.started == 0)
    #expect(health.samples.last?.stays == RunHealth.Stays(planned: 6, joined: 6, ended: 6))
  }

  @Test func `callers by TCP are served alike`() throws {
    var plan = Small.plan()
    plan.transport = .tcp
    let run = try Small.run(plan)
    #expect(run.records.callers.map(\.ending.cause) == [.remoteBye, .remoteBye, .remoteBye])
    #expect(run.outcome.checks.violations == 0)
  }

  @Test func `half a network away nobody gets through, and nothing is left over all the same`() throws {
    let gone = LinksPlan(phones: LinksPlan.Path(loss: 0.999), rooms: LinksPlan.Path())
    let run = try Small.run(Small.plan(links: gone))
    #expect(run.records.callers.allSatisfy { $0.ending.cause == .failed })
    #expect(run.rule("nothing is left")?.violations == 0)
  }
}

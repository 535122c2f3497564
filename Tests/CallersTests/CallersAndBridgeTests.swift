import Callers
import Measurement
import SansIO
import Scenario
import Testing

/// The simulator's callers against the bridge, both as machines in one virtual time.
@Suite struct CallersAndBridgeTests {
  private static let link = Interval.milliseconds(6)

  private func plan(_ timelines: [[Step]], calls: Int = 1, seed: UInt64 = 1) -> RunPlan {
    let callers = timelines.enumerated().map { role, timeline in
      CallerPlan(
        role: "role-\(role)", dial: "room-{call}", offset: .milliseconds(Int64(role * 50)),
        voice: Talk.path,
        timeline: timeline, expects: .silence)
    }
    return RunPlan(
      name: "bridge", seed: seed, arrivals: (0..<calls).map { .milliseconds(Int64(370 * $0)) },
      callers: callers)
  }

  private func records(_ plan: RunPlan) throws -> [CallRecord] {
    let world = CallWorld(plan, .bridge(), delay: Self.link, clips: [Talk.path: try Talk.clip()])
    world.runToEnd()
    #expect(world.group.isFinished)
    return world.records.sorted { ($0.call, $0.role) < ($1.call, $1.role) }
  }

  private static let talk: [Step] = [.speech(.seconds(2)), .silence(.idle, nil)]
  private static let listen: [Step] = [.silence(.idle, nil)]

  @Test func `the hang-up comes at due, seen two links later`() throws {
    for call in 0..<4 {
      let found = try HangUpEvaluation.evaluate(
        call: records(plan([Self.talk, Self.listen], seed: UInt64(call))))
      #expect(found.map(\.outcome) == Array(repeating: .hungUp(error: 2 * Self.link.nanoseconds), count: 2))
    }
  }

  @Test func `the bridge names silence as its reason`() throws {
    let found = try records(plan([Self.talk]))
    #expect(found.map(\.ending.cause) == [.remoteBye])
    #expect(found.first?.ending.detail?.contains("silence") == true)
    #expect(found.first?.ladder.map(\.message).suffix(2) == ["BYE", "200 OK (BYE)"])
  }

  @Test func `each hears the probes of the other and of no other call`() throws {
    let probes: [Step] = [.probes(every: .milliseconds(700), lasting: .seconds(4)), .silence(.idle, nil)]
    let found = try records(plan([probes, probes], calls: 3))
    #expect(found.count == 6)
    for pair in 0..<3 {
      let (a, b) = (found[2 * pair], found[2 * pair + 1])
      // What one sent before the other was in the room is lost.
      let entered = try #require(b.milestones.answered)
      let late = a.probesSent.filter { $0.mouth > entered }.map(\.identity)
      #expect(late.count >= 5)
      #expect(b.probesHeard.suffix(late.count).map(\.identity) == late)
      #expect(a.probesHeard.map(\.identity) == b.probesSent.map(\.identity))
    }
  }

  @Test func `the bridge alone takes less than 60 ms from wire to wire`() throws {
    let probes: [Step] = [.probes(every: .milliseconds(700), lasting: .seconds(4)), .silence(.idle, nil)]
    let found = try records(plan([probes, Self.listen]))
    let (sender, listener) = (found[0], found[1])
    for heard in listener.probesHeard {
      let sent = try #require(sender.probesSent.first { $0.identity == heard.identity })
      let bridge = Interval.nanoseconds(heard.wire - sent.mouth) - Self.link * 2
      #expect(bridge > .zero && bridge < .milliseconds(60), "the bridge took \(bridge)")
    }
    #expect(!listener.probesHeard.isEmpty)
  }

  @Test(arguments: [20, 3_000] as [Int64])
  func `a hold puts due off by its length`(silentBefore: Int64) throws {
    let timeline: [Step] = [
      .speech(.seconds(2)), .silence(.idle, .milliseconds(silentBefore)), .hold(.seconds(20)),
      .silence(.idle, nil),
    ]
    let found = try HangUpEvaluation.evaluate(call: records(plan([timeline])))
    #expect(found.count == 1)
    guard case .hungUp(let error)? = found.first?.outcome else {
      Issue.record("the call ended otherwise: \(found)")
      return
    }
    // The record counts the hold in packets, the bridge from re-INVITE to re-INVITE.
    #expect(Interval.nanoseconds(error).magnitude < .milliseconds(50))
  }

  @Test func `digits keep a call and comfort noise does not`() throws {
    let timeline: [Step] = [.dtmf("12"), .silence(.comfortNoise, nil)]
    let found = try HangUpEvaluation.evaluate(call: records(plan([timeline])))
    #expect(found.map(\.outcome) == [.hungUp(error: 2 * Self.link.nanoseconds)])
  }

  @Test func `the same seed gives the same records`() throws {
    let first = try records(plan([Self.talk, Self.listen], calls: 2))
    let second = try records(plan([Self.talk, Self.listen], calls: 2))
    #expect(second == first)
  }
}

import LiveWorld
import Measurement
import Report
import Testing

/// A scenario without callers, in real processes.
@Suite(.timeLimit(.minutes(2))) struct RoomTestRunTests {
  private static let scenario = """
    name: rooms
    calls: 10
    arrivals: { rate: 20/s }
    participants:
      ada:
        room: room-{call}
        timeline:
          - silence: 500 ms
          - probes: { every: 600 ms, for: 1.2 s }
          - silence: 1.5 s
          - leave
        expect: leave
      ben: { room: "room-{call}", timeline: [answer: 3.5 s, leave], expect: leave }
      cleo: { room: "room-{call}", joins: 100 ms, timeline: [leave], expect: leave }
    thresholds:
      - participants_joined.rate == 100 %
      - participants_unexpected_endings.count == 0
      - crosstalk.count == 0
    """

  private func expectSound(_ run: Simulation, _ outcome: Simulation.Outcome) {
    #expect(outcome.status == .exited(0), "\(outcome.text)")
    #expect(outcome.summary.passed && outcome.summary.planned == 0 && outcome.records.isEmpty)
    #expect(outcome.summary.participants?.endings == ["scriptLeave": 30])
    #expect(outcome.summary.participants?.joined == 30)
    #expect(outcome.count("mouth_to_ear_room_to_room") > 0 && outcome.count("round_trip") > 0)
    #expect(outcome.text.contains("10 calls of 3 participants without callers (30 joins)"))
    #expect(outcome.text.contains("joined          30 of 30 started participants"))
    let records = run.recordFile().all
    #expect(records.participants.count == 30)
    // Whoever leaves at once was in the room all the same.
    #expect(records.participants.allSatisfy { $0.mediaReady != nil && $0.milestones.leaveSent != nil })
  }

  @Test func `participants alone meet in the rooms of an embedded bridge`() async throws {
    let run = try Simulation.start(Self.scenario)
    let outcome = try await run.outcome()
    expectSound(run, outcome)
    #expect(outcome.summary.header.target == "embedded")
  }

  @Test func `a server of rooms is reached without SIP`() async throws {
    let bridge = try await RoomBridge.start()
    let address = "http://\(bridge.http)/api/token"
    let run = try Simulation.start("target: { token: \"\(address)\" }\n\(Self.scenario)", isEmbedded: false)
    let outcome = try await run.outcome()
    expectSound(run, outcome)
    #expect(outcome.summary.header.target == address)
  }
}

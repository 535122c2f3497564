import LiveWorld
import Measurement
import SansIO
import Testing

/// Ports and places run out on either side.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ExhaustionTests {
  private static let four = """
    name: four
    calls: 4
    arrivals: { at-once: true }
    callers:
      alice: { dial: "call-{call}", timeline: [silence: 1 s, hang-up], expect: caller }
    thresholds: [answered.rate == 100 %]
    """

  @Test(arguments: [([:], 2), (["MAX_CALLS": "2"], 8)] as [([String: String], Int)])
  func `a bridge without a place for a call refuses it with 503`(settings: [String: String], pairs: Int)
    async throws
  {
    let bridge = try await BridgeProgram.start(settings, pairs: pairs)
    let outcome = try await Simulation.start(Self.four, target: "sip:\(bridge.sip)").outcome()
    #expect(outcome.status == .exited(99), "\(outcome.text)")
    #expect(outcome.summary.valid)
    #expect(outcome.summary.answered == 2)
    #expect(outcome.summary.statuses == ["200": 2, "503": 2])
    let refused = outcome.records.filter { $0.ending.cause == .refused }
    #expect(refused.count == 2)
    for record in refused {
      #expect(record.ending.status == 503)
      if settings.isEmpty {
        #expect(record.ending.detail?.contains("all 2 pairs of audio ports are in use") == true)
      }
    }
    #expect(outcome.records.count { $0.ending.cause == .scriptBye } == 2)
    let status = try await bridge.statusAtRest()
    #expect(status.refused == 2, "what was refused is counted, whoever refused it")
    #expect(bridge.log("call refused").count == 2, "and logged")
    // The places are free again.
    try await SIPp.call(bridge.sip, "caller-hangs-up").success()
    try await bridge.stop()
  }

  @Test func `callers without an audio port are not started, and their records say why`() async throws {
    let bridge = try await BridgeProgram.start()
    let pair = try Ports.take(2)
    let outcome = try await Simulation.start(Self.four, target: "sip:\(bridge.sip)", rtpPorts: pair).outcome()
    // The simulator could not make the load that was asked for: nothing can be said about the bridge.
    #expect(outcome.status == .exited(98), "\(outcome.text)")
    #expect(outcome.records.count { $0.ending.cause == .scriptBye } == 1)
    let failed = outcome.records.filter { $0.ending.cause == .failed }
    #expect(failed.count == 3)
    #expect(failed.allSatisfy { $0.ending.detail == "all 1 pairs of audio ports are in use" })
    #expect(failed.allSatisfy { $0.milestones.inviteSent == nil })
    #expect(outcome.text.contains("1 of 4"))
    #expect(outcome.summary.health?.calibration != nil, "one pair of ports is enough to calibrate with")
    try await bridge.stop()
  }

  @Test func `an audio port that somebody else holds is passed over`() async throws {
    let bridge = try await BridgeProgram.start(pairs: 3)
    let holder = try UDPSocket(bind: TransportAddress(.loopback, bridge.mediaPorts.lowerBound))
    let outcome = try await Simulation.start(
      Self.four.replacing("calls: 4", with: "calls: 1").replacing(
        "    arrivals: { at-once: true }\n", with: ""),
      target: "sip:\(bridge.sip)"
    ).outcome()
    #expect(outcome.records.map(\.ending.cause) == [.scriptBye], "\(outcome.records.map(\.ending))")
    withExtendedLifetime(holder) {}
    try await bridge.stop()
  }
}

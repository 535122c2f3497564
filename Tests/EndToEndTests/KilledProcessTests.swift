import Foundation
import LiveWorld
import Measurement
import Report
import SansIO
import Testing

/// Processes die in the middle of a run.
@Suite(.serialized, .timeLimit(.minutes(3))) struct KilledProcessTests {
  /// One call each 3 s, over 3 s after it began: by the fifth second one has ended and one is up.
  private static let staggered = """
    name: staggered
    calls: 3
    arrivals: { rate: 20/min }
    silence-threshold: 2 s
    grace: 1 s
    callers:
      alice:
        dial: call-{call}
        timeline: [tone: { frequency: 440 Hz, for: 1 s }, silence]
        expect: silence
    thresholds: [answered.rate == 100 %]
    """

  @Test func `a bridge killed in mid-run is told, and the records before it survive`() async throws {
    let run = try Simulation.start(Self.staggered)
    try await run.ended(1)
    let bridges = try ProcessTree.children(of: run.program.pid)
    #expect(bridges.count == 1)
    kill(try #require(bridges.first), SIGKILL)
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(99), "\(outcome.text)")
    #expect(outcome.summary.valid)
    #expect(outcome.summary.health?.bridgeExit == "signal 9")
    #expect(outcome.text.contains("the embedded bridge outlives the run"))
    #expect(outcome.text.contains("signal 9"))
    #expect(outcome.records.count == 3)
    #expect(outcome.records[0].ending.cause == .remoteBye)
    #expect(outcome.records[0].probesSent.isEmpty)
    let last = try #require(outcome.records.last)
    #expect(last.ending.cause == .failed, "\(last.ending)")
  }

  @Test func `a simulator killed in mid-run leaves readable records and no bridge`() async throws {
    // Between two calls, when the bridge has nothing to do and to say.
    let run = try Simulation.start(Self.staggered.replacing("rate: 20/min", with: "rate: 1/min"))
    try await run.ended(1)
    let bridge = try #require(try ProcessTree.children(of: run.program.pid).first)
    run.program.signal(SIGKILL)
    #expect(try await run.program.exit() == .signalled(SIGKILL))

    let file = run.recordFile()
    #expect(file.problems == [])
    #expect(file.records.map(\.ending.cause) == [.remoteBye])
    let (status, text) = try await Command.run("callsim", ["report", run.output])
    #expect(status == .exited(98))
    #expect(text.contains("INVALID"))
    #expect(text.contains("the run died before its end"))
    for name in ["summary.json", "report.html", "junit.xml"] {
      #expect(FileManager.default.fileExists(atPath: "\(run.output)/\(name)"))
    }
    let ends = try await ProcessTree.ends(bridge, limit: .seconds(10))
    #expect(ends, "the embedded bridge ends with the simulator")
    if !ends { kill(bridge, SIGKILL) }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends a run with every call hung up`(signal: Int32) async throws {
    let bridge = try await BridgeProgram.start(["SILENCE_TIMEOUT": "off"])
    let run = try Simulation.start(
      """
      name: stopped
      calls: 3
      arrivals: { at-once: true }
      callers:
        alice:
          dial: call-{call}
          timeline: [tone: { frequency: 440 Hz, for: 50 s }, hang-up]
          expect: caller
        bob: { dial: "call-{call}", timeline: [echo: 50 s, hang-up], expect: caller }
      thresholds: [answered.rate == 100 %]
      """, target: "sip:\(bridge.sip)")
    try await bridge.log("call answered", count: 6)
    run.program.signal(signal)
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(105), "\(outcome.text)")
    #expect(outcome.text.contains("stopped by the user"))
    #expect(outcome.records.count == 6)
    for record in outcome.records {
      #expect(record.ending == Ending(cause: .aborted, detail: "stopped by the user"))
      #expect(record.milestones.byeAnswered != nil)
    }
    #expect(try await bridge.log("call ended", count: 6).allSatisfy { $0["cause"] == "caller-hung-up" })
    _ = try await bridge.statusAtRest()
    try await bridge.stop()
  }

  @Test func `Ctrl-C before the first call ends the run too`() async throws {
    let run = try Simulation.start(Self.staggered)
    try await run.program.line("calibrating")
    run.program.signal(SIGINT)
    let outcome = try await run.outcome()
    #expect(outcome.status == .exited(105), "\(outcome.text)")
    #expect(outcome.summary.started == 0)
  }
}

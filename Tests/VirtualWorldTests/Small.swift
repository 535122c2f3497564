import Bridge
import CSimulatedTime
import Measurement
import PhoneLeg
import SansIO
import Scenario
import VirtualWorld

/// A small scenario and what a virtual run makes of it.
enum Small {
  /// What happened in a run.
  struct Run {
    var records: RunRecords
    var outcome: VirtualRun.Outcome

    /// The rule whose text begins with `words`.
    func rule(_ words: String) -> RunChecks.Rule? {
      outcome.checks.rules.first { $0.rule.hasPrefix(words) }
    }
  }

  /// Calls of one caller and one participant who exchange probes and fall silent.
  static func plan(calls: Int = 3, links: LinksPlan? = nil) -> RunPlan {
    let alice = CallerPlan(
      role: "alice", dial: "call-{call}",
      timeline: [.probes(every: .milliseconds(600), lasting: .milliseconds(2_400)), .silence(.idle, nil)],
      expects: .silence)
    let agent = ParticipantPlan(role: "agent", timeline: [.answer(nil)], expects: .roomEnd)
    return RunPlan(
      name: "small", seed: 5, arrivals: (0..<calls).map { .milliseconds(700) * $0 }, callers: [alice],
      participants: [agent], silenceThreshold: .seconds(3), grace: .seconds(4),
      maximumCallDuration: .seconds(60), links: links)
  }

  /// Runs `plan` with a bridge that hangs up after `silence` and finds rooms by `dispatch`.
  static func run(
    _ plan: RunPlan, silence: Interval = .seconds(3), dispatch: DispatchTable = .loopback, seed: UInt64 = 5
  ) throws -> Run {
    _ = callbridge_simulated_random_seed(seed)
    defer { callbridge_simulated_time_set(-1) }
    var records = RunRecords()
    let settings = BridgeSettings(
      dispatch: dispatch, silenceTimeout: silence, ports: PortRange(20_000...20_199))
    let run = try VirtualRun(
      VirtualRun.Inputs(
        plan: plan, clips: [:], bridge: settings, seed: seed, onTime: { callbridge_simulated_time_set($0) }))
    let outcome = try run.run(
      VirtualRun.Onlooker(
        record: { records.callers.append($0) }, participantRecord: { records.participants.append($0) },
        progress: { _ in }))
    return Run(records: records, outcome: outcome)
  }
}

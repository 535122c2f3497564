import Bridge
import BridgeServer
import CSimulatedTime
import CallSimulator
import Foundation
import Measurement
import PhoneLeg
import Report
import SansIO
import Scenario
import VirtualWorld

/// Reads a scenario and everything it names, runs it in a virtual world, and writes the files of the run's folder.
struct SimulatedRun {
  /// Path of the scenario.
  var file: String
  /// Seed of everything random.
  var seed: UInt64
  /// Settings changed on the command line, `name=value`.
  var overrides: [String]
  /// The run's folder.
  var output: String

  func run() throws {
    let plan = try ScenarioPlan.read(file, overrides: overrides + ["seed=\(seed)"])
    let clips = try VoiceFile.clips(for: plan)
    let settings = try bridgeSettings(plan)
    let folder = RunFolder(path: output)
    try folder.prepare()
    try folder.write(header(plan), name: "run.json")
    let records = try folder.openRecords()
    guard callbridge_simulated_random_seed(seed) == 1 else {
      throw RunError(
        .environment, "OpenSSL takes no other source of random bytes, so nothing would repeat itself")
    }
    let run = try VirtualRun(
      VirtualRun.Inputs(
        plan: plan, clips: clips, bridge: settings, seed: seed,
        onTime: { callbridge_simulated_time_set($0) }))
    let outcome = try run.run(
      VirtualRun.Onlooker(
        record: { try records.write(contentsOf: RecordLine.encode($0)) },
        participantRecord: { try records.write(contentsOf: RecordLine.encode($0)) },
        progress: { SimulatedRun.tell($0) }))
    callbridge_simulated_time_set(-1)
    try records.close()
    try folder.write(outcome.health, name: "health.json")
    try folder.write(outcome.checks, name: "checks.json")
  }

  /// What the scenario tells an embedded bridge, read as the real one reads it.
  private func bridgeSettings(_ plan: RunPlan) throws -> BridgeSettings {
    guard case .embedded(var environment) = plan.target else {
      throw RunError(
        .configuration,
        "target \(plan.target): a virtual world has a bridge of its own; simulate scenarios with `target: embedded`"
      )
    }
    if environment["SILENCE_TIMEOUT"] == nil {
      environment["SILENCE_TIMEOUT"] = "\(plan.silenceThreshold.nanoseconds / 1_000_000)ms"
    }
    // Numeric, so that no address of this machine gets in.
    environment["PUBLIC_ADDRESS"] = "127.0.0.1"
    let settings = try ServerSettings(environment: environment)
    return settings.bridgeSettings(try BridgeServer.dispatchTable(for: settings))
  }

  private func header(_ plan: RunPlan) -> RunHeader {
    let links = plan.links ?? LinksPlan()
    return RunHeader(
      scenario: plan.name, summary: plan.summary, file: URL(fileURLWithPath: file).lastPathComponent,
      overrides: overrides, seed: seed, target: RunHeader.virtualTarget, startedAt: "",
      plannedCallers: plan.arrivals.count * plan.callers.count, plannedCalls: plan.arrivals.count,
      thresholds: plan.thresholds.map { "\($0)" }, limits: plan.limits,
      jitterBuffer: plan.jitterBuffer.nanoseconds, packetLength: 20_000_000,
      host: [
        "world": "virtual time", "link to phones": "\(links.phones)", "link to rooms": "\(links.rooms)",
      ],
      plannedParticipants: plan.participants.isEmpty ? nil : plan.arrivals.count * plan.participants.count)
  }

  private static func tell(_ sample: RunHealth.Sample) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard var line = try? encoder.encode(sample) else { return }
    line.append(UInt8(ascii: "\n"))
    FileHandle.standardOutput.write(line)
  }
}

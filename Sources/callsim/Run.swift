import ArgumentParser
import CallSimulator
import Foundation
import LiveWorld
import Measurement
import Scenario

/// `callsim run`: makes one run of a scenario.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a scenario of real calls and judges it.",
    discussion: """
      The run's folder gets run.json and records.jsonl (one line for each caller, written as it ends), then health.json,
      summary.json, report.html and junit.xml. Without --target the scenario's own target is called; `embedded` means
      a callbridge that is started for the run on 127.0.0.1.
      """)

  @OptionGroup var scenario: ScenarioOptions
  @Option(
    help: ArgumentHelp("embedded, or any SIP address: sip:host:port;transport=udp", valueName: "target"))
  var target: String?
  @Option(
    help: ArgumentHelp("Folder for records and reports. (default: Reports/<scenario>)", valueName: "folder"))
  var output: String?
  @Option(help: ArgumentHelp("The callbridge to start for an embedded target.", valueName: "file"))
  var bridge: String?
  @Option(help: ArgumentHelp("UDP ports for the callers' audio, two for each call.", valueName: "from-to"))
  var rtpPorts = "25000-31999"

  func run() async throws {
    do {
      let plan = try ScenarioPlan.read(scenario.file, overrides: scenario.settings, target: target)
      let terminal = Terminal(quiet: scenario.quiet)
      terminal.introduce(plan)
      let live = LiveRun(plan: plan, options: options(for: plan), onlooker: { terminal.show($0, of: plan) })
      let watch = try SignalWatch { _ in live.interrupt() }
      defer { watch.cancel() }
      let (summary, folder) = try await live.run()
      terminal.conclude(summary, folder)
      if summary.exitCode != 0 { throw ExitCode(Int32(summary.exitCode)) }
    } catch let error as ScenarioError {
      throw Complaint.exit(104, "\(error)")
    } catch let error as RunError {
      throw Complaint.exit(error.exitCode, "callsim: \(error)")
    }
  }

  private func options(for plan: RunPlan) -> LiveRun.Options {
    LiveRun.Options(
      file: scenario.file, overrides: scenario.settings + (target.map { ["target=\($0)"] } ?? []),
      output: output ?? "Reports/\(plan.name)",
      bridgeProgram: bridge ?? ProgramFolder.path(of: "callbridge"), rtpPorts: rtpPorts)
  }
}

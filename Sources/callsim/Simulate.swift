import ArgumentParser
import CallSimulator
import Foundation
import LiveWorld
import Measurement
import Report
import SansIO
import Scenario

/// `callsim simulate`: makes one run of a scenario in virtual time.
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Runs a scenario in virtual time: a bridge and everybody in one process, without sockets and waiting.",
    discussion: """
      Ten seconds of silence take no time, every instant is exact, and the same file, seed and settings give the same bytes. The \
      run's folder gets what `callsim run` writes, and checks.json: rules that hold in every run. The network is what the scenario \
      says under `links`, without it a loopback.

      Exit codes as for `run`; a broken rule is a bug of ours, 70.
      """)

  @OptionGroup var scenario: ScenarioOptions
  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 1
  @Option(help: "Simulated calls, as `--set calls=` has them.")
  var calls: Int?
  @Option(
    help: ArgumentHelp(
      "Folder for records and reports. (default: Reports/<scenario>-virtual)", valueName: "folder"))
  var output: String?

  func run() async throws {
    do {
      let plan = try ScenarioPlan.read(scenario.file, overrides: overrides + ["seed=\(seed)"])
      let terminal = Terminal(quiet: scenario.quiet)
      terminal.introduce(plan)
      let folder = RunFolder(path: output ?? "Reports/\(plan.name)-virtual")
      let began = MonotonicClock.now()
      try await simulate(plan, folder, terminal)
      let took = MonotonicClock.now() - began
      let summary = try folder.report().summary
      let checks = try folder.checks()
      terminal.conclude(summary, folder)
      terminal.conclude(checks, simulated: summary.health?.duration ?? 0, in: took)
      if checks.violations > 0 { throw ExitCode(70) }
      if summary.exitCode != 0 { throw ExitCode(Int32(summary.exitCode)) }
    } catch let error as ScenarioError {
      throw Complaint.exit(104, "\(error)")
    } catch let error as RunError {
      throw Complaint.exit(error.exitCode, "callsim: \(error)")
    }
  }

  private var overrides: [String] { scenario.settings + (calls.map { ["calls=\($0)"] } ?? []) }

  /// Has the world made, in a process whose clock is not the machine's.
  private func simulate(_ plan: RunPlan, _ folder: RunFolder, _ terminal: Terminal) async throws {
    let program = ProgramFolder.path(of: "callworld")
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
    let arguments =
      [scenario.file, "--seed", "\(seed)", "--output", folder.path] + overrides.flatMap { ["--set", $0] }
    let child: ChildProcess
    do {
      child = try ChildProcess(
        ChildProcess.Command(
          program, arguments, environment: environment,
          output: .lines { line in
            guard let sample = try? JSONDecoder().decode(RunHealth.Sample.self, from: Data(line.utf8)) else {
              return
            }
            terminal.show(.progress(sample), of: plan)
          }))
    } catch {
      throw RunError(.environment, "the world cannot be started: \(error)")
    }
    // The world gets the terminal's Ctrl-C as we do, and ends; we stay to say so.
    let watch = try SignalWatch { _ in _ = child.terminate(limit: .seconds(1)) }
    defer { watch.cancel() }
    switch child.wait(until: nil) {
    case .exited(0): return
    case .exited(let code): throw ExitCode(code)
    case .signalled(SIGINT), .signalled(SIGTERM): throw ExitCode(105)
    case .signalled(let signal): throw Complaint.exit(70, "callsim: the world ended by signal \(signal)")
    case nil: throw Complaint.exit(70, "callsim: the world cannot be waited for")
    }
  }
}

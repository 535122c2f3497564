import ArgumentParser
import BridgeServer
import CallSimulator
import Foundation
import Measurement
import Scenario

/// `callworld`: one scenario in virtual time. A program of its own, because it replaces the clock and the random source of the
/// C libraries in it.
@main
struct CallWorld: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "callworld",
    abstract:
      "Runs a scenario in virtual time; started by `callsim simulate`, which judges and draws what it writes.",
    discussion: """
      Writes run.json, records.jsonl, health.json and checks.json into the output folder, and one line of JSON for each half \
      second of virtual time to standard output. The same file, overrides and seed give the same bytes.
      """)

  @Argument(help: "The scenario file.")
  var file: String
  @Option(help: "Seed of everything random.")
  var seed: UInt64
  @Option(help: ArgumentHelp("Folder for records.", valueName: "folder"))
  var output: String
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Sets a parameter or a top-level key of the scenario.", valueName: "name=value"))
  var settings: [String] = []

  func validate() throws {
    // Swift seeds its hash tables at random, and what iterates over one would differ from run to run.
    guard ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] != nil else {
      throw ValidationError("start it by `callsim simulate`, or with SWIFT_DETERMINISTIC_HASHING=1 set")
    }
  }

  func run() throws {
    do {
      try SimulatedRun(file: file, seed: seed, overrides: settings, output: output).run()
    } catch let error as ScenarioError {
      throw CallWorld.complain(104, "\(error)")
    } catch let error as SettingError {
      throw CallWorld.complain(104, "bridge: \(error)")
    } catch let error as RunError {
      throw CallWorld.complain(error.kind == .configuration ? 104 : 1, "callsim: \(error)")
    }
  }

  private static func complain(_ code: Int32, _ text: String) -> ExitCode {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    return ExitCode(code)
  }
}

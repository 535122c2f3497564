import Foundation
import LiveWorld
import Measurement
import Report
import Testing

/// `callsim simulate` as a user has it: a world in a process of its own, with replaced clocks.
@Suite(.timeLimit(.minutes(2))) struct SimulateTests {
  private static let file = "\(Programs.root)/Scenarios/smoke/first-call.yaml"
  private static let files = [
    "run.json", "records.jsonl", "health.json", "checks.json", "summary.json", "report.html", "junit.xml",
  ]

  private func simulate(_ folder: TemporaryFolder, _ name: String, _ arguments: String...) async throws
    -> (status: LiveWorld.ExitStatus, text: String)
  {
    try await Command.run(
      "callsim", ["simulate", Self.file, "--output", folder.file(name)] + arguments)
  }

  private func bytes(_ folder: TemporaryFolder, _ path: String) throws -> [UInt8] {
    try [UInt8](#require(FileManager.default.contents(atPath: folder.file(path)), "\(path) is missing"))
  }

  @Test func `one seed gives the same bytes in every file, another seed others`() async throws {
    let folder = try TemporaryFolder()
    for (name, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
      let (status, text) = try await simulate(folder, name, "--seed", seed, "--calls", "4")
      #expect(status == .exited(0), "\(text)")
      #expect(text.contains("PASSED"))
    }
    for file in Self.files {
      let (a, b) = (try bytes(folder, "a/\(file)"), try bytes(folder, "b/\(file)"))
      #expect(a == b, "\(file) differs between two runs of one seed")
    }
    #expect(try bytes(folder, "a/records.jsonl") != bytes(folder, "c/records.jsonl"))
  }

  @Test func `what it writes names no path, no machine and no time of day`() async throws {
    let folder = try TemporaryFolder()
    let (status, text) = try await simulate(folder, "run")
    #expect(status == .exited(0), "\(text)")
    let header = try RunDocument.decode(
      RunHeader.self, from: bytes(folder, "run/run.json"), file: "run.json")
    #expect(header.startedAt == "")
    #expect(header.file == "first-call.yaml")
    let foreign = [Programs.root, folder.path, ProcessInfo.processInfo.hostName, "AMD", "Intel", "Debian"]
    for file in Self.files {
      let text = String(decoding: try bytes(folder, "run/\(file)"), as: UTF8.self)
      for word in foreign where word.count > 3 && word != "localhost" {
        #expect(!text.contains(word), "\(file) holds \(word)")
      }
    }
  }

  @Test func `the rules of the world were looked at and kept`() async throws {
    let folder = try TemporaryFolder()
    let (_, text) = try await simulate(
      folder, "run", "--set", "links={ phones: { delay: 20 ms, jitter: 5 ms, loss: 2 % } }", "--set",
      "thresholds=[answered.rate == 100 %]")
    let checks = try RunDocument.decode(
      RunChecks.self, from: bytes(folder, "run/checks.json"), file: "checks.json")
    #expect(checks.rules.count == 4)
    #expect(checks.rules.allSatisfy { $0.examined > 0 && $0.violations == 0 }, "\(checks.rules)")
    #expect(checks.lostDatagrams > 50)
    #expect(text.contains("every INVITE has one final response"))
  }

  @Test func `a broken rule ends with 70 and says which call broke it`() async throws {
    let folder = try TemporaryFolder()
    let (status, text) = try await simulate(
      folder, "run", "--set", "bridge={ SILENCE_TIMEOUT: 12s }", "--set",
      "thresholds=[answered.rate == 100 %]")
    #expect(status == .exited(70), "\(text)")
    #expect(text.contains("alice of call 0: not hung up although silent"))
  }

  @Test func `what cannot be simulated is refused with words and 104`() async throws {
    let folder = try TemporaryFolder()
    for (arguments, words) in [
      (["--set", "calls=0"], "calls"),
      (["--set", "target={ sip: \"sip:192.0.2.1\", token: \"http://192.0.2.1/t\" }"], "a bridge of its own"),
      (["--set", "bridge={ SILENCE_TIMEOUT: soon }"], "SILENCE_TIMEOUT"),
    ] {
      let (status, text) = try await Command.run(
        "callsim", ["simulate", Self.file, "--output", folder.file("run")] + arguments)
      #expect(status == .exited(104), "\(text)")
      #expect(text.contains(words), "\(text)")
    }
  }
}

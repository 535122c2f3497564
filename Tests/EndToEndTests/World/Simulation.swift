import Foundation
import LiveWorld
import Measurement
import Report
import SansIO
import Testing

/// A run of `callsim`.
struct Simulation: Sendable {
  /// What a run came to.
  struct Outcome: Sendable {
    var status: LiveWorld.ExitStatus
    /// All that was printed.
    var text: String
    var summary: RunSummary
    /// By call and role.
    var records: [CallRecord]

    /// The records of the callers named `role`.
    func records(of role: String) -> [CallRecord] { records.filter { $0.caller == role } }

    /// How many values the metric `name` has.
    func count(_ name: String) -> Int { summary.metrics.first { $0.name == name }?.count ?? 0 }
  }

  /// Limits that a busy machine keeps too: these tests are not about time.
  static let patientLimits =
    "{ send-lag: 30 s, calibration-error: 30 s, receive-drops: 1000000, clock-step: 30 s }"

  let program: Program
  /// The run's folder.
  let output: String
  private let folder: TemporaryFolder

  /// Starts `callsim run` on a scenario given as text, to which `limits` are added. The audio ports of the
  /// callers and of an embedded bridge are taken care of; a scenario that names another target says so.
  static func start(
    _ scenario: String, target: String? = nil, isEmbedded: Bool = true, rtpPorts: ClosedRange<UInt16>? = nil,
    arguments: [String] = []
  ) throws -> Simulation {
    let folder = try TemporaryFolder()
    var text = scenario + "\nlimits: \(patientLimits)\n"
    if target == nil, isEmbedded { text += "bridge: { RTP_PORTS: \(try Ports.take(32).setting) }\n" }
    let file = try folder.write("scenario.yaml", text)
    return try Simulation(
      file, folder, (target.map { ["--target", $0] } ?? []) + arguments, rtpPorts ?? Ports.take(64))
  }

  /// Starts `callsim run` on a file.
  static func start(file: String, arguments: [String]) throws -> Simulation {
    try Simulation(file, TemporaryFolder(), arguments, Ports.take(64))
  }

  private init(
    _ file: String, _ folder: TemporaryFolder, _ arguments: [String], _ ports: ClosedRange<UInt16>
  ) throws {
    self.folder = folder
    output = folder.file("run")
    let own = ["run", file, "--output", output, "--rtp-ports", ports.setting]
    program = try Program(Programs.built("callsim"), own + arguments, folder: folder.path)
  }

  /// Waits for its end and reads what it left.
  func outcome(limit: Interval = .seconds(90)) async throws -> Outcome {
    let status = try await program.exit(limit: limit)
    guard let bytes = FileManager.default.contents(atPath: "\(output)/summary.json") else {
      throw Overdue("summary.json", of: "callsim, \(status)", transcript: program.transcript.lines)
    }
    let summary = try RunDocument.decode(RunSummary.self, from: [UInt8](bytes), file: "summary.json")
    let file = recordFile()
    #expect(file.problems == [])
    #expect(summary.exitCode == Int(status.code ?? -1), "the summary knows the exit code")
    return Outcome(
      status: status, text: program.text, summary: summary,
      records: file.records.sorted { ($0.call, $0.role) < ($1.call, $1.role) })
  }

  /// The records as they are now.
  func recordFile() -> RecordFile {
    RecordFile(reading: [UInt8](FileManager.default.contents(atPath: "\(output)/records.jsonl") ?? Data()))
  }

  /// Waits until a line of progress counts at least `count` callers that have ended.
  func ended(_ count: Int) async throws {
    _ = try await program.wait(for: "\(count) callers that have ended") { lines in
      lines.first { line in
        let counted = line.range(of: "ended ").flatMap { Int(line[$0.upperBound...].prefix { $0.isNumber }) }
        return counted.map { $0 >= count } ?? false
      }
    }
  }
}

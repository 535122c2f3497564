package import Foundation
public import Measurement
package import Report

/// The folder of one run: `run.json` before the first call, `records.jsonl` growing call by call, `health.json` when the
/// run is over; the rest are reports made from these.
public struct RunFolder: Sendable {
  /// Path of the folder.
  public let path: String

  /// The folder at `path`.
  public init(path: String) { self.path = path }

  /// Path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes the folder for a new run.
  /// - Throws: `RunError` when it cannot be made, or holds something that is no run.
  package func prepare() throws {
    let manager = FileManager.default
    if let present = try? manager.contentsOfDirectory(atPath: path), !present.isEmpty {
      guard Set(present).isSubset(of: RunFolder.ownFiles) || present.contains("run.json") else {
        throw RunError(
          .configuration, "--output \(path): the folder holds other files; name an empty or a new one")
      }
      for name in RunFolder.ownFiles where present.contains(name) {
        try manager.removeItem(atPath: file(name))
      }
    }
    do {
      try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw RunError(
        .configuration, "--output \(path): the folder cannot be made: \(error.localizedDescription)")
    }
  }

  /// What the rules of a simulated world found.
  /// - Throws: `RunError` when there is no such file, an error of its own when it cannot be read.
  public func checks() throws -> RunChecks {
    guard let bytes = FileManager.default.contents(atPath: file("checks.json")) else {
      throw RunError(.configuration, "\(path) holds no simulated run: checks.json is missing")
    }
    return try RunDocument.decode(RunChecks.self, from: [UInt8](bytes), file: "checks.json")
  }

  private static let ownFiles = [
    "run.json", "records.jsonl", "health.json", "summary.json", "report.html", "junit.xml", "bridge.log",
    "checks.json",
  ]

  /// Writes one document of the run.
  package func write(_ document: some VersionedDocument, name: String) throws {
    try write(RunDocument.encode(document, file: name), name: name)
  }

  private func write(_ bytes: [UInt8], name: String) throws {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: file(name)), options: .atomic)
    } catch {
      throw RunError(.environment, "\(file(name)) cannot be written: \(error.localizedDescription)")
    }
  }

  /// Opens `records.jsonl` for appending.
  package func openRecords() throws -> FileHandle {
    let name = file(RecordFile.standardName)
    _ = FileManager.default.createFile(atPath: name, contents: nil)
    guard let handle = FileHandle(forWritingAtPath: name) else {
      throw RunError(.environment, "\(name) cannot be written")
    }
    return handle
  }

  /// Judges what the folder holds and writes every report anew.
  /// - Returns: the summary, and what in the records could not be read.
  /// - Throws: `RunError` when the folder holds no run.
  public func report() throws -> (summary: RunSummary, problems: [String]) {
    guard let header = FileManager.default.contents(atPath: file("run.json")) else {
      throw RunError(.configuration, "\(path) holds no run: run.json is missing")
    }
    let records = RecordFile(
      reading: [UInt8](FileManager.default.contents(atPath: file("records.jsonl")) ?? Data()))
    let health = try FileManager.default.contents(atPath: file("health.json")).map {
      try RunDocument.decode(RunHealth.self, from: [UInt8]($0), file: "health.json")
    }
    let summary = RunSummary(
      header: try RunDocument.decode(RunHeader.self, from: [UInt8](header), file: "run.json"),
      records: records.all,
      health: health)
    try write(summary, name: "summary.json")
    try write(HTMLReport.render(summary: summary, records: records.all), name: "report.html")
    try write(JUnitReport.render(summary: summary), name: "junit.xml")
    return (summary, records.problems.map { "\($0)" })
  }
}

import ArgumentParser
import CallSimulator
import Foundation
import Measurement

/// `callsim report`: judges and draws an earlier run again.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judges an earlier run again from its records and writes its reports anew.",
    discussion: """
      Every report is a function of run.json, records.jsonl and health.json. A run that died keeps the records of the \
      calls that had ended; it is reported as invalid. The exit code is that of the run's verdict.
      """)

  @Argument(help: "The run's folder.")
  var folder: String

  func run() throws {
    do {
      let folder = RunFolder(path: folder)
      let (summary, problems) = try folder.report()
      for problem in problems { FileHandle.standardError.write(Data("callsim: \(problem)\n".utf8)) }
      Terminal(quiet: false).conclude(summary, folder)
      if summary.exitCode != 0 { throw ExitCode(Int32(summary.exitCode)) }
    } catch let error as RunError {
      throw Complaint.exit(error.exitCode, "callsim: \(error)")
    }
  }
}

import ArgumentParser
import CallSimulator
import Foundation

/// How a command that cannot go on says so.
enum Complaint {
  /// Writes `text` to standard error and answers the exit code to throw.
  static func exit(_ code: Int32, _ text: String) -> ExitCode {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    return ExitCode(code)
  }
}

extension RunError {
  /// The exit code by the table of `callsim --help`.
  var exitCode: Int32 {
    switch kind {
    case .configuration: 104
    case .environment: 1
    }
  }
}

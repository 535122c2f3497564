/// What a run's exit code says, for every reader of a report.
package enum ExitMeaning {
  /// The meaning of `code` by the table of exit codes.
  package static func words(for code: Int) -> String {
    switch code {
    case 0: "run valid, every threshold met"
    case 98: "run invalid: its figures must not be used to judge the target"
    case 99: "run valid, at least one threshold missed"
    case 105: "stopped by the user"
    default: "no verdict"
    }
  }
}

import Foundation
package import Scenario

/// The plan that a command is given by a file and its settings.
package enum ScenarioPlan {
  /// Reads `file`.
  /// - Parameter overrides: `name=value`, as `--set` has them.
  package static func read(_ file: String, overrides: [String], target: String? = nil) throws -> RunPlan {
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw RunError(.configuration, "\(file): there is no such scenario file")
    }
    let overrides = overrides.map { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }
    return try ScenarioFile.plan(bytes: [UInt8](bytes), path: file, overrides: overrides, target: target)
  }
}

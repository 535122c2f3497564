import Foundation
import LiveWorld
import SansIO

/// Who started whom, by `/proc`.
enum ProcessTree {
  /// The processes that `parent` has started and that still run.
  static func children(of parent: Int32) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { pid in
      guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let end = stat.lastIndex(of: ")")
      else { return false }
      let fields = stat[end...].split(separator: " ")
      return fields.count > 2 && fields[1] != "Z" && fields[2] == "\(parent)"
    }
  }

  /// Waits for the end of a process that is not our child; false when it still runs after `limit`.
  static func ends(_ pid: Int32, limit: Interval) async throws -> Bool {
    let watcher = try Program("/usr/bin/tail", ["--pid=\(pid)", "-f", "/dev/null"])
    return (try? await watcher.exit(limit: limit)) == .exited(0)
  }
}

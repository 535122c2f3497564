import Foundation

/// Where the programs and files of these tests are.
enum Programs {
  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// A scenario or script of a foreign peer.
  static func peer(_ name: String) -> String { "\(root)/Tests/Peers/\(name)" }

  /// `callbridge` or `callsim` as built beside these tests, or in the folder CALLBRIDGE_BIN_DIR.
  static func built(_ name: String) throws -> String {
    let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .path
    let folders =
      ProcessInfo.processInfo.environment["CALLBRIDGE_BIN_DIR"].map { [$0] }
      ?? [own, "\(root)/.build/release", "\(root)/.build/debug"]
    let paths = folders.map { "\($0)/\(name)" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
      throw Missing(
        "\(name) is not at \(paths.joined(separator: ", nor at ")): build it with `swift build -c release`")
    }
    return path
  }

  /// A program of this system; its absence is a failure, in CI and out of it.
  static func foreign(_ name: String, package: String) throws -> String {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let path = folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
    guard let path else {
      throw Missing("\(name) is not on the PATH: `apt-get install \(package)`; `make test` does it")
    }
    return path
  }

  /// A program that is not there, and how to get it.
  struct Missing: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
  }
}

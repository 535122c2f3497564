import Foundation

/// Where the programs of this build stand side by side.
enum ProgramFolder {
  /// Path of the program `name` beside this one.
  static func path(of name: String) -> String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent(name).path
  }
}

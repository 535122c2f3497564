import Foundation
import Testing

/// The files of this checkout, found from the place of this very file.
enum Checkout {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A source file as its path below the root and its text.
  struct File: Sendable, CustomTestStringConvertible {
    var path: String
    var text: String
    var testDescription: String { path }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  }

  /// All files below `folder` whose names end in one of `endings`, sorted by path.
  static func files(below folder: String, endings: [String]) -> [File] {
    let base = root.appendingPathComponent(folder)
    guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
    let paths = walk.compactMap { $0 as? String }
      .filter { path in endings.contains { path.hasSuffix($0) } && !path.hasSuffix(".pb.swift") }
      .sorted()
    return paths.compactMap { path in
      guard let text = try? String(contentsOf: base.appendingPathComponent(path), encoding: .utf8) else {
        return nil
      }
      return File(path: "\(folder)/\(path)", text: text)
    }
  }

  static let sources = files(below: "Sources", endings: [".swift"])
  static let tests = files(below: "Tests", endings: [".swift"])

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
}

import Foundation

/// The committed examples and schemas under `Reports`.
enum GoldenFile {
  private static let reports = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Reports")

  /// The bytes of `Reports/example/<name>`.
  static func example(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: reports.appending(path: "example").appending(path: name)))
  }

  /// The parsed schema `Reports/schema/<name>`.
  static func schema(_ name: String) throws -> [String: Any] {
    let data = try Data(contentsOf: reports.appending(path: "schema").appending(path: name))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// Writes `bytes` over an example when the environment says `REGENERATE_EXAMPLES=1`: for intended changes
  /// only.
  static func regenerate(_ name: String, _ bytes: [UInt8]) throws {
    guard ProcessInfo.processInfo.environment["REGENERATE_EXAMPLES"] == "1" else { return }
    // Atomic: other tests read the examples meanwhile.
    try Data(bytes).write(to: reports.appending(path: "example").appending(path: name), options: .atomic)
  }
}

import Foundation

/// The keys that a file of trunks and rules may have. A misspelt one is an error: ignored, a misspelt `authUsername`
/// would leave a trunk open.
enum DispatchKeys {
  private static let root = ["trunks", "dispatchRules"]
  private static let trunk = [
    "sipTrunkId", "inboundAddresses", "numbers", "authUsername", "authPassword", "silenceTimeoutSeconds",
  ]
  private static let rule = ["name", "trunkIds", "rule"]
  private static let kinds = [
    "dispatchRuleDirect": ["roomName"], "dispatchRuleIndividual": ["roomPrefix"],
    "dispatchRuleCallee": ["roomPrefix", "randomize"],
  ]

  /// Looks at the whole file.
  /// - Throws: `SettingError` for the first unknown key, with its place.
  static func check(_ bytes: Data, path: String) throws(SettingError) {
    guard let file = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any] else { return }
    try check(file, known: root, at: path)
    for (index, entry) in entries(file["trunks"]) {
      try check(entry, known: trunk, at: "\(path): trunks[\(index)]")
    }
    for (index, entry) in entries(file["dispatchRules"]) {
      let place = "\(path): dispatchRules[\(index)]"
      try check(entry, known: rule, at: place)
      let kind = entry["rule"] as? [String: Any] ?? [:]
      try check(kind, known: kinds.keys.sorted(), at: "\(place).rule")
      for (name, fields) in kinds {
        try check(kind[name] as? [String: Any] ?? [:], known: fields, at: "\(place).rule.\(name)")
      }
    }
  }

  private static func entries(_ list: Any?) -> [(Int, [String: Any])] {
    (list as? [Any] ?? []).enumerated().compactMap { index, entry in
      (entry as? [String: Any]).map { (index, $0) }
    }
  }

  private static func check(
    _ object: [String: Any], known: [String], at place: String
  ) throws(SettingError) {
    guard let stranger = object.keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw SettingError(
      setting: place, value: stranger, expected: "one of the fields \(known.joined(separator: ", "))")
  }
}

public import Bridge
public import Foundation
import SansIO

/// The file of trunks and dispatch rules: the trunk in the shape of the seed system, the rules in LiveKit's.
public struct DispatchFile: Decodable {
  private struct TrunkEntry: Decodable {
    var sipTrunkId: String
    var inboundAddresses: [String]?
    var numbers: [String]?
    var authUsername: String?
    var authPassword: String?
    var silenceTimeoutSeconds: Double?
  }

  private struct RuleEntry: Decodable {
    struct Direct: Decodable { var roomName: String }
    struct Individual: Decodable { var roomPrefix: String }
    struct Callee: Decodable {
      var roomPrefix: String?
      var randomize: Bool?
    }
    struct Rule: Decodable {
      var dispatchRuleDirect: Direct?
      var dispatchRuleIndividual: Individual?
      var dispatchRuleCallee: Callee?
    }
    var name: String?
    var trunkIds: [String]?
    var rule: Rule
  }

  private var trunks: [TrunkEntry]
  private var dispatchRules: [RuleEntry]

  /// Reads the table in the JSON `bytes` of the file at `path`.
  /// - Throws: `SettingError` that names the file and the field.
  public static func table(_ bytes: Data, path: String) throws(SettingError) -> DispatchTable {
    let file: DispatchFile
    do {
      file = try JSONDecoder().decode(DispatchFile.self, from: bytes)
    } catch {
      throw DispatchFile.explain(error, path: path)
    }
    try DispatchKeys.check(bytes, path: path)
    var trunks: [Trunk] = []
    for (index, entry) in file.trunks.enumerated() {
      let place = "\(path): trunks[\(index)]"
      guard !trunks.contains(where: { $0.id == entry.sipTrunkId }) else {
        throw SettingError(
          setting: "\(place).sipTrunkId", value: entry.sipTrunkId, expected: "a name no other trunk has")
      }
      try trunks.append(trunk(entry, at: place))
    }
    var rules: [DispatchRule] = []
    for (index, entry) in file.dispatchRules.enumerated() {
      try rules.append(rule(entry, trunks: trunks, at: "\(path): dispatchRules[\(index)]"))
    }
    return DispatchTable(trunks: trunks, rules: rules)
  }

  private static func trunk(_ entry: TrunkEntry, at place: String) throws(SettingError) -> Trunk {
    var ranges: [AddressRange] = []
    for text in entry.inboundAddresses ?? [] {
      guard let range = AddressRange(text) else {
        throw SettingError(
          setting: "\(place).inboundAddresses", value: text, expected: "a CIDR block such as 54.172.60.0/30")
      }
      ranges.append(range)
    }
    let seconds = entry.silenceTimeoutSeconds
    if let seconds, !(0.001...86_400).contains(seconds) {
      throw SettingError(
        setting: "\(place).silenceTimeoutSeconds", value: "\(seconds)",
        expected: "seconds from 0.001 to 86400")
    }
    if (entry.authUsername == nil) != (entry.authPassword == nil) {
      throw SettingError(
        setting: place, value: entry.authUsername ?? "authPassword",
        expected: "authUsername and authPassword together")
    }
    let credentials = entry.authUsername.flatMap { user in
      entry.authPassword.map { Trunk.Credentials(user: user, password: $0) }
    }
    return Trunk(
      id: entry.sipTrunkId, numbers: entry.numbers ?? [], inboundAddresses: ranges, credentials: credentials,
      silenceTimeout: seconds.map { .seconds($0) })
  }

  private static func rule(
    _ entry: RuleEntry, trunks: [Trunk], at place: String
  ) throws(SettingError) -> DispatchRule {
    for id in entry.trunkIds ?? [] where !trunks.contains(where: { $0.id == id }) {
      throw SettingError(
        setting: "\(place).trunkIds", value: id,
        expected: "one of the trunks: \(trunks.map(\.id).joined(separator: ", "))")
    }
    let kinds: [DispatchRule.Kind] = [
      entry.rule.dispatchRuleDirect.map { .direct(roomName: $0.roomName) },
      entry.rule.dispatchRuleIndividual.map { .individual(roomPrefix: $0.roomPrefix) },
      entry.rule.dispatchRuleCallee.map {
        .callee(roomPrefix: $0.roomPrefix ?? "", randomize: $0.randomize ?? false)
      },
    ].compactMap(\.self)
    guard kinds.count == 1 else {
      throw SettingError(
        setting: "\(place).rule", value: "\(kinds.count) kinds",
        expected: "exactly one of dispatchRuleDirect, dispatchRuleIndividual, dispatchRuleCallee")
    }
    return DispatchRule(name: entry.name ?? "unnamed", trunkIDs: entry.trunkIds ?? [], kind: kinds[0])
  }

  private static func explain(_ error: any Error, path: String) -> SettingError {
    let place: ([any CodingKey]) -> String = { keys in
      let text = keys.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      return text.isEmpty ? path : "\(path): \(text.drop { $0 == "." })"
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return SettingError(
        setting: place(context.codingPath), value: "nothing", expected: "the field \(key.stringValue)")
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return SettingError(
        setting: place(context.codingPath), value: "another kind of value",
        expected: context.debugDescription)
    default:
      return SettingError(setting: path, value: "its text", expected: "JSON as in Config/dispatch-rules.json")
    }
  }
}

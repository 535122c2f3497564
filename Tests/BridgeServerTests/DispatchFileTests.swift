import Bridge
import BridgeServer
import Foundation
import SansIO
import Testing

@Suite struct DispatchFileTests {
  private func table(_ text: String) throws -> DispatchTable {
    try DispatchFile.table(Data(text.utf8), path: "rules.json")
  }

  /// A file with these trunks and rules, each as JSON.
  private func file(trunks: String = #"{"sipTrunkId": "a"}"#, rules: String = "") -> String {
    #"{"trunks": [\#(trunks)], "dispatchRules": [\#(rules)]}"#
  }

  @Test func `the repository's own file is read`() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Config/dispatch-rules.json")
    let table = try DispatchFile.table(Data(contentsOf: path), path: path.path)
    #expect(table.trunks.map(\.id) == ["local", "twilio-pstn-trunk"])
    #expect(table.trunks.map(\.inboundAddresses.count) == [2, 8])
    #expect(
      table.trunks.allSatisfy { $0.numbers.isEmpty && $0.credentials == nil && $0.silenceTimeout == nil })
    #expect(
      table.rules == [
        DispatchRule(name: "room-by-called-number", kind: .callee(roomPrefix: "", randomize: false))
      ])
    let carrier = try #require(IPAddress("54.172.60.2"))
    #expect(table.route(number: "100", from: carrier) == .found(table.trunks[1], table.rules[0]))
    #expect(table.route(number: "100", from: .loopback) == .found(table.trunks[0], table.rules[0]))
    #expect(try table.route(number: "100", from: #require(IPAddress("192.0.2.1"))) == .noTrunk)
  }

  @Test(arguments: [
    (
      #"{"trunks": [{"sipTrunkId": "a", "authUsernam": "u"}], "dispatchRules": []}"#, "rules.json: trunks[0]",
      "authUsernam"
    ),
    (#"{"trunks": [], "dispatchRules": [], "dispatchRule": []}"#, "rules.json", "dispatchRule"),
    (
      #"{"trunks": [], "dispatchRules": [{"rule": {"dispatchRuleCallee": {"prefix": "x"}}}]}"#,
      "rules.json: dispatchRules[0].rule.dispatchRuleCallee", "prefix"
    ),
  ])
  func `a misspelt field is an error, for it might have guarded a trunk`(
    text: String, place: String, key: String
  ) {
    let error = #expect(throws: SettingError.self) { try table(text) }
    #expect(error?.setting == place)
    #expect(error?.value == key)
  }

  @Test func `every field of a trunk is read`() throws {
    let table = try table(
      file(
        trunks: """
          {"sipTrunkId": "a", "inboundAddresses": ["10.0.0.0/8", "::1"], "numbers": ["100"],
           "authUsername": "u", "authPassword": "p", "silenceTimeoutSeconds": 2.5}
          """))
    let ranges = ["10.0.0.0/8", "::1"].compactMap(AddressRange.init)
    #expect(
      table.trunks == [
        Trunk(
          id: "a", numbers: ["100"], inboundAddresses: ranges,
          credentials: Trunk.Credentials(user: "u", password: "p"), silenceTimeout: .milliseconds(2_500))
      ])
  }

  @Test(
    arguments: [
      (#"{"dispatchRuleDirect": {"roomName": "lobby"}}"#, .direct(roomName: "lobby")),
      (#"{"dispatchRuleIndividual": {"roomPrefix": "call"}}"#, .individual(roomPrefix: "call")),
      (
        #"{"dispatchRuleCallee": {"roomPrefix": "r", "randomize": true}}"#,
        .callee(roomPrefix: "r", randomize: true)
      ),
      (#"{"dispatchRuleCallee": {}}"#, .callee(roomPrefix: "", randomize: false)),
    ] as [(String, DispatchRule.Kind)])
  func `every kind of rule is read`(rule: String, kind: DispatchRule.Kind) throws {
    let table = try table(file(rules: #"{"name": "n", "trunkIds": ["a"], "rule": \#(rule)}"#))
    #expect(table.rules == [DispatchRule(name: "n", trunkIDs: ["a"], kind: kind)])
    #expect(
      try self.table(file(rules: #"{"rule": \#(rule)}"#)).rules == [DispatchRule(name: "unnamed", kind: kind)]
    )
  }

  private static let direct = #"{"dispatchRuleDirect": {"roomName": "r"}}"#

  private static let kinds = """
    exactly one of dispatchRuleDirect, dispatchRuleIndividual, dispatchRuleCallee
    """

  private static func error(_ place: String, _ value: String, _ expected: String) -> SettingError {
    SettingError(setting: "rules.json: \(place)", value: value, expected: expected)
  }

  @Test(arguments: [
    (
      #"{"sipTrunkId": "a", "inboundAddresses": ["10.0.0.0/8", "ten"]}"#,
      error("trunks[0].inboundAddresses", "ten", "a CIDR block such as 54.172.60.0/30")
    ),
    (
      #"{"sipTrunkId": "a"}, {"sipTrunkId": "b", "authUsername": "u"}"#,
      error("trunks[1]", "u", "authUsername and authPassword together")
    ),
    (
      #"{"sipTrunkId": "a", "authPassword": "p"}"#,
      error("trunks[0]", "authPassword", "authUsername and authPassword together")
    ),
    (
      #"{"sipTrunkId": "a", "silenceTimeoutSeconds": 0}"#,
      error("trunks[0].silenceTimeoutSeconds", "0.0", "seconds from 0.001 to 86400")
    ),
    (
      #"{"sipTrunkId": "a", "silenceTimeoutSeconds": 1e300}"#,
      error("trunks[0].silenceTimeoutSeconds", "1e+300", "seconds from 0.001 to 86400")
    ),
    (
      #"{"sipTrunkId": "a"}, {"sipTrunkId": "a"}"#,
      error("trunks[1].sipTrunkId", "a", "a name no other trunk has")
    ),
    (#"{"numbers": []}"#, error("trunks[0]", "nothing", "the field sipTrunkId")),
  ])
  func `a wrong value in a trunk is named with its place and what would be right`(
    trunks: String, expected: SettingError
  ) {
    let error = #expect(throws: SettingError.self) { try table(file(trunks: trunks)) }
    #expect(error == expected)
  }

  @Test(arguments: [
    (
      #"{"trunkIds": ["a", "c"], "rule": \#(direct)}"#,
      error("dispatchRules[0].trunkIds", "c", "one of the trunks: a, b")
    ),
    (#"{"rule": {}}"#, error("dispatchRules[0].rule", "0 kinds", kinds)),
    (
      #"{"rule": {"dispatchRuleDirect": {"roomName": "r"}, "dispatchRuleCallee": {}}}"#,
      error("dispatchRules[0].rule", "2 kinds", kinds)
    ),
    (
      #"{"rule": {"dispatchRuleDirect": {}}}"#,
      error("dispatchRules[0].rule.dispatchRuleDirect", "nothing", "the field roomName")
    ),
    (#"{"rule": \#(direct)}, {}"#, error("dispatchRules[1]", "nothing", "the field rule")),
  ])
  func `a wrong value in a rule is named with its place and what would be right`(
    rules: String, expected: SettingError
  ) {
    let trunks = #"{"sipTrunkId": "a"}, {"sipTrunkId": "b"}"#
    let error = #expect(throws: SettingError.self) { try table(file(trunks: trunks, rules: rules)) }
    #expect(error == expected)
  }

  @Test func `a value of another kind is named with its place`() {
    let error = #expect(throws: SettingError.self) {
      try table(file(trunks: #"{"sipTrunkId": "a", "numbers": "100"}"#))
    }
    #expect(error?.setting == "rules.json: trunks[0].numbers")
    #expect(error?.value == "another kind of value")
  }

  @Test(arguments: [#"{"trunks": []}"#, #"{"dispatchRules": []}"#])
  func `both lists are needed`(text: String) {
    let missing = text.contains("trunks") ? "dispatchRules" : "trunks"
    let error = #expect(throws: SettingError.self) { try table(text) }
    #expect(error == SettingError(setting: "rules.json", value: "nothing", expected: "the field \(missing)"))
  }

  @Test(arguments: ["", "{", "trunks: []", "\u{0}"])
  func `what is no JSON is refused by the file's name`(text: String) {
    let error = #expect(throws: SettingError.self) { try table(text) }
    #expect(
      error?.description
        == #"rules.json: "its text" cannot be used; expected JSON as in Config/dispatch-rules.json"#)
  }
}

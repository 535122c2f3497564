import Bridge
import SansIO
import Testing

@Suite struct DispatchTableTests {
  private let sales = Trunk(id: "sales", numbers: ["100"])
  private let rest = Trunk(id: "rest", numbers: ["100", "200"])
  private let general = DispatchRule(name: "general", kind: .direct(roomName: "general"))
  private let forSales = DispatchRule(
    name: "for sales", trunkIDs: ["sales"], kind: .direct(roomName: "sales"))

  private func route(_ table: DispatchTable, _ number: String) -> DispatchTable.Route {
    table.route(number: number, from: .loopback)
  }

  @Test func `the first trunk that serves a call takes it`() {
    let table = DispatchTable(trunks: [sales, rest], rules: [general])
    #expect(route(table, "100") == .found(sales, general))
    #expect(route(table, "200") == .found(rest, general))
  }

  @Test func `a rule that names the trunk goes before one for all, wherever it stands`() {
    let table = DispatchTable(trunks: [sales, rest], rules: [general, forSales])
    #expect(route(table, "100") == .found(sales, forSales))
    #expect(route(table, "200") == .found(rest, general))
  }

  @Test func `a call that no trunk serves has no trunk`() {
    #expect(route(DispatchTable(trunks: [sales], rules: [general]), "300") == .noTrunk)
    #expect(route(DispatchTable(trunks: [], rules: [general]), "100") == .noTrunk)
  }

  @Test func `a trunk for which no rule stands has no rule`() {
    #expect(route(DispatchTable(trunks: [sales, rest], rules: [forSales]), "200") == .noRule(rest))
    #expect(route(DispatchTable(trunks: [sales], rules: []), "100") == .noRule(sales))
  }

  @Test func `the built-in table serves this machine alone and names rooms by what was dialled`() {
    let table = DispatchTable.loopback
    for text in ["127.0.0.1", "127.3.2.1", "::1"] {
      guard case .found(_, let rule) = table.route(number: "blue", from: IPAddress(text)!) else {
        Issue.record("\(text) was not served")
        continue
      }
      #expect(rule.room(caller: "a", callee: "blue", random: "x") == "blue")
    }
    for text in ["192.0.2.1", "::2"] {
      #expect(table.route(number: "blue", from: IPAddress(text)!) == .noTrunk)
    }
  }
}

import Bridge
import Testing

@Suite struct DispatchRuleTests {
  @Test(
    arguments: [
      (.direct(roomName: "lobby"), "lobby"), (.individual(roomPrefix: "call"), "call_alice_xyz"),
      (.callee(roomPrefix: "room-", randomize: false), "room-100"),
      (.callee(roomPrefix: "room-", randomize: true), "room-100_xyz"),
      (.callee(roomPrefix: "", randomize: false), "100"),
    ] as [(DispatchRule.Kind, String)])
  func `a rule names the room`(kind: DispatchRule.Kind, room: String) {
    let rule = DispatchRule(name: "rule", kind: kind)
    #expect(rule.room(caller: "alice", callee: "100", random: "xyz") == room)
  }

  @Test func `a random part is drawn only where it is used`() {
    var draws = 0
    func draw() -> String {
      draws += 1
      return "xyz"
    }
    _ = DispatchRule(name: "rule", kind: .direct(roomName: "lobby")).room(
      caller: "a", callee: "b", random: draw())
    #expect(draws == 0)
    _ = DispatchRule(name: "rule", kind: .individual(roomPrefix: "")).room(
      caller: "a", callee: "b", random: draw())
    #expect(draws == 1)
  }
}

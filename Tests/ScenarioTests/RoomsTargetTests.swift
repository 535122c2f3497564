import SansIO
import Scenario
import Testing

/// A target that is named from both sides.
struct RoomsTargetTests {
  private func target(_ value: String) -> String { Sample.with("target: \(value)") }

  @Test func `tokens come from an address, and with the address of the rooms`() throws {
    let plan = try Sample.plan(
      target("{ sip: \"sip:h;transport=tcp\", token: \"http://h:3001/api/token\" }"))
    #expect(plan.target == .sip(host: "h", port: 5060) && plan.transport == .tcp)
    #expect(plan.rooms == RoomsPlan(tokens: .endpoint("http://h:3001/api/token")))
    #expect(try Sample.plan(Sample.smallest).rooms == nil)
  }

  @Test func `rooms may have an address of their own, and must where tokens are signed here`() throws {
    let asked = try Sample.plan(target("{ sip: \"sip:h\", rooms: \"ws://h:7880\", token: \"http://h/t\" }"))
    #expect(asked.rooms == RoomsPlan(url: "ws://h:7880", tokens: .endpoint("http://h/t")))
    let signed = try Sample.plan(
      target("{ sip: \"sip:h\", rooms: \"ws://h\", api-key: THE_KEY, api-secret: THE_SECRET }"))
    #expect(signed.rooms == RoomsPlan(url: "ws://h", tokens: .signed(key: "THE_KEY", secret: "THE_SECRET")))
  }

  @Test(arguments: [
    (
      "{ sip: \"sip:h\", rooms: \"http://h\", token: \"http://h\" }",
      "`http://h` is no address that begins with `ws://`; write it as `ws://host:7880`"
    ),
    ("{ sip: \"sip:h\", rooms: \"ws://\", token: \"http://h\" }", "`ws://` is no address"),
    ("{ sip: \"sip:h\", rooms: \"wss://h\", token: \"http://h\" }", "`wss://h` is no address"),
    ("{ sip: \"sip:h\", token: \"https://h\" }", "`https://h` is no address that begins with `http://`"),
    ("{ sip: \"sip:h\", api-key: K, api-secret: S }", "`rooms` is missing"),
    ("{ sip: \"sip:h\", rooms: \"ws://h\" }", "needs either `token`"),
    ("{ sip: \"sip:h\", rooms: \"ws://h\", api-key: KEY }", "needs either `token`"),
    (
      "{ sip: \"sip:h\", rooms: \"ws://h\", token: \"http://h\", api-key: K, api-secret: S }",
      "needs either `token`"
    ),
    ("{ sip: \"sip:h\", rooms: \"ws://h\", api-key: key, api-secret: S }", "`key` is no environment name"),
    ("{ rooms: \"ws://h\", token: \"http://h\" }", "`sip` is missing"),
    ("{ sip: embedded, rooms: \"ws://h\", token: \"http://h\" }", "an embedded bridge brings its rooms"),
  ]) func `what is wrong with it is said`(value: String, words: String) {
    let problems = Sample.problems(target(value))
    #expect(problems.count == 1 && problems.allSatisfy { $0.contains(words) }, "\(problems)")
    // No second problem with those who would be in the rooms.
    let inhabited = Sample.problems("target: \(value)\n" + Sample.stay("[silence]"))
    #expect(inhabited.count == 1, "\(inhabited)")
  }

  @Test func `another target on the command line has other rooms`() throws {
    let text = target("{ sip: \"sip:h\", rooms: \"ws://h\", token: \"http://h\" }")
    #expect(try Sample.plan(text, target: "sip:h").rooms != nil)
    #expect(try Sample.plan(text, target: "sip:g").rooms == nil)
    #expect(try Sample.plan(text, target: "embedded").rooms == nil)
    let set = [(name: "target", value: "{sip: \"sip:g\", rooms: \"ws://g\", token: \"http://g\"}")]
    #expect(try Sample.plan(text, set: set).rooms?.url == "ws://g")
  }
}

import Measurement
import SansIO
import Scenario
import Testing

/// Scenarios without callers.
struct RoomTestTests {
  private static let tokens = "{ token: \"http://h:3001/api/token\" }"

  /// A scenario of one participant alone, with `more` below it and `top` before all.
  private func rooms(
    _ steps: String, expect: String = "leave", _ more: String = "room: room-{call}", top: String = ""
  ) -> String {
    """
    name: rooms\(top.isEmpty ? "" : "\n\(top)")
    participants:
      ada:
        timeline: \(steps)
        expect: \(expect)\(more.split(separator: "\n").map { "\n    \($0)" }.joined())
    """
  }

  @Test func `participants alone are a scenario`() throws {
    let plan = try Sample.plan(
      rooms("[silence: 20 s, leave]", top: "calls: 3\narrivals: { rate: 2/s }\n"))
    #expect(plan.callers.isEmpty && plan.sipCalls == 0 && plan.stays == 3)
    #expect(plan.participants.map { $0.room(call: 2, firstCaller: nil) } == ["room-2"])
    #expect(plan.role(ofParticipant: 0) == 0)
    #expect(plan.nominalCallDuration == .seconds(20))
    #expect(plan.nominalDuration == .seconds(21))
    #expect(
      plan.describe() == [
        "rooms", "3 calls of 1 participant without callers (3 joins), started over 1 s", "target: embedded",
        "ada joins room-{call}: silence 20 s, leaves; leaves by itself", "takes about 21 s; seed 1",
      ])
  }

  @Test func `a room has a name`() {
    #expect(
      Sample.problems(rooms("[leave]", "identity: a")) == [
        "3:3 participants.ada: `room` is missing; without callers nobody dials a number that names it; add it, as in "
          + "`room: call-{call}`"
      ])
  }

  @Test func `nobody stays for ever`() throws {
    #expect(
      Sample.problems(rooms("[silence]", expect: "any")) == [
        "3:3 participants.ada: would stay for ever: without callers no call ends; end `timeline` with `leave`, or "
          + "write `maximum-call-duration`, after which it leaves, and `expect: any`"
      ])
    let plan = try Sample.plan(rooms("[silence]", expect: "any", top: "maximum-call-duration: 30 s"))
    #expect(plan.nominalDuration == .seconds(30))
  }

  @Test(arguments: [("room-end", "closes its room"), ("removed", "removes it")])
  func `without a call nobody ends a room of an embedded bridge`(ending: String, deed: String) throws {
    #expect(
      Sample.problems(rooms("[silence]", expect: ending, top: "maximum-call-duration: 30 s")) == [
        "4:3 participants.ada: without callers nobody \(deed): an embedded bridge does so when the last phone call "
          + "is over; end `timeline` with `leave` and write `expect: leave`"
      ])
    // Elsewhere somebody else may.
    let elsewhere = "target: \(Self.tokens)\nmaximum-call-duration: 30 s"
    let plan = try Sample.plan(rooms("[silence]", expect: ending, top: elsewhere))
    #expect(plan.participants.map(\.expects.rawValue) == [ending])
  }

  @Test func `a stay that is longer than a call may be is refused`() {
    #expect(
      Sample.problems(rooms("[silence: 40 s, leave]", top: "maximum-call-duration: 30 s")) == [
        "2:24 maximum-call-duration: stays last about 40 s, longer than the `maximum-call-duration` of 30 s; raise it "
          + "or shorten the timelines"
      ])
  }

  @Test func `rooms elsewhere need no SIP`() throws {
    let asked = try Sample.plan(rooms("[leave]", top: "target: \(Self.tokens)"))
    #expect(asked.target == .rooms && asked.rooms == RoomsPlan(tokens: .endpoint("http://h:3001/api/token")))
    #expect(asked.describe().contains("target: http://h:3001/api/token"))
    let key = "{ rooms: \"ws://h:7880\", api-key: THE_KEY, api-secret: THE_SECRET }"
    let signed = try Sample.plan(rooms("[leave]", top: "target: \(key)"))
    #expect(signed.target == .rooms && signed.targetName == "ws://h:7880")
    #expect(signed.rooms?.tokens == .signed(key: "THE_KEY", secret: "THE_SECRET"))
    let both = try Sample.plan(rooms("[leave]", top: "target: { sip: \"sip:h\", token: \"http://h/t\" }"))
    #expect(both.target == .sip(host: "h", port: 5060) && both.rooms != nil)
    #expect(try Sample.plan(rooms("[leave]", top: "target: \(Self.tokens)"), target: "embedded").rooms == nil)
  }

  @Test(arguments: [
    ("{ rooms: \"ws://h\" }", "needs either `token`"),
    ("{ api-key: K, api-secret: S }", "`rooms` is missing"),
    ("{ token: \"https://h\" }", "`https://h` is no address that begins with `http://`"),
    ("{}", "needs either `token`"),
    ("sip:h", "need tokens for the rooms of the target; write it as in `target: { token: "),
  ]) func `what is wrong with rooms elsewhere is said`(value: String, words: String) {
    let problems = Sample.problems(rooms("[leave]", top: "target: \(value)"))
    #expect(problems.count == 1 && problems.allSatisfy { $0.contains(words) }, "\(problems)")
  }

  @Test(arguments: Metric.allCases)
  func `a threshold on what only callers show is refused`(metric: Metric) throws {
    let condition = metric.kind == .trend ? "p95 < 1 s" : "count == 0"
    let text = rooms("[leave]") + "\nthresholds: [\(metric.name).\(condition)]"
    guard metric.needsCallers else {
      #expect(try Sample.plan(text).thresholds.map(\.metric) == [metric])
      return
    }
    #expect(
      Sample.problems(text) == [
        "7:14 thresholds[1]: `\(metric.name)` is measured where there are callers, and this scenario has none; "
          + "remove it"
      ])
  }

  @Test func `a number of rooms at a time needs to know how long a stay is`() throws {
    let load = "arrivals: { concurrent: 5, for: 1 s }"
    #expect(
      Sample.problems(rooms("[leave]", top: load)) == [
        "2:25 arrivals.concurrent: the timelines take no time, so that nobody knows when the next call follows; "
          + "write `call-length`, as in `call-length: 2 s`"
      ])
    #expect(try Sample.plan(rooms("[silence: 2 s, leave]", top: load)).stays == 5)
    let written = "arrivals: { concurrent: 5, for: 1 s, call-length: 500 ms }"
    #expect(try Sample.plan(rooms("[leave]", top: written)).stays == 10)
  }

  @Test func `who joins before the others moves all starts`() throws {
    let plan = try Sample.plan(rooms("[silence: 3 s, leave]", "room: r\njoins: -1 s"))
    #expect(plan.arrivals == [.seconds(1)])
    #expect(plan.nominalDuration == .seconds(3))
  }

  @Test func `callers that are there have to be somebody`() {
    let problems = Sample.problems(rooms("[leave]", top: "callers: {}"))
    #expect(problems.count == 1 && problems[0].contains("must be a mapping of roles"), "\(problems)")
  }
}

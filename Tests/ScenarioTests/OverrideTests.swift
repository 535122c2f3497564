import SansIO
import Scenario
import Testing

struct OverrideTests {
  @Test func `a parameter of the command line wins over the file's`() throws {
    let plan = try Sample.plan(Sample.fullest, set: [("talk", "8s"), ("room", "red")])
    #expect(plan.callers[0].timeline[0] == .speech(.seconds(8)))
    #expect(plan.callers.map(\.dial) == ["red-{call}", "red-{call}"])
  }

  @Test func `a top-level key of the command line wins, is added, and may be YAML`() throws {
    let plan = try Sample.plan(
      Sample.fullest,
      set: [("calls", "3"), ("arrivals", "{rate: 1/s}"), ("codecs", "[pcmu]"), ("summary", "Other.")])
    #expect(plan.arrivals.map(\.seconds) == [0, 1, 2])
    #expect(plan.codecs == [.pcmu])
    #expect(plan.summary == "Other.")
    #expect(try Sample.plan(Sample.smallest, set: [("seed", "7")]).seed == 7)
  }

  @Test func `the last of several values counts, and a value may use a parameter`() throws {
    let plan = try Sample.plan(
      Sample.fullest, set: [("grace", "1 s"), ("grace", "${talk}"), ("talk", "9 s")])
    #expect(plan.grace == .seconds(9))
  }

  @Test func `wrong overrides are named as such, with the file's problems`() {
    let text = Sample.fullest.replacing("seed: 99", with: "sed: 99")
    #expect(
      Sample.problems(
        text, set: [("tlak", "8 s"), ("calls", "many"), ("codecs", "[pcmu"), ("talk", "8")], target: "sip")
        == [
          "--set tlak : unknown parameter or key `tlak`; did you mean `talk`?",
          "--set codecs : this is no YAML: did not find expected ',' or ']', while parsing a flow sequence",
          "--target : `sip` is not a target; write `embedded` or `sip:127.0.0.1:5060;transport=udp`",
          "--set calls : `many` must be a whole number from 1 to 100000, as in `20`",
          "13:1 : unknown key `sed`; did you mean `seed`?",
          "24:17 callers.alice.timeline[1].speech: `8` (from `${talk}`) has no unit; a duration is in "
            + "`ms`, `s`, `min` "
            + "or `h`, as in `3 s`",
        ])
  }

  @Test func `parameters themselves are no key to set`() {
    let problems = Sample.problems(Sample.smallest, set: [("parameters", "{a: 1}")])
    #expect(problems.first?.hasPrefix("--set parameters : unknown parameter or key `parameters`") == true)
  }

  @Test func `a target of the command line wins over target, transport and bridge settings`() throws {
    let plan = try Sample.plan(Sample.telephones, target: "sip:10.0.0.5")
    #expect(plan.target == .sip(host: "10.0.0.5", port: 5060))
    #expect(plan.transport == .tcp)
    #expect(try Sample.plan(Sample.telephones, target: "sip:h:1;transport=udp").transport == .udp)
    let sip = Sample.with("target: sip:h:1")
    #expect(try Sample.plan(sip, target: "embedded").target == .embedded(settings: [:]))
  }

  @Test func `parameters do not grow without bounds`() {
    let long = String(repeating: "x", count: 1_001)
    #expect(
      Sample.problems(Sample.fullest, set: [("room", long)]).first
        == "--set room : the value is longer than 1000 bytes")
    let many = Sample.fullest.replacing(
      "Everything that can be said.", with: String(repeating: "${room}", count: 5))
    let value = String(repeating: "x", count: 1_000)
    #expect(
      Sample.problems(many, set: [("room", value)]).contains(
        "2:10 summary: the text is longer than 4096 bytes"))
  }
}

import Scenario
import Testing

/// What is said about each kind of mistake, and where. Each case replaces one piece of a right scenario.
struct ProblemTests {
  /// A mistake in `Sample.fullest`: a piece of it, what stands there instead, and what must be said about
  /// that.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let piece: String
    let instead: String
    let problem: String
    var testDescription: String { instead }

    init(_ piece: String, _ instead: String, _ problem: String) {
      self.piece = piece
      self.instead = instead
      self.problem = problem
    }
  }

  static let values = [
    Mistake(
      "probe-share: 25 %", "probe-share: 25",
      "9:14 probe-share: `25` has no unit; a share is in `%`, as in `20 %`"),
    Mistake("probe-share: 25 %", "probe-share: 125 %", "9:14 probe-share: `125 %` must be from 0 % to 100 %"),
    Mistake(
      "grace: 3 s", "grace: 3",
      "11:8 grace: `3` has no unit; a duration is in `ms`, `s`, `min` or `h`, as in `5 s`"),
    Mistake(
      "grace: 3 s", "grace: 3 sec",
      "11:8 grace: `3 sec` has the unit `sec`; a duration is in `ms`, `s`, `min` or `h`, as in `5 s`"),
    Mistake("grace: 3 s", "grace: soon", "11:8 grace: `soon` is not a duration; write one as `5 s`"),
    Mistake(
      "grace: 3 s", "grace: 1e3 s",
      "11:8 grace: `1e3 s` has the unit `e3 s`; a duration is in `ms`, `s`, `min` or `h`, as in `5 s`"),
    Mistake("grace: 3 s", "grace: -3 s", "11:8 grace: `-3 s` must be from 100 ms to 24 h"),
    Mistake("grace: 3 s", "grace: 25 h", "11:8 grace: `25 h` must be from 100 ms to 24 h"),
    Mistake(
      "grace: 3 s", "grace: 99999999999999999999 h",
      "11:8 grace: `99999999999999999999 h` must be from 100 ms to 24 h"),
    Mistake("grace: 3 s", "grace:", "11:7 grace: has no value; write it as `5 s`"),
    Mistake(
      "grace: 3 s", "grace: [3 s]", "11:8 grace: must be a plain value and is a list; write it as `5 s`"),
    Mistake(
      "speech-level: -26 dBm0", "speech-level: -26 dB",
      "21:19 callers.alice.speech-level: `-26 dB` has the unit `dB`; a level is in `dBm0`, as in `-20 dBm0`"),
    Mistake(
      "speech-level: -26 dBm0", "speech-level: 10 dBm0",
      "21:19 callers.alice.speech-level: `10 dBm0` must be from -90 dBm0 to 3 dBm0"),
    Mistake("calls: 12", "calls: 0", "3:8 calls: `0` must be a whole number from 1 to 100000, as in `20`"),
    Mistake(
      "calls: 12", "calls: 100001",
      "3:8 calls: `100001` must be a whole number from 1 to 100000, as in "
        + "`20`"),
    Mistake(
      "calls: 12", "calls: 2.5", "3:8 calls: `2.5` must be a whole number from 1 to 100000, as in `20`"),
    Mistake(
      "seed: 99", "seed: -1",
      "13:7 seed: `-1` is no seed; write a whole number from 0 to 18446744073709551615"),
    Mistake(
      "name: fullest", "name: Full",
      "1:7 name: `Full` is no name; use up to 32 small letters, digits and hyphens, as in `first-call`"),
    Mistake(
      "transport: tcp", "transport: tls", "6:12 transport: unknown transport `tls`; there are `udp`, `tcp`"),
    Mistake("[pcma]", "[opus]", "7:10 codecs[1]: unknown codec `opus`; there are `pcmu`, `pcma`"),
    Mistake("[pcma]", "[pcma, pcma]", "7:16 codecs[2]: `pcma` stands here twice"),
    Mistake("[pcma]", "pcma", "7:9 codecs: must be a list, as in `[pcmu, pcma]`, and is a plain value"),
    Mistake("[pcma]", "[]", "7:9 codecs: must be a list, as in `[pcmu, pcma]`, and is empty"),
    Mistake("started: 99.5 %", "start: 99.5 %", "45:28 limits: unknown key `start`; did you mean `started`?"),
    Mistake(
      "receive-drops: 4", "receive-drops: 4 %",
      "45:85 limits.receive-drops: `4 %` must be a whole number from 0 to 1000000000, as in `0`"),
  ]

  static let keys = [
    Mistake("grace: 3 s", "gracee: 3 s", "11:1 : unknown key `gracee`; did you mean `grace`?"),
    Mistake(
      "jitter-buffer: 60 ms", "Jitter_Buffer: 60 ms",
      "10:1 : unknown key `Jitter_Buffer`; did you mean `jitter-buffer`?"),
    Mistake("from: a{call}", "form: a{call}", "19:5 callers.alice: unknown key `form`; did you mean `from`?"),
    Mistake(
      "from: a{call}", "zzz: 1",
      "19:5 callers.alice: unknown key `zzz`; there are `dial`, `from`, `voice`, `speech-level`, `starts`, "
        + "`timeline`, `expect`, `credentials`"
    ),
    Mistake(
      "expect: remote", "expects: remote", "41:5 callers.bob: unknown key `expects`; did you mean `expect`?"),
    Mistake(
      "expect: remote", "starts: 1 s",
      "39:5 callers.bob: `expect` is missing; add it, as in `expect: silence`"),
    Mistake(
      "name: fullest", "grace: 3 s", "1:1 : `grace` stands more than once in the same mapping; keep one"),
    Mistake(
      "user: u, ", "", "37:18 callers.alice.credentials: `user` is missing; add it, as in `user: alice`"),
    Mistake(
      "password: p", "password:",
      "37:39 callers.alice.credentials.password: has no value; write it as `secret`"),
    Mistake(
      "{ LOG_LEVEL: debug, SIZE: 7 }", "{ log_level: debug }",
      "14:11 bridge: `log_level` is no environment name; they look like `LOG_LEVEL`"),
    Mistake(
      "{ LOG_LEVEL: debug, SIZE: 7 }", "debug",
      "14:9 bridge: must be a mapping, as in `bridge: { LOG_LEVEL: debug }`, and is a plain value"),
    Mistake(
      "target: embedded", "target: sip:h",
      "14:9 bridge: `bridge` sets up an embedded bridge, and `target` is another one; remove one of them"),
    Mistake(
      "target: embedded", "target: sip:h;transport=udp",
      "5:9 target: `target` says udp and `transport` says tcp; keep one"),
    Mistake(
      "target: embedded", "target: 127.0.0.1:5060",
      "5:9 target: `127.0.0.1:5060` is not a target; write `embedded` or `sip:127.0.0.1:5060;transport=udp`"),
    Mistake(
      "- answered.rate == 100 %", "- answerd.rate == 100 %",
      "43:5 thresholds[1]: threshold \"answerd.rate == 100 %\": there is no metric \"answerd\"; the "
        + "nearest is answered"
    ),
    Mistake(
      "- answered.rate == 100 %", "- [x]",
      "43:5 thresholds[1]: must be a plain value and is a list; write it as `answered.rate == 100 %`"),
  ]

  static let arrivals = [
    Mistake(
      "{ burst: 5, every: 2 s }", "{ burst: 5 }",
      "4:11 arrivals: `every` is missing; add it, as in `every: 5 s`"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ rate: 5 }",
      "4:19 arrivals.rate: `5` has no unit; a rate is in `/s` or `/min`, as in `2/s`"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ rate: 0/s }",
      "4:19 arrivals.rate: `0/s` must be above 0/s and at most 100000/s"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ rate: 5 s }",
      "4:19 arrivals.rate: `5 s` has the unit `s`; a rate is in `/s` or `/min`, as in `2/s`"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ rate: 5/s, every: 2 s }",
      "4:31 arrivals.every: `every` belongs to `burst` and means nothing with `rate`; remove it"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ rate: 5/s, poisson: 2/s }",
      "4:11 arrivals: needs exactly one of `at-once`, `rate`, `poisson`, `ramp`, `burst` or `concurrent` "
        + "and has `rate` and `poisson`, as in `arrivals: { rate: 2/s }`"
    ),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ every: 5 s }",
      "4:11 arrivals: needs exactly one of `at-once`, `rate`, `poisson`, `ramp`, `burst` or `concurrent` "
        + "and has none, as in `arrivals: { rate: 2/s }`"
    ),
    Mistake(
      "{ burst: 5, every: 2 s }", "2/s",
      "4:11 arrivals: must be a mapping, as in `arrivals: { rate: 2/s }`, and is a plain value"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ at-once: yes }",
      "4:22 arrivals.at-once: `yes` must be `true`, as in `at-once: true`"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ ramp: { from: 1/s, to: 0/s, over: 1 s } }",
      "4:36 arrivals.ramp.to: `0/s` must be above 0/s and at most 100000/s"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ ramp: { from: 1/s, over: 1 s } }",
      "4:19 arrivals.ramp: `to` is missing; add it, as in `to: 20/s`"),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ rate: 0.0001/min }",
      "4:11 arrivals: the last call would be planned more than 24 h after the start; plan fewer calls or a "
        + "higher rate"
    ),
    Mistake(
      "{ burst: 5, every: 2 s }", "{ concurrent: 5, for: 1 min }",
      "3:8 calls: with `concurrent` the number of calls follows from the load; remove `calls`"),
    Mistake(
      "calls: 12\narrivals: { burst: 5, every: 2 s }", "calls: 12",
      "1:1 : `arrivals` is missing; say when the 12 calls start, as in `arrivals: { rate: 2/s }`"),
    Mistake(
      "calls: 12\narrivals: { burst: 5, every: 2 s }", "arrivals: { concurrent: 5 }",
      "3:11 arrivals: `for` is missing; add it, as in `for: 2 min`"),
    Mistake(
      "calls: 12\narrivals: { burst: 5, every: 2 s }",
      "arrivals: { concurrent: 5, for: 1 min, call-length: 10 s }",
      "3:53 arrivals.call-length: its calls last about 1 min 20.72 s, longer than 10 s, so more of them "
        + "would be up than `concurrent` says; write a longer one or leave it out"
    ),
  ]

  static let parameters = [
    Mistake(
      "speech: ${talk}", "speech: ${tlak}",
      "24:17 callers.alice.timeline[1].speech: unknown parameter `tlak`; did you mean `talk`?"),
    Mistake(
      "speech: ${talk}", "speech: ${talk",
      "24:17 callers.alice.timeline[1].speech: `${talk` opens `${` and never closes it; write `${name}`"),
    Mistake(
      "talk: 5 s", "talk: 5",
      "24:17 callers.alice.timeline[1].speech: `5` (from `${talk}`) has no unit; a duration is in `ms`, "
        + "`s`, `min` or `h`, as in `3 s`"
    ),
    Mistake(
      "talk: 5 s", "talk: \"${room}\"",
      "15:21 parameters.talk: a parameter's value cannot hold another parameter"),
    Mistake(
      "talk: 5 s", "talk: [5 s]", "15:21 parameters.talk: must be a plain value, as in `5 s`, and is a list"),
    Mistake(
      "room: blue", "room: blue, Big: 1",
      "15:38 parameters: `Big` is no name for a parameter; use up to 32 small letters, digits and hyphens, "
        + "as in `talk`"
    ),
    Mistake(
      "room: blue", "room: blue, calls: 1",
      "15:38 parameters: `calls` is a key of the scenario; name the parameter otherwise"),
    Mistake(
      "room: blue", "room: a@b",
      "18:11 callers.alice.dial: `a@b-{call}` (from `${room}-{call}`) holds `@`, which the user part of a "
        + "SIP URI cannot (RFC 3261, 25.1)"
    ),
    Mistake(
      "a{call}", "a{cal}",
      "19:11 callers.alice.from: `a{cal}` has the stand-in `{cal}`; there are `{call}` and `{role}`"),
  ]

  @Test(arguments: [values, keys, arrivals, parameters].flatMap { $0 })
  func `a mistake is named with its place and what would be right`(mistake: Mistake) {
    #expect(Sample.fullest.contains(mistake.piece))
    let problems = Sample.problems(
      Sample.fullest.replacing(mistake.piece, with: mistake.instead, maxReplacements: 1))
    #expect(problems.contains(mistake.problem), "\(problems)")
  }

  @Test func `without callers an example shows what one is`() {
    let example = "`callers: { alice: { dial: \"call-{call}\", timeline: [silence], expect: silence } }`"
    #expect(Sample.problems("name: a") == ["1:1 : `callers` is missing; add at least one, as in \(example)"])
    #expect(
      Sample.problems("name: a\ncallers: {}") == [
        "2:10 callers: must be a mapping of roles, as in \(example), and is empty"
      ])
  }

  @Test func `a fifth caller and a wrong role are refused`() {
    let roles = ["a", "b", "c", "d", "Eve"].map { "  \($0): { dial: x, timeline: [silence], expect: any }" }
    let problems = Sample.problems("name: a\ncallers:\n" + roles.joined(separator: "\n"))
    #expect(
      problems == [
        "7:3 callers: a call has at most 4 callers, and there are 5",
        "7:3 callers: `Eve` is no name for a role; use up to 32 small letters, digits and hyphens, as in "
          + "`alice`",
      ])
  }

  @Test func `an ending and the timeline must agree`() {
    #expect(
      Sample.problems(Sample.timeline("[silence]", expect: "caller"))
        == ["7:13 callers.alice.expect: `caller` needs a `hang-up` step in `timeline`"])
    #expect(
      Sample.problems(Sample.timeline("[hang-up]", expect: "remote")) == [
        "7:13 callers.alice.expect: `timeline` has a `hang-up` step, so the call cannot be expected to end "
          + "by "
          + "`remote`; write `expect: caller`, or `any`"
      ])
    #expect(throws: Never.self) { try Sample.plan(Sample.timeline("[hang-up]", expect: "any")) }
  }

  @Test func `a call longer than its limit is refused`() {
    let text = Sample.timeline("[speech: 51 s]") + "\nmaximum-call-duration: 1 min"
    #expect(
      Sample.problems(text) == [
        "8:24 maximum-call-duration: calls last about 1 min 1 s, longer than the `maximum-call-duration` "
          + "of 1 min; "
          + "raise it or shorten the timelines"
      ])
  }

  @Test func `a file with very many mistakes is answered in a bounded way`() {
    let keys = (0..<2_000).map { "key\($0): 1" }.joined(separator: "\n")
    #expect(Sample.problems(keys).count == 100)
  }
}

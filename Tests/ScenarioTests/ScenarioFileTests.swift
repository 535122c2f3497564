import Measurement
import SansIO
import Scenario
import Testing

struct ScenarioFileTests {
  @Test func `what a file leaves out has its documented value`() throws {
    let plan = try Sample.plan(Sample.smallest)
    #expect(plan.name == "smallest")
    #expect(plan.summary == "")
    #expect(plan.seed == 1)
    #expect(plan.target == .embedded(settings: [:]))
    #expect(plan.transport == .udp)
    #expect(plan.codecs == [.pcmu, .pcma])
    #expect(plan.arrivals == [.zero])
    #expect(plan.probeShare == 1)
    #expect(plan.silenceThreshold == .seconds(10))
    #expect(plan.grace == .seconds(5))
    #expect(plan.maximumCallDuration == .seconds(600))
    #expect(plan.jitterBuffer == .milliseconds(40))
    #expect(plan.thresholds == [])
    #expect(plan.limits == RunLimits())
    let alice = try #require(plan.callers.first)
    #expect(alice.role == "alice")
    #expect(alice.from == "{role}-{call}")
    #expect(alice.offset == .zero)
    #expect(alice.voice == nil)
    #expect(alice.speechLevel == -20)
    #expect(alice.timeline == [.silence(.idle, nil)])
    #expect(alice.expects == .silence)
    #expect(alice.credentials == nil)
  }

  @Test func `every top-level key reaches the plan`() throws {
    let plan = try Sample.plan(Sample.fullest)
    #expect(plan.summary == "Everything that can be said.")
    #expect(plan.seed == 99)
    #expect(plan.target == .embedded(settings: ["LOG_LEVEL": "debug", "SIZE": "7"]))
    #expect(plan.transport == .tcp)
    #expect(plan.codecs == [.pcma])
    #expect(plan.arrivals.map(\.seconds) == [0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 4, 4])
    #expect(plan.probeShare == 0.25)
    #expect(plan.silenceThreshold == .seconds(8))
    #expect(plan.grace == .seconds(3))
    #expect(plan.maximumCallDuration == .seconds(120))
    #expect(plan.jitterBuffer == .milliseconds(60))
    #expect(plan.thresholds.map(\.description) == ["answered.rate == 100 %", "hangup_error.p99 < 40 ms"])
    #expect(plan.limits.sendLag == 12_000_000)
    #expect(plan.limits.started == 0.995)
    #expect(plan.limits.calibrationError == 3_000_000)
    #expect(plan.limits.receiveDrops == 4)
    #expect(plan.limits.clockStep == 2_000_000)
  }

  @Test func `every key of a caller and every step reaches the plan`() throws {
    let callers = try Sample.plan(Sample.fullest).callers
    #expect(callers.map(\.role) == ["alice", "bob"])
    let alice = callers[0]
    #expect(alice.dial == "blue-{call}")
    #expect(alice.from == "a{call}")
    #expect(alice.voice == "folder/../audio/a.wav")
    #expect(alice.speechLevel == -26)
    #expect(alice.offset == .milliseconds(500))
    #expect(alice.credentials == CallerPlan.Credentials(user: "u", password: "p"))
    #expect(
      alice.timeline == [
        .speech(.seconds(5)), .silence(.idle, .seconds(2)),
        .silence(.comfortNoise, .seconds(1)), .silence(.discontinuous, .milliseconds(1_500)),
        .silence(.noise(level: -50), .seconds(60)),
        .probes(every: .milliseconds(600), lasting: .seconds(3)), .echo(.seconds(2)),
        .tone(hertz: 440, level: -10, lasting: .seconds(2)), .dtmf("12#"),
        .hold(.seconds(3)), .speech(.milliseconds(20)), .silence(.idle, .milliseconds(40)),
        .speech(.milliseconds(20)), .silence(.idle, .milliseconds(40)), .hangUp,
      ])
    #expect(callers[1].timeline == [.echo(nil)])
    #expect(callers[1].expects == .remote)
  }

  @Test func `all problems of a file come together, in its order, as a compiler prints them`() throws {
    let text = """
      name: wrong
      calls: ten
      callers:
        alice:
          dial: call-{call}
          timelin:
            - speech: 3 s
          expect: silents
      """
    let error = #expect(throws: ScenarioError.self) { try Sample.plan(text) }
    #expect(
      error?.description == """
        folder/test.yaml:2:8: error: calls: `ten` must be a whole number from 1 to 100000, as in `20`
            2 | calls: ten
              |        ^
        folder/test.yaml:5:5: error: callers.alice: `timeline` is missing; add it, as in \
        `timeline: [speech: 3 s, silence]`
            5 |     dial: call-{call}
              |     ^
        folder/test.yaml:6:5: error: callers.alice: unknown key `timelin`; did you mean `timeline`?
            6 |     timelin:
              |     ^
        folder/test.yaml:8:13: error: callers.alice.expect: unknown ending `silents`; did you mean `silence`?
            8 |     expect: silents
              |             ^
        4 problems found; nothing was run
        """)
  }

  @Test func `the same text, overrides and seed give the same plan`() throws {
    let text = Sample.with("calls: 50\narrivals: { poisson: 3/s }")
    let arrivals = try Sample.plan(text).arrivals
    #expect(try Sample.plan(text).arrivals == arrivals)
    #expect(try Sample.plan(text, set: [("seed", "2")]).arrivals != arrivals)
    // Whoever changes these changes every plan that anybody compares with an old one.
    #expect(arrivals.count == 50)
    #expect(arrivals[0].nanoseconds == 186_082_835)
    #expect(arrivals[49].nanoseconds == 21_618_512_048)
  }

  @Test func `bytes may begin with a byte order mark and end lines as on Windows`() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array(Sample.fullest.replacing("\n", with: "\r\n").utf8)
    #expect(try ScenarioFile.plan(bytes: bytes, path: "x.yaml").callers.count == 2)
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let bytes = Array("name: caf".utf8) + [0xE9, 0x0A]
    let error = #expect(throws: ScenarioError.self) { try ScenarioFile.plan(bytes: bytes, path: "x.yaml") }
    #expect(error?.description.hasPrefix("x.yaml:1:1: error: the file is not UTF-8") == true)
  }

  @Test(arguments: [
    ("a.wav", "s.yaml", "a.wav"), ("../a.wav", "x/y/s.yaml", "x/y/../a.wav"),
    ("/a.wav", "x/s.yaml", "/a.wav"), ("a.wav", "/s.yaml", "/a.wav"),
  ])
  func `a voice is relative to its scenario's folder`(voice: String, file: String, path: String) throws {
    let text = Sample.timeline("[speech: 1 s]").replacing("a.wav", with: voice)
    #expect(try ScenarioFile.plan(text: text, path: file).callers[0].voice == path)
  }

  @Test func `a voice without speech is not loaded`() throws {
    #expect(try Sample.plan(Sample.timeline("[silence]")).callers[0].voice == nil)
  }
}

import SansIO
import Scenario
import Testing

struct StepProblemTests {
  static let wrong = [
    ("[speech]", "`speech` needs a value, as in `- speech: 3 s`"),
    ("[speech: 3]", "`3` has no unit; a duration is in `ms`, `s`, `min` or `h`, as in `3 s`"),
    ("[speech: 10 ms]", "`10 ms` must be from 20 ms to 24 h"),
    ("[spech: 3 s]", "unknown step `spech`; did you mean `speech`?"),
    ("[Silence]", "unknown step `Silence`; did you mean `silence`?"),
    (
      "[dance]",
      "unknown step `dance`; there are `speech`, `silence`, `probes`, `echo`, `answer`, `tone`, `dtmf`, `hold`, "
        + "`hang-up`, `repeat`"
    ),
    ("[hang-up: 3 s]", "`hang-up` takes no value; write `- hang-up`"),
    ("[[silence]]", "must be a step, as in `- speech: 3 s`, and is a list"),
    (
      "[{ speech: 1 s, silence: 2 s }]",
      "must be one step and holds `speech` and `silence`; begin each with its own `-`"
    ),
    ("[{}]", "must be one step and holds none; begin each with its own `-`"),
    ("silence", "must be a list, as in `[speech: 3 s, silence]`, and is a plain value"),
    ("[]", "must be a list, as in `[speech: 3 s, silence]`, and is empty"),
    (
      "[silence, speech: 1 s]",
      "is never reached, since the step before it lasts until the call ends; give it a length"
    ),
    (
      "[echo, hang-up]",
      "is never reached, since the step before it lasts until the call ends; give it a length"
    ),
    ("[hang-up, silence]", "is never reached, since the step before it hangs up"),
    (
      "[repeat: { times: 2, steps: [silence] }]",
      "is never reached, since the step before it lasts until the call ends; give it a length"
    ),
    ("[repeat: { times: 0, steps: [hold: 1 s] }]", "`0` must be a whole number from 1 to 1000, as in `3`"),
    (
      "[repeat: { times: 600, steps: [hold: 1 s, echo: 1 s] }]",
      "makes 1200 steps; a timeline has at most 1000"
    ),
    ("[repeat: { steps: [hold: 1 s] }]", "`times` is missing; add it, as in `times: 3`"),
    ("[probes: 3 s]", "must be a mapping, as in `probes: { every: 600 ms, for: 3 s }`, and is a plain value"),
    (
      "[probes: { every: 200 ms, for: 3 s }]",
      "`200 ms` must be from 300 ms to 24 h, since a probe lasts 256 ms"
    ),
    (
      "[probes: { every: 600 ms, for: 100 ms }]",
      "`100 ms` must be from 300 ms to 24 h, since a probe lasts 256 ms"
    ),
    ("[probes: { every: 600 ms }]", "`for` is missing; add it, as in `for: 3 s`"),
    (
      "[silence: { kind: comfort, for: 1 s }]",
      "unknown kind of silence `comfort`; did you mean `comfort-noise`?"
    ),
    ("[silence: { kind: noise, for: 1 s }]", "`level` is missing; add it, as in `level: -50 dBm0`"),
    (
      "[silence: { kind: idle, level: -50 dBm0 }]",
      "`level` belongs to `kind: noise` and means nothing with `idle`; remove it"
    ),
    (
      "[tone: { frequency: 440, for: 1 s }]",
      "`440` has no unit; a frequency is in `Hz` or `kHz`, as in `440 Hz`"
    ),
    (
      "[tone: { frequency: 5 kHz, for: 1 s }]",
      "`5 kHz` must be from 50 Hz to 3900 Hz, which a telephone codec carries"
    ),
    ("[dtmf: 12E]", "`12E` must be up to 64 of the digits `0123456789*#ABCD`, as in `\"123#\"`"),
    ("[dtmf: \"\"]", "has no value; write it as `\"123#\"`"),
    ("[hold]", "`hold` needs a value, as in `- hold: 3 s`"),
  ]

  @Test(arguments: wrong)
  func `a wrong step is named with what would be right`(steps: String, problem: String) {
    let problems = Sample.problems(Sample.timeline(steps, expect: "any"))
    #expect(problems.contains { $0.hasPrefix("6:") && $0.hasSuffix(": \(problem)") }, "\(problems)")
  }

  @Test func `a wrong step is named with its line, column and place`() {
    let text = """
      name: a
      callers:
        alice:
          dial: x
          expect: silence
          timeline:
            - silence: 1 s
            - repeat:
                times: 2
                steps:
                  - probes: { every: 1 s, four: 2 s }
      """
    #expect(
      Sample.problems(text) == [
        "11:23 callers.alice.timeline[2].repeat.steps[1].probes: `for` is missing; add it, as in `for: 3 s`",
        "11:37 callers.alice.timeline[2].repeat.steps[1].probes: unknown key `four`; did you mean `for`?",
      ])
  }

  @Test func `speech needs a voice`() {
    let problems = Sample.problems(Sample.timeline("[speech: 1 s]").replacing("    voice: a.wav\n", with: ""))
    #expect(
      problems == [
        "4:5 callers.alice: `voice` is missing, and `timeline` has a `speech` step; add it, as in "
          + "`voice: ../audio/voice-a.wav`"
      ])
  }

  @Test func `repetitions nest up to a thousand steps`() throws {
    let inner = "repeat: { times: 100, steps: [hold: 1 s] }"
    let plan = try Sample.plan(
      Sample.timeline("[repeat: { times: 10, steps: [\(inner)] }]") + "\nmaximum-call-duration: 1 h")
    #expect(plan.callers[0].timeline == Array(repeating: .hold(.seconds(1)), count: 1_000))
    let more = "[repeat: { times: 1000, steps: [repeat: { times: 1000, steps: [\(inner)] }] }]"
    #expect(Sample.problems(Sample.timeline(more)).contains { $0.hasSuffix("a timeline has at most 1000") })
  }
}

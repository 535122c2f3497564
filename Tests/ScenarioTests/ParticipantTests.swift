import Measurement
import SansIO
import Scenario
import Testing

/// The `participants` of a scenario.
struct ParticipantTests {
  @Test func `everything that can be said of a participant is in the plan`() throws {
    let plan = try Sample.plan(Sample.fullest)
    let agent = try #require(plan.participants.first)
    #expect(
      agent
        == ParticipantPlan(
          role: "agent", room: "blue-{call}", identity: "agent-{call}", offset: .milliseconds(250),
          voice: "folder/../audio/b.wav", speechLevel: -22, publishes: true, codec: .pcmu,
          timeline: [
            .speech(.seconds(2)), .answer(.seconds(20)), .mute(.seconds(3)),
            .silence(.discontinuous, .seconds(1)), .leave,
          ], expects: .leave))
    #expect(plan.participants.map(\.role) == ["agent", "guest"])
    #expect(plan.role(ofParticipant: 1) == 3)
    #expect(plan.stays == 24)
  }

  @Test func `what is left out is what a browser's user would do`() throws {
    let plan = try Sample.plan(Sample.fullest)
    let guest = plan.participants[1]
    #expect(guest.publishes && guest.codec == .any && guest.offset == .zero && guest.speechLevel == -20)
    #expect(guest.identity(call: 7) == "guest-7")
    #expect(guest.room(call: 7, firstCaller: plan.callers[0]) == "blue-7")
    #expect(plan.participants[0].room(call: 3, firstCaller: plan.callers[1]) == "blue-3")
  }

  @Test func `who only listens publishes nothing if told so`() throws {
    let plan = try Sample.plan(Sample.stay("[silence: 2 s, leave]", expect: "leave", "publish: false"))
    #expect(plan.participants.map(\.publishes) == [false])
    #expect(try Sample.plan(Sample.stay("[silence]")).participants.map(\.publishes) == [true])
  }

  @Test(arguments: ["answer", "echo: 2 s", "silence: { kind: noise, level: -50 dBm0 }", "speech: 1 s"])
  func `who publishes nothing has no step that is heard`(step: String) {
    let problems = Sample.problems(Sample.stay("[\(step)]", expect: "any", "publish: false"))
    #expect(problems.count == 1 && problems[0].contains("without a track nobody hears"), "\(problems)")
  }

  @Test func `who joins before the call moves all calls, so that nothing comes before the run`() throws {
    let text = Sample.stay("[silence]", expect: "any", "joins: -1500 ms")
    let plan = try Sample.plan("calls: 2\narrivals: { rate: 1/s }\n\(text)")
    #expect(plan.arrivals == [.milliseconds(1500), .milliseconds(2500)])
    #expect(plan.participants.map(\.offset) == [.milliseconds(-1500)])
    #expect(try Sample.plan(Sample.stay("[silence]")).arrivals == [.zero])
  }

  @Test func `the participants' words count for when a call is over`() throws {
    #expect(
      try Sample.plan(Sample.stay("[tone: { frequency: 440 Hz, for: 7 s }]")).nominalCallDuration
        == .seconds(17))
  }

  @Test func `the description names them`() throws {
    let lines = try Sample.plan(Sample.stay("[answer]", expect: "room-end")).describe()
    #expect(lines.contains("1 call of 1 caller and 1 participant (1 SIP call), started at once"))
    #expect(
      lines.contains("agent joins call-{call}: answers probes until the call ends; must see the room end"))
  }

  @Test(arguments: [
    (
      "[hold: 2 s]", "any",
      "10:16 participants.agent.timeline[1].hold: `hold` is a step of callers; a participant has `mute`"
    ),
    (
      "[hang-up]", "any",
      "10:16 participants.agent.timeline[1]: `hang-up` is a step of callers; a participant ends with `leave`"
    ),
    (
      "[dtmf: \"1\"]", "any",
      "10:16 participants.agent.timeline[1].dtmf: `dtmf` is a step of callers; a room carries no keys"
    ),
    (
      "[leave, silence]", "leave",
      "10:23 participants.agent.timeline[2]: is never reached, since the step before it leaves"
    ),
    (
      "[leave: 2 s]", "leave",
      "10:23 participants.agent.timeline[1].leave: `leave` takes no value; write `- leave`"
    ),
    ("[silence]", "leave", "11:13 participants.agent.expect: `leave` needs a `leave` step in `timeline`"),
    (
      "[leave]", "room-end",
      "11:13 participants.agent.expect: `timeline` has a `leave` step, so the stay cannot be expected to end by "
        + "`room-end`; write `expect: leave`, or `any`"
    ),
    (
      "[answers]", "any",
      "10:16 participants.agent.timeline[1]: unknown step `answers`; did you mean `answer`?"
    ),
    (
      "[silence: { kind: comfort-noise }]", "any",
      "10:33 participants.agent.timeline[1].silence.kind: `comfort-noise` is of telephone codecs; a participant has "
        + "`idle`, `discontinuous` and `noise`"
    ),
    (
      "[silence]", "room_end",
      "11:13 participants.agent.expect: unknown ending `room_end`; did you mean `room-end`?"
    ),
  ]) func `a wrong step or ending is told with its place`(steps: String, expect: String, problem: String) {
    #expect(Sample.problems(Sample.stay(steps, expect: expect)) == [problem])
  }

  @Test(arguments: [
    ("publish: maybe", "12:14 participants.agent.publish: `maybe` must be `true` or `false`"),
    (
      "publish: false",
      "12:14 participants.agent.publish: without a track nobody hears what `timeline` does (answers probes until the "
        + "call ends); remove one of them"
    ),
    ("codec: g729", "12:12 participants.agent.codec: unknown codec `g729`; there are `opus`, `pcmu`, `any`"),
    ("joins: -2 h", "12:12 participants.agent.joins: `-2 h` must be from -1 h to 24 h"),
    (
      "identity: \"agent {call}\"",
      "12:15 participants.agent.identity: `agent {call}` holds ` `, which the user part of a SIP URI cannot (RFC 3261, 25.1)"
    ),
    ("rooms: x", "12:5 participants.agent: unknown key `rooms`; did you mean `room`?"),
  ]) func `a wrong value is told with its place`(line: String, problem: String) {
    #expect(Sample.problems(Sample.stay("[answer]", expect: "any", line)) == [problem])
  }

  @Test func `a caller has none of a participant's steps`() {
    #expect(
      Sample.problems(Sample.timeline("[mute: 2 s]", expect: "any")) == [
        "6:16 callers.alice.timeline[1].mute: `mute` is a step of participants; a caller has `hold`"
      ])
  }

  @Test func `two who would answer each other without end are refused`() {
    let text = Sample.stay("[answer]").replacing("timeline: [silence]", with: "timeline: [answer]")
    #expect(
      Sample.problems(text) == [
        "8:3 participants.agent: has an `answer` step, and so has `alice`: they would answer each other without end; "
          + "keep one"
      ])
  }

  @Test func `names are unique and a call has four people at most`() {
    let more = (0..<4).map { "\n  p\($0): { timeline: [silence], expect: any }" }.joined()
    #expect(
      Sample.problems("\(Sample.smallest)\nparticipants:\(more)") == [
        "11:3 participants: a call has at most 4 people, callers and participants together, and this is one more"
      ])
    #expect(
      Sample.problems("\(Sample.smallest)\nparticipants:\n  alice: { timeline: [silence], expect: any }") == [
        "8:3 participants: `alice` is a caller already; name the participant otherwise"
      ])
  }

  @Test func `a target elsewhere must say where tokens are`() throws {
    #expect(
      Sample.problems("target: sip:10.0.0.5\n" + Sample.stay("[silence]")) == [
        "9:3 participants: need tokens for the rooms of the target; write it as in "
          + "`target: { sip: \"sip:10.0.0.5:5060\", token: \"http://host:3001/api/token\" }`"
      ])
    let target = "{ sip: \"sip:10.0.0.5\", token: \"http://10.0.0.5/api/token\" }"
    let plan = try Sample.plan("target: \(target)\n" + Sample.stay("[silence]"))
    #expect(plan.participants[0].room(call: 4, firstCaller: plan.callers[0]) == "call-4")
  }
}

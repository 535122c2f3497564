import Measurement
import SansIO
import Scenario
import Testing

struct RunPlanTests {
  @Test func `a call that ends by silence lasts until the threshold after the last activity of anybody`()
    throws
  {
    let plan = try Sample.plan(
      """
      name: two
      silence-threshold: 4 s
      calls: 3
      arrivals: { rate: 1/s }
      callers:
        alice:
          dial: x
          voice: a.wav
          timeline: [speech: 3 s, silence: 2 s, hold: 1 s, silence]
          expect: silence
        bob:
          dial: x
          voice: a.wav
          starts: 5 s
          timeline: [speech: 2 s, echo: 9 s, silence: 1 s]
          expect: silence
      """)
    #expect(plan.nominalCallDuration == .seconds(11))
    #expect(plan.nominalDuration == .seconds(13))
    #expect(plan.sipCalls == 6)
  }

  @Test func `a call that somebody hangs up is over then`() throws {
    let plan = try Sample.plan(Sample.timeline("[dtmf: \"12\", silence: 2 s, hang-up]", expect: "caller"))
    #expect(plan.nominalCallDuration == .milliseconds(2_400))
  }

  @Test func `a hang-up by one does not shorten the silence that another waits for`() throws {
    let plan = try Sample.plan(
      """
      name: two
      callers:
        alice: { dial: x, timeline: [hold: 1 s, hang-up], expect: caller }
        bob: { dial: x, timeline: [silence], expect: silence }
      """)
    #expect(plan.nominalCallDuration == .seconds(11))
  }

  @Test func `a concurrency without a call length takes the timelines'`() throws {
    let text = Sample.timeline("[hold: 10 s, hang-up]", expect: "caller")
    let plan = try Sample.plan(text + "\narrivals: { concurrent: 2, for: 25 s, ramp-up: 4 s }")
    #expect(plan.arrivals.map(\.seconds) == [0, 2, 10, 12, 20, 22])
    let longer = try Sample.plan(text + "\narrivals: { concurrent: 2, for: 25 s, call-length: 20 s }")
    #expect(longer.arrivals.map(\.seconds) == [0, 0, 20, 20])
  }

  @Test func `stand-ins of user parts are filled in`() {
    var caller = CallerPlan(role: "bob", dial: "r{call}-{role}-{call}", timeline: [.hangUp], expects: .any)
    #expect(caller.dialledUser(call: 17) == "r17-bob-17")
    #expect(caller.fromUser(call: 3) == "bob-3")
    caller.dial = "plain}{"
    #expect(caller.dialledUser(call: 1) == "plain}{")
  }

  @Test func `what will be done is told in a few plain lines`() throws {
    let plan = try Sample.plan(Sample.fullest)
    #expect(
      plan.describe() == [
        "fullest: Everything that can be said.",
        "12 calls of 2 callers and 2 participants (24 SIP calls), started over 4 s",
        "target: embedded (LOG_LEVEL=debug SIZE=7), TCP, pcma",
        "alice dials blue-{call}: speaks 5 s, silence 2 s, comfort noise 1 s, no packets 1.5 s, "
          + "noise at -50 dBm0 1 min, probes every 600 ms for 3 s and 9 more steps; ends its call itself",
        "bob dials blue-{call}: echoes until the call ends; must be hung up by the far side",
        "agent joins blue-{call}, hears pcmu: speaks 2 s, answers probes for 20 s, is muted 3 s, no packets 1 s, "
          + "leaves; leaves by itself",
        "guest joins blue-{call}: silence until the call ends; must see the room end",
        "passes if answered.rate == 100 %, hangup_error.p99 < 40 ms",
        "takes about 1 min 24.7 s; seed 99",
      ])
  }

  @Test func `one call is told as one`() throws {
    #expect(
      try Sample.plan(Sample.with("target: sip:[::1]:9")).describe() == [
        "smallest", "1 call of 1 caller (1 SIP call), started at once",
        "target: sip:[::1]:9, UDP, pcmu, pcma",
        "alice dials call-{call}: silence until the call ends; must be hung up after 10 s of silence",
        "takes about 10 s; seed 1",
      ])
  }
}

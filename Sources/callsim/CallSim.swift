import ArgumentParser

/// `callsim`: simulated callers that measure a phone-to-room bridge.
@main
struct CallSim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "callsim",
    abstract: "Calls a phone-to-room bridge like many people would, measures what they hear, and judges it.",
    discussion: """
      callsim run Scenarios/smoke/first-call.yaml          a first run: starts a bridge of its own, takes under 40 s
      callsim run FILE --target sip:10.0.0.5:5060          against any SIP address
      callsim run FILE --set calls=50 --set seed=7         with other numbers
      callsim simulate FILE --calls 1000 --seed 7          the same in virtual time, without sockets and waiting
      callsim report Reports/first-call                    judge and draw an earlier run again

      Exit codes: 0 passed, 99 thresholds failed, 98 the run itself is invalid, 104 bad scenario or setting,
      105 stopped by the user, 64 wrong command line, 70 a bug of ours, 1 anything else.
      """,
    subcommands: [Run.self, Simulate.self, Report.self, Reflect.self])
}

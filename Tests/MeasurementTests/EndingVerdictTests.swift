import Measurement
import Testing

@Suite struct EndingVerdictTests {
  private typealias Outcome = HangUpEvaluation.Outcome

  private static func verdict(
    _ expected: ExpectedEnding, _ cause: Ending.Cause, hangUp: Outcome? = nil, detail: String? = nil
  ) -> EndingVerdict {
    CallRecord.answered(expected: expected) { $0.ending = Ending(cause: cause, detail: detail) }
      .verdict(hangUp: hangUp)
  }

  @Test(arguments: ExpectedEnding.allCases) func `a call without INVITE was not started`(
    expected: ExpectedEnding
  ) {
    let record = CallRecord.answered(expected: expected) { $0.milestones.inviteSent = nil }
    #expect(record.verdict(hangUp: nil) == .notStarted)
  }

  @Test(arguments: Ending.Cause.allCases) func `each expectation has its own cause`(cause: Ending.Cause) {
    #expect(EndingVerdictTests.verdict(.any, cause) == .asExpected)
    let isOurs = cause == .scriptBye
    let isTheirs = cause == .remoteBye
    #expect(EndingVerdictTests.verdict(.caller, cause) == (isOurs ? .asExpected : .otherwise))
    #expect(EndingVerdictTests.verdict(.remote, cause) == (isTheirs ? .asExpected : .otherwise))
    #expect(EndingVerdictTests.verdict(.silence, cause) == (isTheirs ? .asExpected : .otherwise))
  }

  @Test(
    arguments: [
      (.hungUp(error: 1), .remoteBye, .asExpected), (.early(by: 30_000_000), .remoteBye, .falseHangUp),
      (.missed, .overtime, .missedHangUp), (.wrongCause("trunk down"), .remoteBye, .wrongCause),
      (.wrongCause("refused"), .refused, .otherwise),
    ] as [(HangUpEvaluation.Outcome, Ending.Cause, EndingVerdict)])
  func `a hang-up test decides how its call ended`(
    outcome: HangUpEvaluation.Outcome, cause: Ending.Cause, verdict: EndingVerdict
  ) {
    #expect(EndingVerdictTests.verdict(.silence, cause, hangUp: outcome) == verdict)
  }

  @Test func `without a threshold the reason alone tells silence from another cause`() {
    let silence = "Q.850;cause=16;text=\"silence timeout\""
    #expect(EndingVerdictTests.verdict(.silence, .remoteBye, detail: silence) == .asExpected)
    let other = "SIP;cause=503;text=\"trunk down\""
    #expect(EndingVerdictTests.verdict(.silence, .remoteBye, detail: other) == .wrongCause)
    let untested = CallRecord.answered(expected: .silence, threshold: .ms(10_000))
    #expect(untested.verdict(hangUp: nil) == .otherwise)
  }
}

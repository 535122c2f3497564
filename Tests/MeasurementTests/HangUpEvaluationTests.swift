import Measurement
import Testing

/// The threshold is 10 s; the callers are answered at 0.1 s; times are in milliseconds.
@Suite struct HangUpEvaluationTests {
  /// What became of the first of these callers.
  private func judge(_ records: CallRecord...) -> HangUpEvaluation? {
    HangUpEvaluation.evaluate(call: records).first
  }

  @Test(arguments: [
    // BYE, outcome, for speech whose last packet left at 5 s: due at 15 s.
    (15_000, HangUpEvaluation.Outcome.hungUp(error: 0)),
    (15_037.25, .hungUp(error: .ms(37.25))),
    (18_000, .hungUp(error: .ms(3_000))),
    (14_999, .hungUp(error: .ms(-1))),
    (14_980, .hungUp(error: .ms(-20))),
    (14_979.999, .early(by: .ms(20.001))),
    (13_000, .early(by: .ms(2_000))),
    // A BYE in the middle of the speech: the packet of that instant is the last activity known.
    (3_000, .early(by: .ms(10_000))),
  ]) func `the error is the BYE less the last activity and the threshold`(
    bye: Double, outcome: HangUpEvaluation.Outcome
  ) {
    #expect(judge(.silent(bye: bye, [.speech(1_000, 5_000)]))?.outcome == outcome)
  }

  @Test func `due counts from the last of all activity, and from the answer when nobody ever spoke`() {
    let twice = [ActivitySegment.speech(1_000, 2_000), .speech(3_000, 4_000)]
    #expect(judge(.silent(bye: 14_010, twice))?.due == .ms(14_000))
    #expect(judge(.silent(bye: 10_110))?.outcome == .hungUp(error: .ms(10)))
    // What was heard before this caller was answered starts nothing earlier.
    #expect(
      judge(
        .silent(bye: 18_050) { $0.milestones.answered = .ms(8_000) },
        .talking(role: 1) {
          $0.activity = [.speech(1_000, 2_000)]
        })?.outcome == .hungUp(error: .ms(50)))
  }

  @Test func `quiet segments are no activity, however long`() {
    let quiet = ActivitySegment(kind: .silence, from: .ms(5_000), to: .ms(15_000))
    #expect(judge(.silent(bye: 15_040, [.speech(1_000, 5_000), quiet]))?.outcome == .hungUp(error: .ms(40)))
  }

  @Test func `activity of another caller of the call restarts the silence of all`() {
    let other = CallRecord.silent(role: 1, bye: 22_030, [.speech(11_000, 12_000)])
    let evaluations = HangUpEvaluation.evaluate(call: [.silent(bye: 22_010, [.speech(1_000, 5_000)]), other])
    #expect(evaluations.map(\.due) == [.ms(22_000), .ms(22_000)])
    #expect(evaluations.map(\.outcome) == [.hungUp(error: .ms(10)), .hungUp(error: .ms(30))])
    #expect(judge(.silent(bye: 15_010, [.speech(1_000, 5_000)]), other)?.outcome == .early(by: .ms(6_990)))
  }

  @Test func `the others are still due after the first was hung up, and what they say then counts for them`()
  {
    let first = CallRecord.silent(bye: 15_010, [.speech(1_000, 5_000)])
    let second = CallRecord.silent(role: 1, bye: 27_040, [.speech(15_500, 17_000)])
    #expect(
      HangUpEvaluation.evaluate(call: [second, first]).map(\.outcome) == [
        .hungUp(error: .ms(10)), .hungUp(error: .ms(40)),
      ])
    #expect(HangUpEvaluation.evaluate(call: [second, first]).map(\.role) == [0, 1])
  }

  @Test(arguments: [
    // Speech again after a pause that ends at `first`, to 18 s; due is at 15 s without it, at 28 s with it.
    // 100 ms or more before due it must be honoured; a BYE amid speech is a whole threshold early.
    (14_500.0, 15_010.0, HangUpEvaluation.Outcome.early(by: .ms(10_000))),
    (14_500, 28_010, .hungUp(error: .ms(10))),
    (14_900, 15_010, .early(by: .ms(10_000))),
    (14_900, 28_010, .hungUp(error: .ms(10))),
    // Later than that, either is right.
    (14_901, 15_010, .hungUp(error: .ms(10))),
    (14_901, 28_010, .hungUp(error: .ms(10))),
    (14_950, 15_060, .hungUp(error: .ms(60))),
    (14_950, 28_060, .hungUp(error: .ms(60))),
    (15_100, 28_060, .hungUp(error: .ms(60))),
    (15_100, 15_120, .hungUp(error: .ms(120))),
    (16_000, 28_000, .hungUp(error: 0)),
    // But what fits neither is judged by all of the activity,
    (14_950, 20_000, .early(by: .ms(8_000))),
    // and speech after more than a second past due excuses nothing.
    (16_001, 28_000, .hungUp(error: .ms(13_000))),
    // What was said after the BYE is nobody's concern.
    (15_100, 15_050, .hungUp(error: .ms(50))),
  ]) func `speech near due may be honoured or not, and only there`(
    first: Double, bye: Double, outcome: HangUpEvaluation.Outcome
  ) {
    let activity = [ActivitySegment.speech(1_000, 5_000), .speech(first - 20, 18_000)]
    #expect(judge(.silent(bye: bye, activity))?.outcome == outcome)
  }

  @Test func `without a first active packet a segment counts from its start`() {
    var speech = ActivitySegment.speech(14_890, 18_000)
    #expect(judge(.silent(bye: 15_010, [.speech(1_000, 5_000), speech]))?.outcome == .hungUp(error: .ms(10)))
    speech.firstActive = nil
    #expect(judge(.silent(bye: 15_010, [.speech(1_000, 5_000), speech]))?.outcome == .early(by: .ms(10_000)))
  }

  @Test func `the caller's own hold suspends its silence`() {
    let hold = ActivitySegment(kind: .hold, from: .ms(8_000), to: .ms(11_000))
    let held = CallRecord.silent(bye: 18_020, [.speech(1_000, 5_000), hold])
    let other = CallRecord.silent(role: 1, bye: 15_020)
    #expect(HangUpEvaluation.evaluate(call: [held, other]).map(\.due) == [.ms(18_000), .ms(15_000)])
    #expect(judge(.silent(bye: 15_010, [.speech(1_000, 5_000), hold]))?.outcome == .early(by: .ms(2_990)))
    // Holds before the last activity and after due change nothing; of one around it, what is left counts.
    let holds = [(2_000, 3_000), (4_000, 6_000), (16_500, 17_000)].map { from, to in
      ActivitySegment(kind: .hold, from: .ms(from), to: .ms(to))
    }
    #expect(judge(.silent(bye: 16_000, [.speech(1_000, 5_000)] + holds))?.due == .ms(16_000))
  }

  @Test func `a caller that gave up after due was missed`() {
    let late = CallRecord.silent(bye: nil, [.speech(1_000, 5_000)]) {
      $0.ending = Ending(cause: .overtime)
      $0.milestones.ended = .ms(20_000)
    }
    #expect(judge(late)?.outcome == .missed)
    // While somebody still spoke, the bridge was right not to hang up: nothing was tested.
    #expect(judge(late, .talking(role: 1) { $0.activity = [.speech(1_000, 12_000)] }) == nil)
  }

  @Test(arguments: [
    nil, "", " ", "Q.850;cause=16;text=\"silence timeout\"", "SIP;cause=200;text=\"Silent for 10 s\"",
    "Q.850;cause=16", "Q.850; cause=16 ;text=\"Normal call clearing\"", "q.850;CAUSE=31", "SIP ;cause=200",
  ]) func `a BYE may name silence, normal clearing or nothing`(reason: String?) {
    let record = CallRecord.silent(bye: 10_100) { $0.ending.detail = reason }
    #expect(judge(record)?.outcome == .hungUp(error: 0))
  }

  @Test(arguments: [
    "Q.850;cause=38;text=\"media timeout\"", "Q.850;cause=16;text=\"media timeout\"", "Q.850;cause=41",
    "SIP;cause=503", "Q.850;cause=160", "Q.850;cause=16;text=\"RTP inactivity\"", "X;cause=16", ";;;", "text",
    "Q.850;cause=38;text=\"normal\"",
  ]) func `a BYE that names something else is of the wrong cause, early or not`(reason: String) {
    for bye in [5_000.0, 10_100] {
      let record = CallRecord.silent(bye: bye) { $0.ending.detail = reason }
      #expect(judge(record)?.outcome == .wrongCause(reason))
    }
  }

  @Test(arguments: [
    (Ending(cause: .failed, detail: "connection lost"), "failed: connection lost"),
    (Ending(cause: .scriptBye), "scriptBye"),
    (Ending(cause: .remoteBye), "ended by a BYE that was never seen"),
  ]) func `ending otherwise than by a BYE is of the wrong cause`(ending: Ending, words: String) {
    let record = CallRecord.silent(bye: nil) {
      $0.ending = ending
      $0.milestones.ended = .ms(9_000)
    }
    #expect(judge(record)?.outcome == .wrongCause(words))
  }

  @Test func `only answered callers that were to end by silence and were not stopped are judged`() {
    #expect(judge(.silent(bye: 10_100) { $0.expected = .remote }) == nil)
    #expect(judge(.silent(bye: 10_100) { $0.silenceThreshold = nil }) == nil)
    #expect(judge(.silent(bye: nil) { $0.milestones.answered = nil }) == nil)
    #expect(judge(.silent(bye: nil) { $0.ending = Ending(cause: .aborted) }) == nil)
    #expect(judge(.silent(bye: nil) { $0.ending = Ending(cause: .unfinished) }) == nil)
    #expect(judge(.silent(bye: 10_100)) != nil)
  }

  @Test func `instants of a damaged file stop nothing`() {
    let activity = [ActivitySegment(kind: .hold, from: .min, to: .max), .speech(0, 0)]
    let record = CallRecord.silent(bye: 1, activity) {
      $0.silenceThreshold = .max
      $0.milestones.byeReceived = .min
    }
    #expect(judge(record) != nil)
  }
}

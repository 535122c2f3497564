import Measurement
import Testing

@Suite struct MeasurementsTests {
  private func stream(_ edit: (inout ReceivedStream) -> Void) -> ReceivedStream {
    var stream = ReceivedStream(ssrc: 1, payloadType: 8)
    edit(&stream)
    return stream
  }

  private func received(
    _ streams: ReceivedStream..., activity: [ActivitySegment] = []
  ) -> Measurements {
    Measurements([
      .answered {
        $0.received = streams
        $0.activity = activity
      }
    ])
  }

  @Test func `delays go from the INVITE, from the plan, and from our BYE`() {
    let record = CallRecord.answered {
      $0.planned = .ms(990)
      $0.milestones.inviteSent = .ms(1_000)
      $0.milestones.ringing = .ms(1_030)
      $0.milestones.answered = .ms(1_200)
      $0.milestones.firstPacket = .ms(1_250)
      $0.milestones.firstAudible = .ms(1_900)
      $0.milestones.byeSent = .ms(5_000)
      $0.milestones.byeAnswered = .ms(5_007)
    }
    let expected: [Metric: Double] = [
      .postDialDelay: 30, .answerDelay: 200, .plannedToAnswer: 210, .firstAudio: 250, .firstAudible: 900,
      .generatorLag: 10, .disconnectDelay: 7,
    ]
    let found = Measurements([record])
    for (metric, milliseconds) in expected {
      #expect(found.extremes(metric) == [.ms(milliseconds), .ms(milliseconds)], "\(metric)")
    }
  }

  @Test func `without ringing the answer is the first sign of life`() {
    #expect(Measurements([.answered()]).extremes(.postDialDelay) == [.ms(100), .ms(100)])
  }

  @Test func `what did not happen has no delay`() {
    let refused = CallRecord.answered {
      $0.milestones.answered = nil
      $0.ending = Ending(cause: .refused, status: 486)
    }
    let found = Measurements([refused])
    for metric in [Metric.postDialDelay, .answerDelay, .plannedToAnswer, .firstAudio, .disconnectDelay] {
      #expect(found[metric] == nil)
    }
    #expect(found[.answered] == .rate(0, of: 1))
  }

  @Test func `callers that were never started are no trials`() {
    let unstarted = CallRecord.answered(call: 1) {
      $0.milestones = Milestones()
      $0.ending = Ending(cause: .aborted)
    }
    let found = Measurements([.answered(), unstarted])
    #expect(found[.answered] == .rate(1, of: 1))
    #expect(found[.unexpectedEndings] == .rate(0, of: 1))
    #expect(found[.generatorLag] == .trend(Percentiles([0])))
  }

  @Test(arguments: ExpectedEnding.allCases) func `each expectation has its own right endings`(
    expected: ExpectedEnding
  ) {
    let right: Set<Ending.Cause> =
      switch expected {
      case .any: Set(Ending.Cause.allCases)
      case .caller: [.scriptBye]
      case .remote, .silence: [.remoteBye]
      }
    for cause in Ending.Cause.allCases {
      let record = CallRecord.answered(expected: expected) { $0.ending = Ending(cause: cause) }
      #expect(Measurements([record]).endedAsExpected == (right.contains(cause) ? 1 : 0), "\(cause)")
    }
  }

  @Test func `a tested hang-up is as expected only if it was neither false, missed nor of the wrong cause`() {
    func asExpected(_ record: CallRecord) -> Bool { Measurements([record]).endedAsExpected == 1 }
    #expect(asExpected(.silent(bye: 10_120)))
    #expect(asExpected(.silent(bye: 14_000)))
    #expect(!asExpected(.silent(bye: 8_000)))
    #expect(!asExpected(.silent(bye: nil) { $0.ending = Ending(cause: .overtime) }))
    #expect(!asExpected(.silent(bye: 10_120) { $0.ending.detail = "Q.850;cause=38;text=\"media timeout\"" }))
    #expect(
      !asExpected(
        .silent(bye: nil) {
          $0.milestones.answered = nil
          $0.ending = Ending(cause: .refused, status: 503)
        }))
  }

  @Test func `hang-up rates are over the callers judged, errors over those hung up`() {
    let found = Measurements([
      .silent(call: 3, bye: 10_130), .silent(call: 1, bye: 10_110), .silent(call: 2, bye: 4_000),
      .silent(call: 4, bye: nil) { $0.ending = Ending(cause: .overtime) },
      .silent(call: 5, bye: nil) { $0.ending = Ending(cause: .failed) },
      .answered(call: 6, expected: .remote),
    ])
    #expect(found[.hangupError] == .trend(Percentiles([.ms(10), .ms(30)])))
    #expect(found[.hangupFalse] == .rate(1, of: 5))
    #expect(found[.hangupMissed] == .rate(1, of: 5))
    #expect(found[.hangupWrongCause] == .rate(1, of: 5))
    #expect(found[.unexpectedEndings] == .rate(3, of: 6))
    let summary = RunSummary.HangUps(found.hangUps)
    #expect(summary.errors == [.ms(10), .ms(30)])
    #expect(summary.bias == .ms(10))
    #expect(summary.failureRateBound == FailureRateBound.upper95(failures: 2, trials: 4))
  }

  @Test func `without a hang-up test there are no rates of it`() {
    #expect(Measurements([.answered()])[.hangupFalse] == nil)
    #expect(RunSummary.HangUps([]).failureRateBound == nil)
  }

  @Test func `packets are summed over all streams`() {
    let found = received(
      stream {
        ($0.expected, $0.packets, $0.lost, $0.duplicates, $0.reordered, $0.late) = (1_000, 990, 10, 3, 4, 5)
      },
      stream { ($0.expected, $0.packets, $0.lost, $0.duplicates) = (500, 500, 0, 2) })
    #expect(found[.packetsLost] == .rate(10, of: 1_500))
    #expect(found[.packetsDuplicate] == .rate(5, of: 1_490))
    #expect(found[.packetsReordered] == .rate(4, of: 1_490))
    #expect(found[.packetsLate] == .rate(5, of: 1_490))
  }

  @Test func `jitter is one value a stream, in nanoseconds; a single packet has none`() {
    let found = received(
      stream { ($0.packets, $0.jitter, $0.maximumJitter) = (2, 1.25, 7) },
      stream { ($0.packets, $0.jitter) = (1, 9) },
      stream { ($0.packets, $0.jitter) = (5, .nan) })
    #expect(found[.jitter] == .trend(Percentiles([0, 1_250_000])))
  }

  @Test func `pacing merges the gaps of all streams and states upper edges`() {
    let damaged = [[20], [], [20, -1], [-1, 5], [20, .max]]
    let found = received(
      stream { ($0.packets, $0.gaps) = (99, [[19, 10], [20, 80]] + damaged) },
      stream { ($0.packets, $0.gaps) = (11, [[20, 9], [45, 1]]) })
    #expect(found.extremes(.pacingGap) == [.ms(20), .ms(46)])
    #expect(
      found[.pacingGap]
        == .trend(Percentiles(upperEdges: [(.ms(20), 10), (.ms(21), 89), (.ms(46), 1)])))
  }

  @Test(arguments: [
    // Packets of 20 ms, first one at 1 s: last arrival, audio held, lost; missing.
    (10_980.0, 10.0, 0, 0.0),
    (10_980, 9.5, 0, 500),
    // What was lost is not missing too,
    (10_980, 9.5, 25, 0),
    (10_980, 9, 25, 500),
    // and a burst at the end makes no negative time.
    (10_900, 10, 0, 0),
    (10_980, .infinity, 0, 10_000),
  ]) func `missing audio is the time that neither packets nor losses fill`(
    last: Double, audio: Double, lost: Int, missing: Double
  ) {
    let found = received(
      stream {
        ($0.packets, $0.lost, $0.first, $0.last, $0.audioSeconds) = (475, lost, .ms(1_000), .ms(last), audio)
      })
    #expect(found.extremes(.audioMissing) == [.ms(missing), .ms(missing)])
  }

  @Test func `streams of a caller that was on hold may pause`() {
    let hold = ActivitySegment(kind: .hold, from: 0, to: .ms(3_000))
    let found = received(
      stream { ($0.packets, $0.last, $0.gaps, $0.expected) = (9, .ms(5_000), [[3_000, 1]], 10) },
      activity: [hold])
    #expect(found[.audioMissing] == nil)
    #expect(found[.pacingGap] == nil)
    #expect(found[.packetsLost] == .rate(0, of: 10))
  }

  @Test func `the lag of sending comes from the health alone`() {
    #expect(Measurements([.answered()])[.sendLag] == nil)
    let found = Measurements(of: [], health: .sound(), packetLength: .ms(20))
    #expect(found.extremes(.sendLag) == [51_000, 51_000])
  }

  @Test(arguments: [
    ("answer_delay.p50 < 1 ms", 150e6), ("answer_delay.min < 1 ms", 100e6),
    ("answer_delay.max < 1 ms", 200e6),
    ("answer_delay.mean < 1 ms", 150e6), ("answered.rate < 1", 0.75), ("answered.count < 1", 3),
  ]) func `a threshold picks its figure`(text: String, figure: Double) throws {
    let records = [100.0, 150, 200].enumerated().map { call, answer in
      CallRecord.answered(call: call) { $0.milestones.answered = .ms(answer) }
    }
    let refused = CallRecord.answered(call: 3) { $0.milestones.answered = nil }
    #expect(Measurements(records + [refused]).figure(for: try Threshold(parsing: text)) == figure)
  }
}

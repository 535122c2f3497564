import Measurement
import Testing

/// The judgement of a run without callers; times are in milliseconds.
@Suite struct RoomTestTests {
  private func member(
    _ role: Int, sent: [Double] = [], heard: [Double] = [],
    _ edit: (inout ParticipantRecord) -> Void = { _ in }
  ) -> ParticipantRecord {
    var record = ParticipantRecord(
      call: 0, participant: "p\(role)", role: role, identity: "p\(role)", room: "room", planned: 0,
      expected: .leave, publishes: true, ending: ParticipantEnding(cause: .scriptLeave))
    record.codecDelay = 6_500_000
    record.milestones.tokenAsked = .ms(10)
    record.milestones.dtlsConnected = .ms(50)
    record.milestones.trackPublished = .ms(40)
    record.milestones.leaveSent = .ms(60_000)
    record.milestones.ended = .ms(60_000)
    record.probesSent = sent.enumerated().map {
      SentProbe(identity: UInt16(role * 8 + $0.offset), mouth: .ms($0.element))
    }
    record.probesHeard = heard.enumerated().map {
      HeardProbe(
        identity: UInt16((1 - role) * 8 + $0.offset), wire: .ms($0.element), ear: .ms($0.element + 40),
        confidence: 20)
    }
    edit(&record)
    return record
  }

  private func summary(
    _ participants: [ParticipantRecord], planned: Int? = nil, _ thresholds: [String] = []
  ) -> RunSummary {
    var header = RunHeader.planned(0, thresholds: thresholds)
    header.plannedCalls = 1
    header.plannedParticipants = planned ?? participants.count
    return RunSummary(
      header: header, records: RunRecords(participants: participants), health: .sound())
  }

  @Test func `participants alone make a run that can pass`() {
    let run = summary([member(0), member(1)], ["participants_joined.rate == 100 %"])
    #expect(run.isRoomTest && run.valid && run.passed && run.exitCode == 0)
    #expect((run.planned, run.started, run.answered) == (0, 0, 0))
    #expect(
      run.validity.prefix(3).map(\.condition) == [
        "the run reached its end", "participants started >= 99.9 % of planned",
        "participants with contradicting records == 0",
      ])
    #expect(run.validity[1].measured == "2 of 2")
  }

  @Test func `a participant that never began makes it invalid`() {
    let run = summary([member(0)], planned: 2)
    #expect(run.validity[1].measured == "1 of 2")
    #expect(!run.valid && run.exitCode == 98)
  }

  @Test func `a run that planned nobody is worth nothing`() {
    let run = summary([], planned: 0)
    #expect(!run.isRoomTest && !run.valid)
    #expect(run.validity[1].condition.hasPrefix("callers started"))
  }

  @Test func `a threshold that nobody's call could meet does not hold`() {
    let run = summary([member(0)], ["answered.rate == 100 %", "unexpected_endings.count == 0"])
    #expect(run.thresholds.allSatisfy { !$0.holds && $0.measured == "no value was measured" })
    #expect(run.valid && !run.passed && run.exitCode == 99)
  }

  @Test func `participants hear each other with a delay of their own`() {
    let run = summary([
      member(0, sent: [1_000], heard: [3_036.5]), member(1, sent: [3_000], heard: [1_026.5]),
    ])
    func trend(_ metric: Metric) -> [Double?] {
      let figures = run.metrics.first { $0.name == metric.name }
      return [figures?.minimum, figures?.maximum]
    }
    #expect(trend(.wireToWireRoomToRoom) == [20e6, 30e6])
    #expect(trend(.mouthToEarRoomToRoom) == [66.5e6, 76.5e6])
    #expect(trend(.mouthToEar) == [nil, nil] && trend(.wireToWireRoomToPhone) == [nil, nil])
    let lost = run.metrics.first { $0.name == Metric.probesLost.name }
    #expect(lost?.count == 2 && lost?.value == 0)
  }

  @Test func `a probe that the other never heard is lost`() {
    let run = summary([member(0, sent: [1_000]), member(1)])
    let lost = run.metrics.first { $0.name == Metric.probesLost.name }
    #expect(lost?.count == 1 && lost?.value == 1)
  }

  @Test func `what needs callers has no value without them`() {
    let members = [member(0, sent: [1_000], heard: [3_036.5]), member(1, sent: [3_000], heard: [1_026.5])]
    let found = Measurements(
      of: RunRecords(participants: members), health: .sound(), packetLength: .ms(20))
    for metric in Metric.allCases where metric.needsCallers { #expect(found[metric] == nil, "\(metric)") }
  }

  @Test func `a participant who stayed as long as it may is as expected where any ending will do`() {
    let stayer = member(0) {
      $0.expected = .any
      $0.ending = ParticipantEnding(cause: .overtime)
    }
    #expect(summary([stayer]).participants?.endedAsExpected == 1)
    let waiter = member(0) {
      $0.expected = .roomEnd
      $0.ending = ParticipantEnding(cause: .overtime)
    }
    #expect(
      summary([waiter]).notes == [
        "1 participant: stayed as long as a call may last.",
        "No threshold is set: nothing but the run itself is judged.",
      ])
  }
}

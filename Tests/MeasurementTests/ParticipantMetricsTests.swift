import Measurement
import Testing

/// Calls of one caller (0.1 s to 60 s) and one participant in the room; times are in milliseconds.
@Suite struct ParticipantMetricsTests {
  /// An agent that asked for its token at 10 ms, could take part at 60 ms and saw the phone come at 110 ms.
  private func agent(
    call: Int = 0, role: Int = 1, _ edit: (inout ParticipantRecord) -> Void = { _ in }
  ) -> ParticipantRecord {
    var record = ParticipantRecord(
      call: call, participant: "agent", role: role, identity: "agent-\(call)", room: "room", planned: 0,
      expected: .roomEnd, publishes: true, ending: ParticipantEnding(cause: .roomEnded))
    record.milestones.tokenAsked = .ms(10)
    record.milestones.tokenReceived = .ms(12)
    record.milestones.socketOpened = .ms(15)
    record.milestones.joinReceived = .ms(20)
    record.milestones.iceConnected = .ms(40)
    record.milestones.dtlsConnected = .ms(50)
    record.milestones.trackPublished = .ms(60)
    record.milestones.phoneJoined = .ms(110)
    record.milestones.trackSubscribed = .ms(120)
    record.milestones.firstPacket = .ms(140)
    record.milestones.firstAudible = .ms(300)
    record.milestones.ended = .ms(60_000)
    edit(&record)
    return record
  }

  private func measured(_ callers: [CallRecord], _ participants: [ParticipantRecord]) -> Measurements {
    Measurements(
      of: RunRecords(callers: callers, participants: participants), health: nil, packetLength: .ms(20))
  }

  private func sent(_ mouth: Double, role: Int, _ sequence: Int = 0, answers: AnsweredProbe? = nil)
    -> SentProbe
  {
    SentProbe(identity: UInt16(role * 8 + sequence), mouth: .ms(mouth), answers: answers)
  }

  private func heard(_ wire: Double, call: Int = 0, role: Int, _ sequence: Int = 0) -> HeardProbe {
    HeardProbe(
      identity: UInt16(call * 32 + role * 8 + sequence), wire: .ms(wire), ear: .ms(wire + 40), confidence: 20)
  }

  @Test func `the stages of a join count from the token, the phone's track from the phone's coming`() {
    let found = measured([.talking()], [agent()])
    let expected: [Metric: Double] = [
      .joinToken: 2, .joinSocket: 5, .joinResponse: 10, .joinIce: 30, .joinDtls: 40, .joinPublished: 50,
      .joinSubscribed: 10, .joinFirstPacket: 30, .joinTotal: 60, .dialToEar: 300,
    ]
    for (metric, milliseconds) in expected {
      #expect(found.extremes(metric) == [.ms(milliseconds), .ms(milliseconds)], "\(metric)")
    }
    #expect(found[.participantsJoined] == .rate(1, of: 1))
    #expect(found[.participantsUnexpectedEndings] == .rate(0, of: 1))
  }

  @Test func `whoever comes after the phone needs the phone's track to take part`() {
    let late = agent {
      $0.milestones.phoneJoined = .ms(20)
      $0.milestones.trackSubscribed = .ms(95)
    }
    #expect(late.mediaReady == .ms(95))
    #expect(measured([.talking()], [late]).extremes(.joinSubscribed) == [.ms(85), .ms(85)])
    let deaf = agent {
      $0.milestones.phoneJoined = .ms(20)
      $0.milestones.trackSubscribed = nil
    }
    #expect(deaf.mediaReady == nil)
    #expect(measured([.talking()], [deaf])[.participantsJoined] == .rate(0, of: 1))
  }

  @Test func `an unpublished track or a transport that never came is no join`() {
    #expect(agent { $0.milestones.trackPublished = nil }.mediaReady == nil)
    #expect(
      agent {
        $0.publishes = false
        $0.milestones.trackPublished = nil
      }.mediaReady == .ms(50))
    #expect(agent { $0.milestones.dtlsConnected = nil }.mediaReady == nil)
  }

  @Test func `each direction has its own delays, and telephones keep theirs`() {
    let found = measured(
      [.talking(sent: [sent(1_000, role: 0)], heard: [heard(2_036.5, role: 1)])],
      [
        agent {
          $0.codecDelay = 6_500_000
          $0.probesSent = [sent(2_000, role: 1)]
          $0.probesHeard = [heard(1_025, role: 0)]
        }
      ])
    #expect(found.extremes(.wireToWirePhoneToRoom) == [.ms(25), .ms(25)])
    #expect(found.extremes(.mouthToEarPhoneToRoom) == [.ms(65), .ms(65)])
    // The look-ahead of the agent's own encoder is no part of the bridge.
    #expect(found.extremes(.wireToWireRoomToPhone) == [.ms(30), .ms(30)])
    #expect(found.extremes(.mouthToEarRoomToPhone) == [.ms(76.5), .ms(76.5)])
    #expect(found[.mouthToEar] == nil && found[.wireToWire] == nil && found[.roundTrip] == nil)
    #expect(found[.probesLost] == .rate(0, of: 2))
  }

  @Test func `an answer gives a round trip without the time that it took`() {
    let question = heard(1_025, role: 0)
    let found = measured(
      [.talking(sent: [sent(1_000, role: 0)], heard: [heard(1_736.5, role: 1)])],
      [
        agent {
          $0.codecDelay = 6_500_000
          $0.probesHeard = [question]
          $0.probesSent = [sent(1_700, role: 1, answers: AnsweredProbe(question))]
        }
      ])
    // There: 65 ms to the ear, 25 on the wire; back: 76.5 ms to the ear, 30 on the wire.
    #expect(found.extremes(.roundTrip) == [.ms(141.5), .ms(141.5)])
    #expect(found.extremes(.roundTripWire) == [.ms(55), .ms(55)])
  }

  @Test func `an answer to what somebody else had asked is no round trip of the listener`() {
    let question = heard(1_025, role: 0)
    let found = measured(
      [.talking(sent: [sent(1_000, role: 0)]), .talking(role: 1, heard: [heard(1_740, role: 2)])],
      [
        agent(role: 2) {
          $0.probesHeard = [question]
          $0.probesSent = [sent(1_700, role: 2, answers: AnsweredProbe(question))]
        }
      ])
    #expect(found[.roundTrip] == nil)
    #expect(found.extremes(.wireToWireRoomToPhone) == [.ms(40), .ms(40)])
  }

  @Test func `a participant's echo needs no correction`() {
    let found = measured(
      [.talking(sent: [sent(1_000, role: 0)], heard: [heard(1_180, role: 0)])], [agent()])
    #expect(found.extremes(.roundTrip) == [.ms(220), .ms(220)])
  }

  @Test func `a participant that hears a foreign call is crosstalk`() {
    let other = CallRecord.talking(call: 1, sent: [SentProbe(identity: 32, mouth: .ms(1_000))])
    let found = measured(
      [.talking(), other], [agent { $0.probesHeard = [heard(1_060, call: 1, role: 0)] }])
    #expect(found[.crosstalk] == .counter(1, among: 1))
    let reverse = measured(
      [.talking(), .talking(call: 1, heard: [heard(1_060, role: 1)])],
      [agent { $0.probesSent = [sent(1_000, role: 1)] }])
    #expect(reverse[.crosstalk] == .counter(1, among: 1))
  }

  @Test func `a participant that never got the phone's track does not excuse lost probes`() {
    let speaker = CallRecord.talking(sent: [sent(5_000, role: 0)])
    let deaf = agent { $0.milestones.trackSubscribed = nil }
    #expect(measured([speaker], [deaf])[.probesLost] == .rate(1, of: 1))
    let late = agent { $0.milestones.trackSubscribed = .ms(5_001) }
    #expect(measured([speaker], [late])[.probesLost] == nil)
    let gone = agent { $0.milestones.leaveReceived = .ms(5_999) }
    #expect(measured([speaker], [gone])[.probesLost] == nil)
  }

  @Test func `a participant's words move due, of the callers of its room only`() {
    let words = [ActivitySegment.speech(3_000, 8_000)]
    let silent = CallRecord.silent(bye: 18_010, [.speech(500, 1_000)])
    let found = measured([silent], [agent { $0.activity = words }])
    #expect(found.extremes(.hangupError) == [.ms(10), .ms(10)])
    let alone = measured([silent], [agent()])
    #expect(alone.extremes(.hangupError) == [.ms(7_010), .ms(7_010)])
    var elsewhere = CallRecord.silent(role: 1, bye: 11_020, [.speech(500, 1_000)])
    elsewhere.dialled = "sip:other@127.0.0.1"
    let two = measured([silent, elsewhere], [agent(role: 2) { $0.activity = words }])
    #expect(two.extremes(.hangupError) == [.ms(10), .ms(20)])
  }

  @Test func `the hang-up is timed at the participant too, where all callers of the room were hung up`() {
    let seen = agent {
      $0.milestones.phoneLeft = .ms(11_015)
      $0.milestones.leaveReceived = .ms(11_040)
    }
    let found = measured([.silent(bye: 11_005, [.speech(500, 1_000)])], [seen])
    #expect(found.extremes(.hangupSeen) == [.ms(15), .ms(15)])
    #expect(found.extremes(.roomEnd) == [.ms(40), .ms(40)])
    let missed = measured([.silent(bye: nil, [.speech(500, 1_000)])], [seen])
    #expect(missed[.hangupSeen] == nil && missed[.roomEnd] == nil)
    let removed = measured(
      [.silent(bye: 11_005, [.speech(500, 1_000)])],
      [
        agent {
          $0.milestones.leaveReceived = .ms(9_000); $0.ending.cause = .removed
        }
      ])
    #expect(removed[.roomEnd] == nil)
  }

  @Test(arguments: [
    (ExpectedLeave.roomEnd, ParticipantEnding.Cause.roomEnded, true), (.roomEnd, .removed, false),
    (.leave, .scriptLeave, true), (.leave, .roomEnded, false), (.removed, .removed, true),
    (.removed, .failed, false), (.any, .refused, true),
  ]) func `each expectation has its own cause`(
    expected: ExpectedLeave, cause: ParticipantEnding.Cause, isRight: Bool
  ) {
    let found = measured(
      [],
      [
        agent {
          $0.expected = expected; $0.ending.cause = cause
        }
      ])
    #expect(found[.participantsUnexpectedEndings] == .rate(isRight ? 0 : 1, of: 1))
  }

  @Test func `the summary counts participants, tells their troubles and judges how many started`() throws {
    var header = RunHeader.planned(1)
    header.plannedParticipants = 2
    let refused = agent(call: 1) {
      $0.milestones = JoinMilestones()
      $0.milestones.tokenAsked = .ms(5)
      $0.ending = ParticipantEnding(cause: .refused, status: 401, detail: "no token")
    }
    let records = RunRecords(callers: [.talking()], participants: [agent(), refused, agent()])
    let run = RunSummary(header: header, records: records, health: .sound())
    let counts = try #require(run.participants)
    #expect((counts.planned, counts.started, counts.joined, counts.endedAsExpected) == (2, 2, 1, 1))
    #expect(counts.endings == ["roomEnded": 1, "refused": 1])
    #expect(run.notes.contains("1 participant: refused with 401: no token."))
    #expect(run.notes.contains("1 records were there twice and counted once."))
    #expect(run.valid)
    header.plannedParticipants = 3
    let fewer = RunSummary(header: header, records: records, health: .sound())
    #expect(fewer.validity.contains { $0.condition.hasPrefix("participants started") && !$0.holds })
    #expect(fewer.exitCode == 98)
  }

  @Test func `two records of a participant that differ make the run invalid`() {
    let records = RunRecords(
      callers: [.talking()], participants: [agent(), agent { $0.milestones.ended = .ms(1) }])
    let run = RunSummary(header: .planned(1), records: records, health: .sound())
    #expect(run.validity.contains { $0.condition.hasPrefix("callers with contradicting") && !$0.holds })
  }
}

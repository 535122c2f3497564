/// All metrics of a run: a pure function of its records and, for the simulator's own sending, of its health.
public struct Measurements: Sendable {
  /// What was measured of one metric; there is always at least one value or trial.
  public enum Value: Sendable, Equatable {
    case trend(Percentiles)
    /// Occurrences among all that was looked at.
    case counter(Int, among: Int)
    /// Occurrences among trials, of which there is at least one.
    case rate(Int, of: Int)
  }

  /// The hang-up tests, in the order of the calls and of the roles in them.
  public let hangUps: [HangUpEvaluation]
  /// Callers whose INVITE was sent.
  public let started: Int
  /// Callers that were answered with 200.
  public let answered: Int
  /// Callers that were started and ended as the scenario says.
  public let endedAsExpected: Int
  /// Endings that were not as expected, in words, with the number of callers they befell.
  let troubles: [String: Int]
  /// Participants that began to join.
  public let participantsStarted: Int
  /// Stays that did not end as expected, in words, with the number of participants they befell.
  let participantTroubles: [String: Int]
  /// Probes heard with a sound identity that nobody had sent within the 3 s before.
  public let unmatchedProbes: Int

  private var values: [Metric: Value] = [:]

  /// Measures the `records` of a run of telephones; see below.
  public init(of records: [CallRecord], health: RunHealth?, packetLength: Int64) {
    self.init(of: RunRecords(callers: records), health: health, packetLength: packetLength)
  }

  /// Measures `records`, in any order and of any number of segments of one plan, with the calls numbered as
  /// in the plan. `packetLength` is in nanoseconds.
  public init(of records: RunRecords, health: RunHealth?, packetLength: Int64) {
    // All calls of a plan have the same people, so one role in all records means calls of a single caller.
    let echoed = records.participants.isEmpty && Set(records.callers.map(\.role)).count == 1
    var probes = ProbeFindings(run: records)
    var streams = StreamFindings()
    var rooms = RoomFindings()
    var hangUps: [HangUpEvaluation] = []
    var endedAsExpected = 0
    var troubles: [String: Int] = [:]
    for call in records.calls {
      let evaluations = HangUpEvaluation.evaluate(call: call.callers, participants: call.participants)
      let outcomes = Dictionary(evaluations.map { ($0.role, $0.outcome) }) { first, _ in first }
      hangUps += evaluations
      probes.add(call: call.members, echoed: echoed)
      rooms.add(call, evaluations)
      for record in call.callers {
        streams.add(record, packetLength: packetLength)
        let verdict = record.verdict(hangUp: outcomes[record.role])
        if verdict == .asExpected {
          endedAsExpected += 1
        } else {
          troubles[verdict.words(record.ending), default: 0] += 1
        }
      }
      for record in call.participants { streams.add(record) }
    }
    self.hangUps = hangUps
    self.endedAsExpected = endedAsExpected
    self.troubles = troubles
    participantsStarted = rooms.started
    participantTroubles = rooms.troubles
    started = records.callers.count { $0.milestones.inviteSent != nil }
    answered = records.callers.count { $0.milestones.answered != nil }
    unmatchedProbes = probes.unmatched
    setSignalling(records.callers)
    setRooms(rooms)
    setHangUps()
    setProbes(probes)
    setStreams(streams)
    let sendLag = health.flatMap { LagHistogram(pairs: $0.sendLag) } ?? LagHistogram()
    setTrend(.sendLag, sendLag.percentiles)
  }

  /// What was measured of `metric`; `nil` when nothing was.
  public subscript(metric: Metric) -> Value? { values[metric] }

  /// The figure that `threshold` is about: nanoseconds, occurrences or a share; `nil` when nothing was
  /// measured.
  public func figure(for threshold: Threshold) -> Double? {
    switch (values[threshold.metric], threshold.aggregation) {
    case (.trend(let values), .percentile(let percentile)): values[percentile].map(Double.init)
    case (.trend(let values), .minimum): values.minimum.map(Double.init)
    case (.trend(let values), .maximum): values.maximum.map(Double.init)
    case (.trend(let values), .mean): values.mean
    case (.counter(let count, _), .count), (.rate(let count, _), .count): Double(count)
    case (.rate(let count, let trials), .rate): Double(count) / Double(trials)
    default: nil
    }
  }

  private mutating func setSignalling(_ records: [CallRecord]) {
    func delays(_ delay: (Milestones, CallRecord) -> Int64?) -> Percentiles {
      Percentiles(records.compactMap { delay($0.milestones, $0) })
    }
    func sinceInvite(_ instant: (Milestones) -> Int64?) -> Percentiles {
      delays { milestones, _ in Measurements.interval(milestones.inviteSent, instant(milestones)) }
    }
    setRate(.answered, answered, of: started)
    setTrend(.postDialDelay, sinceInvite(\.firstSign))
    setTrend(.answerDelay, sinceInvite(\.answered))
    setTrend(.plannedToAnswer, delays { Measurements.interval($1.planned, $0.answered) })
    setTrend(.firstAudio, sinceInvite(\.firstPacket))
    setTrend(.firstAudible, sinceInvite(\.firstAudible))
    setTrend(.generatorLag, delays { Measurements.interval($1.planned, $0.inviteSent) })
    setTrend(
      .disconnectDelay,
      delays { milestones, _ in
        Measurements.interval(milestones.byeSent, milestones.byeAnswered)
      })
    setRate(.unexpectedEndings, started - endedAsExpected, of: started)
  }

  private mutating func setRooms(_ rooms: RoomFindings) {
    for (metric, values) in rooms.delays { setTrend(metric, Percentiles(values)) }
    setRate(.participantsJoined, rooms.joined, of: rooms.started)
    setRate(.participantsUnexpectedEndings, rooms.started - rooms.endedAsExpected, of: rooms.started)
  }

  private mutating func setHangUps() {
    let summary = RunSummary.HangUps(hangUps)
    setTrend(.hangupError, Percentiles(summary.errors))
    setRate(.hangupFalse, summary.falseHangUps, of: summary.expected)
    setRate(.hangupMissed, summary.missed, of: summary.expected)
    setRate(.hangupWrongCause, summary.wrongCause, of: summary.expected)
  }

  private mutating func setProbes(_ probes: ProbeFindings) {
    let directions: [(ProbeTrip.Direction, mouthToEar: Metric, wireToWire: Metric)] = [
      (.phoneToPhone, .mouthToEar, .wireToWire),
      (.phoneToRoom, .mouthToEarPhoneToRoom, .wireToWirePhoneToRoom),
      (.roomToPhone, .mouthToEarRoomToPhone, .wireToWireRoomToPhone),
      (.roomToRoom, .mouthToEarRoomToRoom, .wireToWireRoomToRoom),
    ]
    for (direction, mouthToEar, wireToWire) in directions {
      setTrend(mouthToEar, Percentiles(probes.oneWay[direction]?.mouthToEar ?? []))
      setTrend(wireToWire, Percentiles(probes.oneWay[direction]?.wireToWire ?? []))
    }
    setTrend(.roundTrip, Percentiles(probes.roundTrip))
    setTrend(.roundTripWire, Percentiles(probes.roundTripWire))
    setRate(.probesLost, probes.lost, of: probes.expected)
    // Only who sends probes listens for them: without any, their absence shows nothing.
    if probes.sent > 0 || probes.heard > 0 {
      values[.crosstalk] = .counter(probes.crosstalk, among: probes.heard)
    }
  }

  private mutating func setStreams(_ streams: StreamFindings) {
    setRate(.packetsLost, streams.lost, of: streams.expected)
    setRate(.packetsDuplicate, streams.duplicates, of: streams.packets)
    setRate(.packetsReordered, streams.reordered, of: streams.packets)
    setRate(.packetsLate, streams.late, of: streams.packets)
    setTrend(.jitter, Percentiles(streams.jitter))
    setTrend(.pacingGap, streams.pacing)
    setTrend(.audioMissing, Percentiles(streams.audioMissing))
  }

  private mutating func setTrend(_ metric: Metric, _ percentiles: Percentiles) {
    if !percentiles.isEmpty { values[metric] = .trend(percentiles) }
  }

  private mutating func setRate(_ metric: Metric, _ count: Int, of trials: Int) {
    if trials > 0 { values[metric] = .rate(count, of: trials) }
  }

  /// From one milestone to another, nanoseconds, if both happened. Wraps where no run reaches, so that a
  /// damaged file cannot stop a report.
  private static func interval(_ from: Int64?, _ to: Int64?) -> Int64? {
    guard let from, let to else { return nil }
    return to &- from
  }
}

extension RunSummary {
  /// Judges a run of telephones by its header, records and health.
  public init(header: RunHeader, records: [CallRecord], health: RunHealth?) {
    self.init(header: header, records: RunRecords(callers: records), health: health)
  }

  /// Judges a run by its header, records and health.
  ///
  /// The order of the records does not matter: those of several segments of one plan, whose calls keep the
  /// plan's numbers, may be put one after another. Records that another layout wrote are left out, and noted.
  public init(header: RunHeader, records: RunRecords, health: RunHealth?) {
    self.init(header: header)
    let set = RecordSet(records)
    let measurements = Measurements(of: set.records, health: health, packetLength: header.packetLength)
    self.health = health
    started = measurements.started
    answered = measurements.answered
    endedAsExpected = measurements.endedAsExpected
    for record in set.records.callers { endings[record.ending.cause.rawValue, default: 0] += 1 }
    for status in set.records.callers.compactMap(\.finalStatus) { statuses[String(status), default: 0] += 1 }
    if let planned = header.plannedParticipants ?? (set.records.participants.isEmpty ? nil : 0) {
      participants = Participants(set.records.participants, planned: planned)
    }
    metrics = Metric.allCases.compactMap { metric in
      measurements[metric].map { Figures(of: metric, $0) }
    }
    hangUps = HangUps(measurements.hangUps)
    notes = RunSummary.notes(on: set, measurements, health, header)
    let streams = set.records.callers.map(\.sent) + set.records.participants.map(\.sent)
    let packetsSent = streams.reduce(0) { $0 &+ $1.packets }
    validity = RunValidity(
      limits: header.limits, planned: header.plannedCallers, plannedParticipants: participants?.planned,
      measurements: measurements,
      packetsSent: packetsSent,
      contradictions: set.contradictions
    ).checks(health)
    judge(by: header.thresholds, measurements)
    conclude()
  }

  /// Checks the thresholds and what always holds: no crosstalk, and an embedded bridge that lives.
  private mutating func judge(by texts: [String], _ measurements: Measurements) {
    if texts.isEmpty { notes.append("No threshold is set: nothing but the run itself is judged.") }
    for text in texts { check(text, measurements) }
    let silence = "crosstalk.count == 0"
    if measurements[.crosstalk] != nil, !thresholds.contains(where: { $0.condition == silence }) {
      check(silence, measurements)
    }
    if let exit = health?.bridgeExit {
      thresholds.append(
        Check(condition: "the embedded bridge outlives the run", measured: exit, holds: false))
    }
  }

  private mutating func check(_ text: String, _ measurements: Measurements) {
    let threshold: Threshold
    do {
      threshold = try Threshold(parsing: text)
    } catch {
      thresholds.append(Check(condition: text, measured: "\(error)", holds: false))
      return
    }
    guard let figure = measurements.figure(for: threshold) else {
      thresholds.append(Check(condition: "\(threshold)", measured: "no value was measured", holds: false))
      return
    }
    let holds = threshold.comparison.holds(figure, threshold.limit)
    thresholds.append(
      Check(condition: "\(threshold)", measured: threshold.unit.text(of: figure), holds: holds))
    if case .percentile(let percentile) = threshold.aggregation, let least = percentile.leastMeaningfulCount,
      case .trend(let values)? = measurements[threshold.metric], values.count < least
    {
      let name = "\(threshold.metric.name).\(percentile)"
      notes.append("\(name) stands on \(values.count) values; below \(least) it is no more than the largest.")
    }
  }

  /// Draws the verdicts and the exit code from the checks.
  private mutating func conclude() {
    valid = validity.allSatisfy(\.holds)
    let met = thresholds.allSatisfy(\.holds)
    passed = valid && met
    exitCode =
      if health?.abortedByUser == true { 105 } else if !valid { 98 } else if !met { 99 } else { 0 }
  }

  private static func notes(
    on set: RecordSet, _ measurements: Measurements, _ health: RunHealth?, _ header: RunHeader
  ) -> [String] {
    var notes: [String] = []
    if health == nil { notes.append("The run died before its end: there is no health.json.") }
    // A simulated world uses no cores of its own time.
    if health != nil, health?.availableCores == nil, !header.isVirtual {
      notes.append("The simulator's cores are not known: its use of them is not judged.")
    }
    notes += troubles(measurements.troubles, of: "caller")
    notes += troubles(measurements.participantTroubles, of: "participant")
    if set.foreign > 0 { notes.append("\(set.foreign) records of another layout were left out.") }
    if set.repeated > 0 { notes.append("\(set.repeated) records were there twice and counted once.") }
    if set.contradictions > 0 {
      notes.append(
        "\(set.contradictions) people have records that differ; the one that was over first counted.")
    }
    if measurements.unmatchedProbes > 0 {
      notes.append("\(measurements.unmatchedProbes) probes heard were sent by nobody in the 3 s before.")
    }
    return notes
  }
}

extension RunSummary {
  /// The most frequent unexpected endings of callers and participants, in words; the rest only counted.
  private static func troubles(_ found: [String: Int], of noun: String) -> [String] {
    let shown = 5
    let ordered = found.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let callers: (Int) -> String = { $0 == 1 ? "1 \(noun)" : "\($0) \(noun)s" }
    let lines = ordered.prefix(shown).map { "\(callers($0.value)): \($0.key)." }
    let rest = ordered.dropFirst(shown).reduce(0) { $0 + $1.value }
    return rest == 0 ? lines : lines + ["\(callers(rest)) ended in other unexpected ways; see the calls."]
  }
}

extension CallRecord {
  /// The final SIP status of the INVITE; `nil` when there was none.
  fileprivate var finalStatus: Int? { milestones.answered == nil ? ending.status : 200 }
}

extension RunSummary.Participants {
  init(_ records: [ParticipantRecord], planned: Int) {
    var endings: [String: Int] = [:]
    for record in records { endings[record.ending.cause.rawValue, default: 0] += 1 }
    self.init(
      planned: planned, started: records.count { $0.milestones.tokenAsked != nil },
      joined: records.count { $0.mediaReady != nil },
      endedAsExpected: records.count { $0.verdict == .asExpected }, endings: endings)
  }
}

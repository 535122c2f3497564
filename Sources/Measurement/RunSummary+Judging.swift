extension RunSummary {
  /// Judges a run by its header, records and health.
  ///
  /// The order of the records does not matter: those of several segments of one plan, whose calls keep the
  /// plan's numbers, may be put one after another. Records that another layout wrote are left out, and noted.
  public init(header: RunHeader, records: [CallRecord], health: RunHealth?) {
    self.init(header: header)
    let set = RecordSet(records)
    let measurements = Measurements(of: set.records, health: health, packetLength: header.packetLength)
    self.health = health
    started = measurements.started
    answered = measurements.answered
    endedAsExpected = measurements.endedAsExpected
    for record in set.records { endings[record.ending.cause.rawValue, default: 0] += 1 }
    for status in set.records.compactMap(\.finalStatus) { statuses[String(status), default: 0] += 1 }
    metrics = Metric.allCases.compactMap { metric in
      measurements[metric].map { Figures(of: metric, $0) }
    }
    hangUps = HangUps(measurements.hangUps)
    notes = RunSummary.notes(on: set, measurements, health)
    let packetsSent = set.records.reduce(0) { $0 &+ $1.sent.packets }
    validity = RunValidity(
      limits: header.limits, planned: header.plannedCallers, measurements: measurements,
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

  private static func notes(on set: RecordSet, _ measurements: Measurements, _ health: RunHealth?) -> [String]
  {
    var notes: [String] = []
    if health == nil { notes.append("The run died before its end: there is no health.json.") }
    if health != nil, health?.availableCores == nil {
      notes.append("The simulator's cores are not known: its use of them is not judged.")
    }
    notes += troubles(measurements.troubles)
    if set.foreign > 0 { notes.append("\(set.foreign) records of another layout were left out.") }
    if set.repeated > 0 { notes.append("\(set.repeated) records were there twice and counted once.") }
    if set.contradictions > 0 {
      notes.append(
        "\(set.contradictions) callers have records that differ; the one that was over first counted.")
    }
    if measurements.unmatchedProbes > 0 {
      notes.append("\(measurements.unmatchedProbes) probes heard were sent by nobody in the 3 s before.")
    }
    return notes
  }
}

extension RunSummary {
  /// The most frequent unexpected endings, in words; the rest only counted.
  private static func troubles(_ found: [String: Int]) -> [String] {
    let shown = 5
    let ordered = found.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let callers: (Int) -> String = { $0 == 1 ? "1 caller" : "\($0) callers" }
    let lines = ordered.prefix(shown).map { "\(callers($0.value)): \($0.key)." }
    let rest = ordered.dropFirst(shown).reduce(0) { $0 + $1.value }
    return rest == 0 ? lines : lines + ["\(callers(rest)) ended in other unexpected ways; see the calls."]
  }
}

extension CallRecord {
  /// The final SIP status of the INVITE; `nil` when there was none.
  fileprivate var finalStatus: Int? { milestones.answered == nil ? ending.status : 200 }
}

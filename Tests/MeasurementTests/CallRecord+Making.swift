import Measurement

extension Int64 {
  /// Milliseconds as nanoseconds.
  static func ms(_ count: Double) -> Int64 { Int64((count * 1e6).rounded()) }
}

extension CallRecord {
  /// A caller that dialled at 0 ms and was answered at 100 ms, changed by `edit`.
  static func answered(
    call: Int = 0, role: Int = 0, expected: ExpectedEnding = .any, threshold: Int64? = nil,
    _ edit: (inout CallRecord) -> Void = { _ in }
  ) -> CallRecord {
    var record = CallRecord(
      call: call, caller: ["alice", "bob", "carol"][role], role: role, dialled: "sip:room@127.0.0.1",
      planned: 0,
      expected: expected, silenceThreshold: threshold, ending: Ending(cause: .remoteBye))
    record.milestones.inviteSent = 0
    record.milestones.answered = .ms(100)
    edit(&record)
    return record
  }

  /// A caller that must be hung up after 10 s of silence and got the BYE at `bye` milliseconds, if at all.
  static func silent(
    call: Int = 0, role: Int = 0, bye: Double?, _ activity: [ActivitySegment] = [],
    _ edit: (inout CallRecord) -> Void = { _ in }
  ) -> CallRecord {
    answered(call: call, role: role, expected: .silence, threshold: .ms(10_000)) {
      $0.activity = activity
      $0.milestones.byeReceived = bye.map { .ms($0) }
      $0.milestones.ended = bye.map { .ms($0 + 1) }
      edit(&$0)
    }
  }

  /// A caller that was in its call from 0.1 s to 60 s.
  static func talking(
    call: Int = 0, role: Int = 0, sent: [SentProbe] = [], heard: [HeardProbe] = [],
    _ edit: (inout CallRecord) -> Void = { _ in }
  ) -> CallRecord {
    answered(call: call, role: role) {
      $0.milestones.byeReceived = .ms(60_000)
      $0.milestones.ended = .ms(60_000)
      $0.probesSent = sent
      $0.probesHeard = heard
      edit(&$0)
    }
  }
}

extension ActivitySegment {
  /// Speech whose first packet left 20 ms after `from` and whose last one left at `to`, milliseconds.
  static func speech(_ from: Double, _ to: Double) -> ActivitySegment {
    ActivitySegment(
      kind: .speech, from: .ms(from), to: .ms(to), lastActive: .ms(to), firstActive: .ms(from + 20))
  }
}

extension RunHeader {
  static func planned(_ callers: Int, thresholds: [String] = []) -> RunHeader {
    RunHeader(
      scenario: "test", summary: "", file: "test.yaml", overrides: [], seed: 1, target: "embedded",
      startedAt: "",
      plannedCallers: callers, plannedCalls: callers, thresholds: thresholds, limits: RunLimits(),
      jitterBuffer: .ms(40), packetLength: .ms(20), host: [:])
  }
}

extension RunHealth {
  /// A simulator that was never in doubt.
  static func sound(_ edit: (inout RunHealth) -> Void = { _ in }) -> RunHealth {
    var health = RunHealth()
    health.sendLag = [[50, 1_000]]
    health.calibration = Calibration(known: .ms(100), measured: [.ms(100.1), .ms(99.9)])
    health.availableCores = 2
    health.samples = [
      Sample(
        at: 0, planned: 1, started: 1, answered: 1, ended: 1, active: 0, simulatorCores: 0.5, bridgeCores: nil
      )
    ]
    edit(&health)
    return health
  }
}

extension Measurements {
  init(_ records: [CallRecord]) { self.init(of: records, health: nil, packetLength: .ms(20)) }

  /// The exact values of a trend, as far as its least and largest tell; `[]` when it has none.
  func extremes(_ metric: Metric) -> [Int64] {
    guard case .trend(let values)? = self[metric] else { return [] }
    return [values.minimum, values.maximum].compactMap(\.self)
  }
}

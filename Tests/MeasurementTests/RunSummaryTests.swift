import Measurement
import SansIO
import Testing

@Suite struct RunSummaryTests {
  /// A run of `records` by a sound simulator, changed by `edit`.
  private func summary(
    _ records: [CallRecord], planned: Int? = nil, _ thresholds: [String] = [],
    _ edit: (inout RunHealth) -> Void = { _ in }
  ) -> RunSummary {
    RunSummary(
      header: .planned(planned ?? records.count, thresholds: thresholds), records: records,
      health: .sound(edit))
  }

  private func failed(_ checks: [RunSummary.Check]) -> [String] {
    checks.filter { !$0.holds }.map(\.condition)
  }

  @Test func `a sound run that meets its thresholds passes`() {
    let run = summary([.silent(bye: 10_130)], ["hangup_error.max < 40 ms", "answered.rate == 100 %"])
    #expect(run.valid && run.passed && run.exitCode == 0)
    #expect(run.thresholds.map(\.measured) == ["30 ms", "100 %"])
    #expect(run.notes == [])
    #expect((run.planned, run.started, run.answered, run.endedAsExpected) == (1, 1, 1, 1))
  }

  @Test func `a threshold that does not hold fails the run`() {
    let run = summary([.silent(bye: 10_150)], ["hangup_error.max < 40 ms", "answered.rate == 1"])
    #expect(run.valid && !run.passed && run.exitCode == 99)
    #expect(failed(run.thresholds) == ["hangup_error.max < 40 ms"])
  }

  @Test func `a threshold without a value, or that cannot be read, does not hold`() {
    let run = summary([.answered()], ["hangup_error.max < 40 ms", "probes_lost.count == 0", "nonsense < 1"])
    #expect(run.thresholds.prefix(2).allSatisfy { !$0.holds && $0.measured == "no value was measured" })
    #expect(run.thresholds[2].measured.contains("does not say how to aggregate"))
    #expect(run.exitCode == 99)
  }

  /// A change to a sound simulator's health and the one check that it fails, if any.
  struct Change: Sendable {
    let condition: String?
    let edit: @Sendable (inout RunHealth) -> Void

    init(_ condition: String?, _ edit: @escaping @Sendable (inout RunHealth) -> Void) {
      self.condition = condition
      self.edit = edit
    }
  }

  @Test(arguments: [
    Change("send lag p99.9 <= 10 ms") { $0.sendLag = [[10_001, 1]] },
    Change("send lag p99.9 <= 10 ms") { $0.sendLag = [[1]] },
    Change("datagrams dropped on receipt <= 0") { $0.receiveDrops = 1 },
    Change("step of the wall clock <= 1 ms") { $0.clockStep = -1_000_001 },
    Change("calibration error <= 2 ms") { $0.calibration = nil },
    Change("calibration error <= 2 ms") { $0.calibration?.measured = [] },
    Change("calibration error <= 2 ms") { $0.calibration?.measured = [.ms(97.9)] },
    Change("simulator's share of its 2 cores, p95 of samples <= 90 %") { $0.samples[0].simulatorCores = 1.9 },
    Change("the run reached its end") { $0.aborted = "out of descriptors" },
  ]) func `a simulator in doubt makes the run invalid`(change: Change) {
    // The system fails too, but an invalid run never blames it.
    let run = summary([.silent(bye: 20_000)], ["hangup_error.max < 40 ms"], change.edit)
    #expect(failed(run.validity) == [change.condition])
    #expect(!run.valid && !run.passed && run.exitCode == 98)
  }

  @Test(arguments: [
    Change(nil) { $0.sendLag = [[9_900, 1]] }, Change(nil) { $0.clockStep = -1_000_000 },
    Change(nil) { $0.calibration?.measured = [.ms(98), .ms(102)] },
    Change(nil) { $0.calibration?.measured = [.ms(300)] + [Int64](repeating: .ms(100), count: 19) },
    Change(nil) { $0.samples[0].simulatorCores = 1.8 },
  ]) func `limits just kept leave the run valid`(change: Change) {
    #expect(summary([.answered()], [], change.edit).valid)
  }

  @Test func `without a lag of sending a run is valid only if it sent nothing`() {
    #expect(summary([.answered()]) { $0.sendLag = [] }.valid)
    let talkative = CallRecord.answered { $0.sent.packets = 1 }
    #expect(failed(summary([talkative]) { $0.sendLag = [] }.validity) == ["send lag p99.9 <= 10 ms"])
  }

  @Test func `unknown cores are noted and not judged`() {
    let run = summary([.answered()], ["answered.rate == 1"]) { $0.availableCores = nil }
    #expect(run.valid && run.notes.count == 1)
  }

  @Test(arguments: [(1_000, 999, true), (1_000, 998, false), (0, 0, false)])
  func `too few callers started make the run invalid`(planned: Int, started: Int, isValid: Bool) {
    let run = summary((0..<started).map { .answered(call: $0) }, planned: planned)
    #expect(run.valid == isValid)
    #expect(isValid || failed(run.validity) == ["callers started >= 99.9 % of planned"])
  }

  @Test func `a run without health died before its end and is invalid`() {
    let run = RunSummary(header: .planned(1), records: [.answered()], health: nil)
    #expect(run.exitCode == 98 && !run.valid && run.health == nil)
    #expect(run.validity.first?.measured == "the run died before its end")
    #expect(run.notes.contains("The run died before its end: there is no health.json."))
    #expect(run.answered == 1)
  }

  @Test func `a run stopped by the user has its own exit code and never passes`() {
    let run = summary([.answered()], ["answered.rate == 1"]) { $0.abortedByUser = true }
    #expect(run.exitCode == 105 && !run.passed && !run.valid)
  }

  @Test func `crosstalk is fatal without being asked for`() {
    let heard = HeardProbe(identity: 0, wire: .ms(1_050), ear: .ms(1_090), confidence: 20)
    let leak = [
      CallRecord.talking(sent: [SentProbe(identity: 0, mouth: .ms(1_000))]),
      .talking(call: 1, heard: [heard]),
    ]
    for thresholds in [[], ["crosstalk.count == 0"], ["crosstalk.count < 5"]] {
      let run = summary(leak, thresholds)
      #expect(failed(run.thresholds) == ["crosstalk.count == 0"])
      #expect(run.exitCode == 99)
    }
    #expect(summary([leak[0], .talking(call: 1)]).passed)
  }

  @Test func `an embedded bridge that dies has failed`() {
    let run = summary([.answered()]) { $0.bridgeExit = "signal 11" }
    #expect(run.valid && run.exitCode == 99)
    #expect(run.thresholds.last?.measured == "signal 11")
  }

  @Test(arguments: [(99, true), (100, false)]) func `a percentile of too few values is noted`(
    count: Int, isNoted: Bool
  ) {
    let run = summary(
      (0..<count).map { .answered(call: $0) }, ["answer_delay.p99 < 1 s", "answer_delay.max < 1 s"])
    let note = "answer_delay.p99 stands on 99 values; below 100 it is no more than the largest."
    #expect(run.notes == (isNoted ? [note] : []))
  }

  @Test func `endings and statuses are counted`() {
    let refused = CallRecord.answered(call: 1) {
      $0.milestones.answered = nil
      $0.ending = Ending(cause: .refused, status: 486)
    }
    let failed = CallRecord.answered(call: 2) {
      $0.milestones.answered = nil
      $0.ending = Ending(cause: .failed)
    }
    let run = summary([.answered(), refused, failed])
    #expect(run.endings == ["remoteBye": 1, "refused": 1, "failed": 1])
    #expect(run.statuses == ["200": 1, "486": 1])
  }

  @Test func `figures hold every metric that has values, in the order of the catalogue`() throws {
    let run = summary([.silent(bye: 10_130), .silent(call: 1, bye: 10_110)])
    #expect(
      run.metrics.map(\.name) == [
        "answered", "post_dial_delay", "answer_delay", "planned_to_answer", "hangup_error", "hangup_false",
        "hangup_missed", "hangup_wrong_cause", "generator_lag", "send_lag", "unexpected_endings",
      ])
    let error = try #require(run.metrics.first { $0.name == "hangup_error" })
    #expect(error.unit == "ns" && error.count == 2 && error.value == nil)
    #expect(
      [error.minimum, error.p50, error.mean, error.p999, error.maximum] == [10e6, 10e6, 20e6, 30e6, 30e6])
    let answered = try #require(run.metrics.first)
    #expect(answered.unit == "ratio" && answered.count == 2 && answered.value == 1 && answered.p50 == nil)
  }

  @Test func `records of another layout are left out and noted`() {
    let run = summary(
      [.answered(), .answered(call: 1) { $0.version = 2 }], planned: 1, ["answered.count == 1"])
    #expect(run.passed)
    #expect(run.notes == ["1 records of another layout were left out."])
  }

  @Test func `a record that is there twice counts once, records that differ make the run invalid`() {
    let twice = summary([.answered(), .answered()], planned: 1, ["answered.count == 1"])
    #expect(twice.passed)
    #expect(twice.notes == ["1 records were there twice and counted once."])
    let differing = summary([.answered(), .answered { $0.milestones.ended = .ms(1) }], planned: 1)
    #expect(failed(differing.validity) == ["callers with contradicting records == 0"])
  }

  @Test(arguments: [1 as UInt64, 2, 3]) func `the order of the records changes nothing, so segments merge`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    var records = (0..<60).flatMap { call -> [CallRecord] in
      let start = Double.random(in: 1_000...9_000, using: &random)
      let bye = start + 11_000 + Double.random(in: -100...400, using: &random)
      let identity = UInt16(call * 32)
      let probe = SentProbe(identity: identity, mouth: .ms(start))
      let heard = HeardProbe(
        identity: Bool.random(using: &random) ? identity : UInt16.random(in: 0...2_000, using: &random),
        wire: .ms(start + Double.random(in: 20...90, using: &random)), ear: .ms(start + 130), confidence: 12)
      return [
        .silent(call: call, bye: bye, [.speech(start, start + 1_000)]) { $0.probesSent = [probe] },
        .silent(call: call, role: 1, bye: bye + 3) { $0.probesHeard = [heard] },
      ]
    }
    records.append(records[7])
    records.append(records[9])
    records[records.count - 1].milestones.ended = .ms(1)
    let thresholds = ["hangup_error.p90 < 40 ms", "wire_to_wire.p50 < 60 ms", "hangup_false.rate <= 5 %"]
    let whole = summary(records, planned: 120, thresholds)
    #expect(whole.hangUps.expected == 120 && whole.metrics.contains { $0.name == "crosstalk" })
    for _ in 0..<5 {
      #expect(summary(records.shuffled(using: &random), planned: 120, thresholds) == whole)
    }
  }
}

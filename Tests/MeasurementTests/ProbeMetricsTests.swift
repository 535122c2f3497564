import Measurement
import SansIO
import Testing

/// Probes of calls whose callers were in them from 0.1 s to 60 s; times are in milliseconds.
@Suite struct ProbeMetricsTests {
  private func identity(call: Int = 0, role: Int = 0, _ sequence: Int = 0) -> UInt16 {
    UInt16(call % 2_048 * 32 + role * 8 + sequence % 8)
  }

  private func sent(_ mouth: Double, call: Int = 0, role: Int = 0, _ sequence: Int = 0) -> SentProbe {
    SentProbe(identity: identity(call: call, role: role, sequence), mouth: .ms(mouth))
  }

  private func heard(
    _ wire: Double, call: Int = 0, role: Int = 0, _ sequence: Int = 0, confidence: Double = 20
  ) -> HeardProbe {
    HeardProbe(
      identity: identity(call: call, role: role, sequence), wire: .ms(wire), ear: .ms(wire + 40),
      confidence: confidence)
  }

  private func lost(_ records: CallRecord...) -> Measurements.Value? { Measurements(records)[.probesLost] }

  private func crosstalk(_ records: CallRecord...) -> Measurements.Value? {
    Measurements(records)[.crosstalk]
  }

  @Test func `another caller's probe gives one-way delays, one's own gives round trips`() {
    let found = Measurements([
      .talking(sent: [sent(1_000)], heard: [heard(1_130)]),
      .talking(role: 1, sent: [sent(2_000, role: 1)], heard: [heard(1_060)]),
    ])
    #expect(found.extremes(.wireToWire) == [.ms(60), .ms(60)])
    #expect(found.extremes(.mouthToEar) == [.ms(100), .ms(100)])
    #expect(found.extremes(.roundTripWire) == [.ms(130), .ms(130)])
    #expect(found.extremes(.roundTrip) == [.ms(170), .ms(170)])
    #expect(found[.probesLost] == .rate(1, of: 2))
  }

  @Test func `of a probe heard more than once by one listener the first hearing counts`() {
    let found = Measurements([
      .talking(sent: [sent(1_000)], heard: [heard(1_100), heard(1_400)]),
      .talking(role: 1, heard: [heard(1_050), heard(1_350)]),
      .talking(role: 2, heard: [heard(1_070)]),
    ])
    #expect(found[.wireToWire] == .trend(Percentiles([.ms(50), .ms(70)])))
    #expect(found[.roundTripWire] == .trend(Percentiles([.ms(100)])))
  }

  @Test func `a wrapped identity means the latest probe that carried it`() {
    let speaker = CallRecord.talking(sent: (0..<20).map { sent(1_000 + 500 * Double($0), $0) })
    let listener = CallRecord.talking(role: 1, heard: (0..<20).map { heard(1_090 + 500 * Double($0), $0) })
    let found = Measurements([speaker, listener])
    #expect(found.extremes(.wireToWire) == [.ms(90), .ms(90)])
    #expect(found[.probesLost] == .rate(0, of: 20))
  }

  @Test(arguments: [(4_000.0, true), (4_000.001, false), (999, true), (998.999, false)])
  func `a probe is matched from 3 s before it is heard to 1 ms after`(wire: Double, isMatched: Bool) {
    let found = Measurements([.talking(sent: [sent(1_000)]), .talking(role: 1, heard: [heard(wire)])])
    #expect((found[.wireToWire] != nil) == isMatched)
    #expect(found[.probesLost] == .rate(isMatched ? 0 : 1, of: 1))
    #expect(found.unmatchedProbes == (isMatched ? 0 : 1))
  }

  @Test func `a path without delay may measure a little below zero`() {
    let found = Measurements([.talking(sent: [sent(1_000)]), .talking(role: 1, heard: [heard(999.995)])])
    #expect(found.extremes(.wireToWire) == [-5_000, -5_000])
    #expect(found[.probesLost] == .rate(0, of: 1))
  }

  @Test func `a probe whose identity could not be read is no probe`() {
    var damaged = heard(1_060)
    damaged.identity = nil
    let found = Measurements([.talking(sent: [sent(1_000)]), .talking(role: 1, heard: [damaged])])
    #expect(found[.wireToWire] == nil)
    #expect(found[.probesLost] == .rate(1, of: 1))
    #expect(found[.crosstalk] == .counter(0, among: 0))
  }

  @Test func `a probe of another call is crosstalk, never a delay`() {
    let found = Measurements([
      .talking(sent: [sent(1_000)]), .talking(role: 1, heard: [heard(1_060)]),
      .talking(call: 1, role: 1, heard: [heard(1_070), heard(1_500)]),
    ])
    #expect(found[.crosstalk] == .counter(2, among: 3))
    #expect(found[.wireToWire] == .trend(Percentiles([.ms(60)])))
  }

  @Test func `crosstalk needs a sound reading of what was really sent just before`() {
    let speaker = CallRecord.talking(sent: [sent(1_000)])
    #expect(
      crosstalk(speaker, .talking(call: 1, heard: [heard(1_060, confidence: 5)])) == .counter(1, among: 1))
    #expect(
      crosstalk(speaker, .talking(call: 1, heard: [heard(1_060, confidence: 4.9)])) == .counter(0, among: 1))
    #expect(
      crosstalk(speaker, .talking(call: 1, heard: [heard(1_060, confidence: .nan)])) == .counter(0, among: 1))
    #expect(crosstalk(speaker, .talking(call: 1, heard: [heard(1_060, call: 9)])) == .counter(0, among: 1))
    #expect(crosstalk(speaker, .talking(call: 1, heard: [heard(4_001)])) == .counter(0, among: 1))
    #expect(
      Measurements([speaker, .talking(call: 1, heard: [heard(1_060, call: 9), heard(4_001)])]).unmatchedProbes
        == 2)
  }

  @Test func `calls 2048 apart cannot be told apart and are never crosstalk`() {
    let found = Measurements([
      .talking(sent: [sent(1_000)]), .talking(role: 1),
      .talking(call: 2_048, sent: [sent(1_010, call: 2_048)]),
      .talking(call: 2_048, role: 1, heard: [heard(1_060, call: 2_048)]),
    ])
    #expect(found[.crosstalk] == .counter(0, among: 1))
    // The hearing goes to the listener's own call, not to the latest probe of all.
    #expect(found.extremes(.wireToWire) == [.ms(50), .ms(50)])
    #expect(found[.probesLost] == .rate(1, of: 2))
  }

  @Test func `without any probe there is no word on crosstalk`() {
    #expect(Measurements([.talking()])[.crosstalk] == nil)
    #expect(Measurements([.talking()])[.probesLost] == nil)
  }

  @Test func `a lone caller's probes are lost when they do not come back`() {
    #expect(lost(.talking(sent: [sent(1_000), sent(3_000, 1)], heard: [heard(1_200)])) == .rate(1, of: 2))
    // With others in the scenario, one's own echo does not stand for being heard.
    #expect(
      lost(.talking(sent: [sent(1_000)], heard: [heard(1_200)]), .talking(role: 1)) == .rate(1, of: 1))
  }

  @Test func `a probe must be heard only if speaker and listener stayed for another second`() {
    let probe = sent(10_000)
    let speaker = CallRecord.talking(sent: [probe])
    #expect(lost(speaker, .talking(role: 1)) == .rate(1, of: 1))
    // Answered too late, or ended too soon, on either side; one packet decides.
    let answered: [(Double, Bool)] = [(10_000, true), (10_000.001, false)]
    let ended: [(Double, Bool)] = [(11_000, true), (10_999.999, false)]
    for (instant, counts) in answered {
      let expected: Measurements.Value? = counts ? .rate(1, of: 1) : nil
      #expect(lost(speaker, .talking(role: 1) { $0.milestones.answered = .ms(instant) }) == expected)
      #expect(
        lost(.talking(sent: [probe]) { $0.milestones.answered = .ms(instant) }, .talking(role: 1)) == expected
      )
    }
    for (instant, counts) in ended {
      let expected: Measurements.Value? = counts ? .rate(1, of: 1) : nil
      #expect(lost(speaker, .talking(role: 1) { $0.milestones.byeReceived = .ms(instant) }) == expected)
      #expect(lost(speaker, .talking(role: 1) { $0.milestones.byeSent = .ms(instant) }) == expected)
      #expect(
        lost(.talking(sent: [probe]) { $0.milestones.ended = .ms(instant) }, .talking(role: 1)) == expected)
    }
  }

  @Test func `callers never answered, of unknown end or on hold neither speak nor listen`() {
    let probe = sent(10_000)
    let hold = ActivitySegment(kind: .hold, from: .ms(10_900), to: .ms(12_000))
    #expect(lost(.talking(sent: [probe]), .talking(role: 1) { $0.milestones.answered = nil }) == nil)
    #expect(lost(.talking(sent: [probe]), .talking(role: 1) { $0.activity = [hold] }) == nil)
    #expect(lost(.talking(sent: [probe]) { $0.activity = [hold] }, .talking(role: 1)) == nil)
    #expect(
      lost(
        .talking(sent: [probe]),
        .talking(role: 1) {
          $0.milestones.byeReceived = nil
          $0.milestones.ended = nil
        }) == nil)
    // One listener is enough.
    #expect(
      lost(.talking(sent: [probe]), .talking(role: 1) { $0.activity = [hold] }, .talking(role: 2))
        == .rate(1, of: 1))
  }
}

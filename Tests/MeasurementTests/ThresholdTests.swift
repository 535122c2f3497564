import Measurement
import SansIO
import Testing

@Suite struct ThresholdTests {
  @Test(arguments: [
    ("hangup_error.p99 < 40 ms", Metric.hangupError, "p99", Threshold.Comparison.less, 40e6),
    ("hangup_error.min >= -20 ms", .hangupError, "min", .greaterOrEqual, -20e6),
    ("answer_delay.p99.9<=1.5s", .answerDelay, "p99.9", .lessOrEqual, 1.5e9),
    ("send_lag.max < 900 us", .sendLag, "max", .less, 900e3),
    ("  jitter . mean  >  0.1 ms ", .jitter, "mean", .greater, 100e3),
    ("packets_lost.rate <= 0.1 %", .packetsLost, "rate", .lessOrEqual, 0.001),
    ("packets_lost.rate <= 0.1%", .packetsLost, "rate", .lessOrEqual, 0.001),
    ("answered.rate == 1", .answered, "rate", .equal, 1),
    ("answered.count != 0", .answered, "count", .notEqual, 0),
    ("crosstalk.count == 0", .crosstalk, "count", .equal, 0),
  ]) func `a threshold says what is measured, how, and the limit in base units`(
    text: String, metric: Metric, aggregation: String, comparison: Threshold.Comparison, limit: Double
  ) throws {
    let threshold = try Threshold(parsing: text)
    #expect(threshold.metric == metric)
    #expect(threshold.aggregation.description == aggregation)
    #expect(threshold.comparison == comparison)
    #expect(threshold.limit == limit)
  }

  @Test func `every metric reads back from its own spelling with all of its aggregations`() throws {
    for metric in Metric.allCases {
      let (aggregations, limit) =
        switch metric.kind {
        case .trend: (["p50", "p90", "p95", "p99", "p99.9", "p12.3456", "min", "max", "mean"], "12.345 ms")
        case .counter: (["count"], "3")
        case .rate: (["rate", "count"], "1")
        }
      for aggregation in aggregations {
        let text = "\(metric.name).\(aggregation) < \(limit)"
        let threshold = try Threshold(parsing: text)
        #expect(threshold.description == text)
        #expect(try Threshold(parsing: threshold.description) == threshold)
      }
    }
  }

  @Test(arguments: [
    ("hangup_eror.p99 < 40 ms", "there is no metric \"hangup_eror\"", "the nearest is hangup_error"),
    ("Answered.rate == 1", "there is no metric \"Answered\"", "the nearest is answered"),
    (".p99 < 40 ms", "there is no metric \"\"", "the nearest is"),
    ("jitter.p101 < 1 ms", "there is no aggregation \"p101\"", "use jitter with p50"),
    ("jitter.p0 < 1 ms", "there is no aggregation \"p0\"", "use jitter with p50"),
    ("jitter.p99.99999 < 1 ms", "there is no aggregation", "use jitter with p50"),
    ("jitter.average < 1 ms", "there is no aggregation \"average\"", "min, max or mean"),
    ("jitter.rate < 1 %", "jitter is a trend and has no rate", "min, max or mean"),
    ("answered.p50 < 1 ms", "answered is a rate and has no p50", "use answered with rate or count"),
    ("crosstalk.rate < 1 %", "crosstalk is a counter and has no rate", "use crosstalk with count"),
    ("jitter.p50 < 1", "the limit has no unit", "a time in ms, s or us"),
    ("jitter.p50 < 1 %", "\"%\" is no unit of jitter.p50", "a time in ms, s or us"),
    ("jitter.p50 < 1 MS", "\"MS\" is no unit", "a time in ms, s or us"),
    ("crosstalk.count == 0 ms", "\"ms\" is no unit of crosstalk.count", "occurrences without unit"),
    ("answered.rate >= 99", "answered.rate can never be 99", "a share as in 0.1 % or 0.001"),
    ("answered.rate >= 101 %", "answered.rate can never be 101 %", "a share"),
    ("crosstalk.count > -1", "crosstalk.count can never be -1", "occurrences"),
    ("jitter.p50 < ms", "it has no number after <", "a time in ms"),
    ("jitter.p50 = 1 ms", "there is no comparison \"=\"", "use <, <=, >, >=, == or !="),
    ("jitter.p50 =< 1 ms", "there is no comparison \"=<\"", "use <"),
    ("jitter.p50 < < 1 ms", "it has no number", "a time"),
    ("jitter.p50 1 ms", "it has no comparison", "hangup_error.p99 < 40 ms"),
    ("jitter < 1 ms", "does not say how to aggregate", "hangup_error.p99 < 40 ms"),
    ("", "it has no comparison", "hangup_error.p99 < 40 ms"),
  ]) func `a threshold that is wrong is refused with what is wrong and what would be right`(
    text: String, problem: String, remedy: String
  ) {
    let error = #expect(throws: ThresholdError.self) { try Threshold(parsing: text) }
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
    #expect(error?.remedy.contains(remedy) == true, "\(error?.remedy ?? "")")
    #expect(error?.description.hasPrefix("threshold \"") == true)
  }

  @Test(arguments: [
    "nan", "inf", "-inf", "0x10", "1e3", "1e999", "+1", "1.", ".5", "1..2", "--1", "1-", "-", "١", "1,5",
    "1_000",
    "0.1234567", "999999999999999", String(repeating: "9", count: 150), "1\u{0}", "1 2",
  ]) func `no number but plain decimals is a limit`(number: String) {
    #expect(throws: ThresholdError.self) { try Threshold(parsing: "jitter.p50 < \(number) ms") }
  }

  @Test func `texts that are too long are refused unread and quoted in part`() {
    let text = String(repeating: "jitter.", count: 100_000)
    let error = #expect(throws: ThresholdError.self) { try Threshold(parsing: text) }
    #expect(error?.problem == "it has more than 200 characters")
    #expect(error?.text.count == 100)
  }

  @Test func `control characters never reach the message raw`() {
    let error = #expect(throws: ThresholdError.self) { try Threshold(parsing: "\u{1B}[2J\n.p50 < 1 ms") }
    #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 32 } == true)
  }

  @Test func `no text whatever stops the reader`() {
    var random = SeededGenerator(seed: 7)
    let pieces = [
      "jitter", "answered", ".", "p99", "rate", "<", ">=", "==", "!", " ", "1", "-", "ms", "%", "é", "\0",
    ]
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...8, using: &random))
        .map { _ in pieces.randomElement(using: &random)! }.joined()
      guard let threshold = try? Threshold(parsing: text) else { continue }
      #expect((try? Threshold(parsing: threshold.description)) == threshold, "\(text)")
    }
  }

  @Test(arguments: [
    (Threshold.Comparison.less, [true, false, false]), (.lessOrEqual, [true, true, false]),
    (.greater, [false, false, true]), (.greaterOrEqual, [false, true, true]),
    (.equal, [false, true, false]), (.notEqual, [true, false, true]),
  ]) func `a comparison relates the figure to the limit`(comparison: Threshold.Comparison, holds: [Bool]) {
    #expect([1, 2, 3].map { comparison.holds($0, 2) } == holds)
  }
}

import Measurement

/// The judged run and its callers, as the sections of the report need them.
struct RunFacts {
  var summary: RunSummary
  /// All callers, by call and role.
  var calls: [CallFacts]

  /// Judges the records call by call.
  init(summary: RunSummary, records: [CallRecord]) {
    self.summary = summary
    let byCall = Dictionary(grouping: records, by: \.call)
    calls = byCall.keys.sorted().flatMap { RunFacts.callers(of: byCall[$0, default: []]) }
  }

  private static func callers(of call: [CallRecord]) -> [CallFacts] {
    let records = call.sorted { $0.role < $1.role }
    var facts = records.map { CallFacts(record: $0) }
    for evaluation in HangUpEvaluation.evaluate(call: records) {
      guard let place = records.firstIndex(where: { $0.role == evaluation.role }) else { continue }
      facts[place].hangUp = evaluation
    }
    for trip in CallProbes(call: records).trips {
      if trip.isOwn {
        facts[trip.listener].roundTrip.append(trip)
      } else {
        facts[trip.listener].mouthToEar.append(trip)
      }
    }
    return facts
  }

  /// The figures of `metric`, when it has any.
  func figures(_ metric: Metric) -> RunSummary.Figures? {
    summary.metrics.first { $0.name == metric.name && $0.count > 0 }
  }

  /// The error bar of every latency, by the calibration loop; `unknown` without one.
  var errorBarValue: String {
    summary.health?.calibration?.error.map { "± " + Quantity.time($0) } ?? "unknown"
  }

  /// The error bar in words, to stand beside a latency.
  var errorBar: String { "error bar \(errorBarValue)" }
}

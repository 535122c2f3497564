import Measurement

/// The judged run and its callers, as the sections of the report need them.
struct RunFacts {
  var summary: RunSummary
  /// All callers, by call and role.
  var calls: [CallFacts]
  /// All participants, by call and role.
  var participants: [ParticipantFacts]
  /// Ways there and back, in the order of the calls.
  var roundTrips: [ProbeRoundTrip] = []

  /// Judges the records call by call.
  init(summary: RunSummary, records: RunRecords) {
    self.summary = summary
    calls = []
    participants = []
    for call in records.calls { add(call) }
  }

  private mutating func add(_ call: RunRecords) {
    var callers = call.callers.map { CallFacts(record: $0) }
    var participants = call.participants.map { ParticipantFacts(record: $0) }
    for evaluation in HangUpEvaluation.evaluate(call: call.callers, participants: call.participants) {
      guard let place = call.callers.firstIndex(where: { $0.role == evaluation.role }) else { continue }
      callers[place].hangUp = evaluation
    }
    let probes = CallProbes(members: call.members)
    for trip in probes.trips where !trip.isOwn {
      if trip.listener < callers.count {
        callers[trip.listener].mouthToEar.append(trip)
      } else {
        participants[trip.listener - callers.count].mouthToEar.append(trip)
      }
    }
    if !callers.isEmpty { callers[0].others = participants.map(\.record) }
    roundTrips += probes.roundTrips
    calls += callers
    self.participants += participants
  }

  /// The trips of one direction at those who heard them.
  func trips(_ direction: ProbeTrip.Direction) -> [ProbeTrip] {
    (calls.flatMap(\.mouthToEar) + participants.flatMap(\.mouthToEar)).filter { $0.direction == direction }
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

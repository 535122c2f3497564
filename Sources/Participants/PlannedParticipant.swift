import SansIO
import Scenario

/// One participant's stay that a plan asks for.
struct PlannedParticipant: Equatable, Sendable {
  /// Number of the simulated call.
  var call: Int
  /// Place of the participant among the scenario's participants.
  var index: Int
  /// When it asks for its token, after the start of the run.
  var at: Interval

  /// Every participant of `plan`, in the order in which they begin.
  static func all(of plan: RunPlan) -> [PlannedParticipant] {
    let all = plan.arrivals.enumerated().flatMap { call, arrival in
      plan.participants.enumerated().map { index, participant in
        PlannedParticipant(call: call, index: index, at: max(.zero, arrival + participant.offset))
      }
    }
    return all.sorted { ($0.at, $0.call, $0.index) < ($1.at, $1.call, $1.index) }
  }
}

import SansIO
import Scenario

/// One SIP call that a plan asks for.
struct PlannedCaller {
  /// Number of the simulated call.
  var call: Int
  /// Place of the caller among the scenario's callers.
  var role: Int
  /// When it dials, after the start of the run.
  var at: Interval

  /// Every caller of `plan`, in the order in which they dial.
  static func all(of plan: RunPlan) -> [PlannedCaller] {
    let all = plan.arrivals.enumerated().flatMap { call, arrival in
      plan.callers.enumerated().map { role, caller in
        PlannedCaller(call: call, role: role, at: arrival + caller.offset)
      }
    }
    return all.sorted { ($0.at, $0.call, $0.role) < ($1.at, $1.call, $1.role) }
  }
}

package import SansIO
package import Scenario

/// One SIP call that a plan asks for.
package struct PlannedCaller: Equatable, Sendable {
  /// Number of the simulated call.
  package var call: Int
  /// Place of the caller among the scenario's callers.
  package var role: Int
  /// When it dials, after the start of the run.
  package var at: Interval

  /// The caller `role` of call number `call`.
  package init(call: Int, role: Int, at: Interval) {
    self.call = call
    self.role = role
    self.at = at
  }

  /// Every caller of `plan`, in the order in which they dial.
  package static func all(of plan: RunPlan) -> [PlannedCaller] {
    let all = plan.arrivals.enumerated().flatMap { call, arrival in
      plan.callers.enumerated().map { role, caller in
        PlannedCaller(call: call, role: role, at: arrival + caller.offset)
      }
    }
    return all.sorted { ($0.at, $0.call, $0.role) < ($1.at, $1.call, $1.role) }
  }
}

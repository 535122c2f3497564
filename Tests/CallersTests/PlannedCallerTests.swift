import Callers
import Measurement
import SansIO
import Scenario
import Testing

@Suite struct PlannedCallerTests {
  private func caller(_ role: String, after offset: Interval = .zero) -> CallerPlan {
    CallerPlan(role: role, dial: "room", offset: offset, timeline: [], expects: .any)
  }

  @Test func `callers dial in order of time, then of call, then of role`() {
    let plan = RunPlan(
      name: "order", arrivals: [.zero, .seconds(1), .seconds(1)],
      callers: [caller("late", after: .seconds(1)), caller("early")])
    #expect(
      PlannedCaller.all(of: plan) == [
        PlannedCaller(call: 0, role: 1, at: .zero),
        PlannedCaller(call: 0, role: 0, at: .seconds(1)), PlannedCaller(call: 1, role: 1, at: .seconds(1)),
        PlannedCaller(call: 2, role: 1, at: .seconds(1)),
        PlannedCaller(call: 1, role: 0, at: .seconds(2)), PlannedCaller(call: 2, role: 0, at: .seconds(2)),
      ])
  }

  @Test func `a plan without arrivals has no callers`() {
    #expect(PlannedCaller.all(of: RunPlan(name: "none", arrivals: [], callers: [caller("a")])) == [])
  }
}

import Measurement
import SansIO

/// Scenarios without callers: tests of rooms. What otherwise comes from a caller must be said.
extension PlanReader {
  /// The rooms have names, and everybody leaves them again.
  mutating func checkRoomTest(_ fields: Fields, _ plan: RunPlan) {
    guard let node = fields["participants"], case .mapping(let entries) = node.content else { return }
    let hasMaximum = fields["maximum-call-duration"] != nil
    for participant in plan.participants {
      guard let entry = entries.first(where: { $0.key == participant.role }) else { continue }
      if participant.room == nil {
        report(
          "`room` is missing; without callers nobody dials a number that names it; add it, as in "
            + "`room: call-{call}`", at: entry.position, path: entry.value.path)
      }
      checkLeaving(of: participant, plan, hasMaximum: hasMaximum, at: entry)
    }
  }

  /// A room of the bridge ends with its last phone call: without callers, nobody ends a stay but who stays.
  private mutating func checkLeaving(
    of participant: ParticipantPlan, _ plan: RunPlan, hasMaximum: Bool, at entry: YAMLNode.Entry
  ) {
    if case .embedded = plan.target, participant.expects == .roomEnd || participant.expects == .removed {
      let deed = participant.expects == .roomEnd ? "closes its room" : "removes it"
      report(
        "without callers nobody \(deed): an embedded bridge does so when the last phone call is over; end "
          + "`timeline` with `leave` and write `expect: leave`", at: entry.position, path: entry.value.path)
    } else if participant.timeline.last != .leave, !hasMaximum {
      report(
        "would stay for ever: without callers no call ends; end `timeline` with `leave`, or write "
          + "`maximum-call-duration`, after which it leaves, and `expect: any`", at: entry.position,
        path: entry.value.path)
    }
  }

  /// A stay must fit into the limit of a call, or it cannot end as expected.
  mutating func checkStays(_ fields: Fields, of plan: RunPlan) {
    let stays = plan.participants.filter { $0.timeline.last == .leave }
    guard let longest = stays.map(\.timeline.nominalLength).max(), longest > plan.maximumCallDuration else {
      return
    }
    report(
      "stays last about \(Wording.length(longest)), longer than the `maximum-call-duration` of "
        + "\(Wording.length(plan.maximumCallDuration)); raise it or shorten the timelines",
      at: fields["maximum-call-duration"] ?? fields.node)
  }

  /// What is measured at callers has no value without them, and a threshold on it could only fail.
  mutating func checkSubject(of threshold: Threshold, _ plan: RunPlan, at node: YAMLNode) {
    guard plan.callers.isEmpty, !plan.participants.isEmpty, threshold.metric.needsCallers else { return }
    report(
      "`\(threshold.metric.name)` is measured where there are callers, and this scenario has none; remove it",
      at: node)
  }
}

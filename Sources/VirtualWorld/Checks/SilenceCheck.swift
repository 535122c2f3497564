package import Measurement
package import SansIO
package import Scenario

/// The bridge hangs up if and only if nobody in the room has been active for the threshold: each of its hang-ups follows such a
/// silence, and each such silence is followed by one.
///
/// What was active is what the people really sent; when the bridge hung up is its own word, on the same clock. Between the two lie
/// the link and a packet or two: sound on the edge of being audible, the look-ahead of an encoder, packets that got lost.
package struct SilenceCheck {
  /// A packet at the end of speech that one side finds audible and the other not.
  private static let edge = Interval.milliseconds(20)
  /// Activity that begins less than this before due may be honoured or not.
  private static let honoured = Interval.milliseconds(100)

  /// Why a silence may be counted otherwise than from the last packet sent.
  private struct Slack {
    /// By how much due may be earlier, later.
    var early: Interval
    var late: Interval

    init(_ links: LinksPlan) {
      let paths = [links.phones, links.rooms]
      let loss = paths.map(\.loss).max() ?? 0
      early = SilenceCheck.edge * SilenceCheck.lossesInARow(loss)
      let jitter = paths.map { $0.delay + $0.jitter }.max() ?? .zero
      late = jitter + SilenceCheck.edge * 2
    }
  }

  /// How many packets one after the other are lost so seldom (once in 10⁹) that a run does not see it; 1 stands for the edge.
  package static func lossesInARow(_ loss: Double) -> Int {
    var losses = 1
    var chance = loss
    while chance > 1e-9 {
      chance *= loss
      losses += 1
    }
    return losses
  }

  /// A stretch without a break in it.
  private struct Burst {
    var from: Instant
    var to: Instant
  }

  private let plan: RunPlan
  private let slack: Slack
  private let start: Instant
  private let views: [String: BridgeView]
  private var bursts: [String: [Burst]] = [:]
  private var result = RunChecks.Rule(
    "hung up for silence if and only if nobody was active for the threshold")

  private init(_ plan: RunPlan, start: Instant, views: [String: BridgeView]) {
    self.plan = plan
    self.start = start
    self.views = views
    slack = Slack(plan.links ?? LinksPlan())
  }

  /// What the records of a run show, beside what the bridge says of the same calls by their Call-ID.
  package static func result(
    _ plan: RunPlan, _ records: RunRecords, start: Instant, views: [String: BridgeView]
  ) -> RunChecks.Rule {
    var check = SilenceCheck(plan, start: start, views: views)
    for record in records.callers { check.add(record.activity, to: record.roomName) }
    for record in records.participants { check.add(record.activity, to: record.room) }
    for room in check.bursts.keys { check.bursts[room]?.sort { $0.from < $1.from } }
    for record in records.callers { check.examine(record) }
    return check.result
  }

  private mutating func add(_ segments: [ActivitySegment], to room: String) {
    for segment in segments {
      guard let last = segment.lastActive else { continue }
      let first = min(segment.firstActive ?? segment.from, last)
      bursts[room, default: []].append(
        Burst(from: start + .nanoseconds(first), to: start + .nanoseconds(last)))
    }
  }

  private mutating func examine(_ record: CallRecord) {
    guard let callID = record.callID, let view = views[callID], let answered = view.answered,
      let ended = view.ended
    else { return }
    result.examine()
    let holds = record.activity.filter { $0.kind == .hold }
    var due = self.due(after: answered, holds)
    for burst in bursts[record.roomName] ?? [] where burst.from < ended.at {
      // The silence before it was over before it began: it had to end the call.
      if burst.from > due + slack.late { break }
      if ended.bySilence, ended.at <= due + slack.late, ended.at >= due - slack.early,
        burst.from > due - SilenceCheck.honoured
      {
        return
      }
      due = max(due, self.due(after: min(burst.to, ended.at), holds))
    }
    judge(record, ended, due: due)
  }

  private mutating func judge(_ record: CallRecord, _ ended: (at: Instant, bySilence: Bool), due: Instant) {
    let who = "\(record.caller) of call \(record.call)"
    let distance = (ended.at - due).seconds
    if ended.bySilence, ended.at < due - slack.early {
      result.violated("\(who): hung up \(-distance) s before \(plan.silenceThreshold) of silence were over")
    } else if ended.at > due + slack.late {
      result.violated("\(who): not hung up although silent; ended \(distance) s after it was due")
    }
  }

  /// When the threshold is reached if all is silent after `last`; a hold of the caller suspends the count.
  private func due(after last: Instant, _ holds: [ActivitySegment]) -> Instant {
    var due = last + plan.silenceThreshold
    for hold in holds {
      let (from, to) = (start + .nanoseconds(hold.from), start + .nanoseconds(hold.to))
      if to > last, from < due { due += to - max(from, last) }
    }
    return due
  }
}

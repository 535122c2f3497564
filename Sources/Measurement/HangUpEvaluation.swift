/// How the bridge ended one caller's call that it had to end for silence: one trial of the hang-up test.
///
/// Judged from the records of one simulated call alone. Due is the last activity that anybody in the call,
/// caller or participant, put on the wire, or the caller's answer when that was later, plus the silence
/// threshold, plus what the caller was on hold since. Activity inside one segment counts as unbroken from
/// its first active packet to its last.
public struct HangUpEvaluation: Sendable, Equatable {
  /// How the trial came out.
  public enum Outcome: Sendable, Equatable {
    /// BYE at due or later, or up to `tolerance` before it; the error in nanoseconds, positive when late.
    case hungUp(error: Int64)
    /// BYE that many nanoseconds before due.
    case early(by: Int64)
    /// No BYE, although due had passed when the caller gave up.
    case missed
    /// Ended otherwise, or by a BYE whose Reason names something other than silence; in words.
    case wrongCause(String)
  }

  /// A packet of tolerance: a BYE this long before due, nanoseconds, is not yet false.
  public static let tolerance: Int64 = 20_000_000
  /// Activity that starts less than this before due, nanoseconds, may be honoured or not.
  public static let honoured: Int64 = 100_000_000
  /// Activity that starts later than this after due, nanoseconds, excuses nothing: the bridge had let due
  /// pass.
  public static let latitude: Int64 = 1_000_000_000

  /// The caller's place among the scenario's callers.
  public let role: Int
  /// When the bridge had to hang up, nanoseconds since the start of the run.
  public let due: Int64
  /// What it did.
  public let outcome: Outcome

  /// Judges the callers of one simulated call, of which `records` holds all, in order of their roles.
  ///
  /// Only callers are judged that were to end by silence, were answered and have a threshold. Callers whose
  /// run was stopped, or that gave up before they were due, prove nothing and are left out.
  ///
  /// - Parameter participants: those of the same call; each counts for the callers that dialled its room, or
  ///   for all when nobody did by that name.
  public static func evaluate(
    call records: [CallRecord], participants: [ParticipantRecord] = []
  ) -> [HangUpEvaluation] {
    let rooms = Dictionary(grouping: records, by: \.dialled)
    return rooms.flatMap { dialled, callers in
      evaluate(room: callers, participants.filter { $0.shares(room: dialled, of: Set(rooms.keys)) })
    }.sorted { $0.role < $1.role }
  }

  /// The hang-ups of callers who dialled the same and so share a room.
  private static func evaluate(
    room records: [CallRecord], _ participants: [ParticipantRecord]
  ) -> [HangUpEvaluation] {
    let segments = records.flatMap(\.activity) + participants.flatMap(\.activity)
    let activity = segments.compactMap(Burst.init).sorted { $0.start < $1.start }
    return records.compactMap { evaluate($0, activity: activity) }
  }

  private static func evaluate(_ record: CallRecord, activity: [Burst]) -> HangUpEvaluation? {
    guard record.expected == .silence, let answered = record.milestones.answered,
      let clock = SilenceClock(of: record)
    else { return nil }
    let end = record.milestones.byeReceived ?? record.milestones.ended ?? .max
    let dues = dues(answered: answered, end: end, activity: activity, clock: clock)
    let due = dues.honouringAll
    func judged(_ outcome: Outcome, due: Int64) -> HangUpEvaluation {
      HangUpEvaluation(role: record.role, due: due, outcome: outcome)
    }
    switch record.ending.cause {
    case .aborted, .unfinished: return nil
    case .overtime: return end >= due ? judged(.missed, due: due) : nil
    case .remoteBye:
      guard let bye = record.milestones.byeReceived else {
        return judged(.wrongCause("ended by a BYE that was never seen"), due: due)
      }
      guard !HangUpReason.contradictsSilence(record.ending.detail) else {
        return judged(.wrongCause(record.ending.detail ?? ""), due: due)
      }
      let fitting = dues.fitting(bye)
      return judged(outcome(bye: bye, due: fitting), due: fitting)
    case .scriptBye, .refused, .failed:
      let detail = record.ending.detail.map { ": \($0)" } ?? ""
      return judged(.wrongCause("\(record.ending.cause.rawValue)\(detail)"), due: due)
    }
  }

  private static func outcome(bye: Int64, due: Int64) -> Outcome {
    let error = bye &- due
    return error < -tolerance ? .early(by: -error) : .hungUp(error: error)
  }

  /// The instants at which the bridge may rightly hang up a caller, given what happened before `end`.
  private static func dues(answered: Int64, end: Int64, activity: [Burst], clock: SilenceClock) -> Dues {
    var due = clock.due(after: answered)
    var ignoring: [Int64] = []
    for burst in activity where burst.start < end {
      if burst.start > due &+ latitude { break }
      if burst.start > due &- honoured { ignoring.append(due) }
      due = max(due, clock.due(after: min(burst.last, end)))
    }
    return Dues(ignoring: ignoring, honouringAll: due)
  }
}

/// When a hang-up is due.
private struct Dues {
  /// Due when activity too close to it is not honoured, ascending.
  var ignoring: [Int64]
  /// Due when all activity is honoured.
  var honouringAll: Int64

  /// The due instant that a BYE at `bye` goes by: one that ignores what may be ignored if the BYE came right
  /// then.
  func fitting(_ bye: Int64) -> Int64 {
    let window = -HangUpEvaluation.tolerance...HangUpEvaluation.latitude
    return ignoring.first { window.contains(bye &- $0) } ?? honouringAll
  }
}

/// Unbroken activity on the wire.
private struct Burst {
  var start: Int64
  var last: Int64

  init?(_ segment: ActivitySegment) {
    guard let last = segment.lastActive else { return nil }
    start = min(segment.firstActive ?? segment.from, last)
    self.last = last
  }
}

/// Counts a caller's silence; its own holds suspend the count.
private struct SilenceClock {
  private let threshold: Int64
  private let holds: [ActivitySegment]

  /// `nil` when the caller has no threshold.
  init?(of record: CallRecord) {
    guard let threshold = record.silenceThreshold else { return nil }
    self.threshold = threshold
    holds = record.activity.filter { $0.kind == .hold }.sorted { $0.from < $1.from }
  }

  /// When the threshold is reached if all is silent after `last`.
  func due(after last: Int64) -> Int64 {
    var due = last &+ threshold
    for hold in holds where hold.to > last && hold.from < due {
      due = due &+ (hold.to &- max(hold.from, last))
    }
    return due
  }
}

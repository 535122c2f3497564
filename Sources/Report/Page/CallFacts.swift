import Measurement

/// One caller's record together with what its call's records say about it.
struct CallFacts {
  /// What the caller did and saw.
  var record: CallRecord
  /// The hang-up test of this caller, when it was one.
  var hangUp: HangUpEvaluation?
  /// Probes of others of the same call, heard by this caller.
  var mouthToEar: [ProbeTrip] = []
  /// The participants of the same call, at its first caller.
  var others: [ParticipantRecord] = []

  /// First sign of life after the INVITE, nanoseconds.
  var postDialDelay: Int64? { since(\.inviteSent, to: record.milestones.firstSign) }
  /// Answer after the INVITE, nanoseconds.
  var answerDelay: Int64? { since(\.inviteSent, to: record.milestones.answered) }
  /// Length of the answered call, nanoseconds.
  var talkTime: Int64? { since(\.answered, to: record.milestones.ended) }
  /// Packets lost and expected over all received streams.
  var lost: (packets: Int, expected: Int) {
    record.received.reduce((0, 0)) { ($0.0 &+ $1.lost, $0.1 &+ $1.expected) }
  }

  /// The signed hang-up error, nanoseconds; early ones are negative, whatever the outcome.
  var hangUpError: Int64? {
    switch hangUp?.outcome {
    case .hungUp(let error): error
    case .early(let lead): -lead
    case .missed, .wrongCause, nil: nil
    }
  }

  /// What went otherwise than the scenario says, in a word; `nil` when nothing did.
  var trouble: String? {
    switch record.verdict(hangUp: hangUp?.outcome) {
    case .asExpected: troubleInRoom
    case .notStarted: "not started"
    case .falseHangUp: "false hang-up"
    case .missedHangUp: "missed"
    case .wrongCause: "wrong cause"
    case .otherwise: CallFacts.words(for: record.ending)
    }
  }

  /// What befell a participant of the call that did not end as expected.
  private var troubleInRoom: String? {
    others.lazy.compactMap { other in other.trouble.map { "\(other.participant): \($0.prefix(40))" } }.first
  }

  /// An ending in a few words.
  static func words(for ending: Ending) -> String {
    switch ending.cause {
    case .remoteBye: "target’s BYE"
    case .scriptBye: "caller’s BYE"
    case .refused: "refused\(ending.status.map { " \($0)" } ?? "")"
    case .failed: "failed"
    case .overtime: "overtime"
    case .aborted: "aborted"
    case .unfinished: "unfinished"
    }
  }

  private func since(_ start: KeyPath<Milestones, Int64?>, to end: Int64?) -> Int64? {
    guard let start = record.milestones[keyPath: start], let end else { return nil }
    return end &- start
  }
}

/// Whether one caller's call ended as the scenario says.
package enum EndingVerdict: Sendable, Equatable, CaseIterable {
  /// It did.
  case asExpected
  /// No INVITE was sent.
  case notStarted
  /// The bridge hung up for silence although somebody had spoken.
  case falseHangUp
  /// The bridge never hung up although all were silent.
  case missedHangUp
  /// The bridge hung up, but for another reason than silence.
  case wrongCause
  /// It ended in another way than expected, as the record's `ending` says.
  case otherwise

  /// What befell a caller whose call ended so, for a person.
  func words(_ ending: Ending) -> String {
    let detail = ending.detail.map { ": \($0)" } ?? ""
    return switch self {
    case .asExpected: "as expected"
    case .falseHangUp: "hung up for silence although somebody had spoken"
    case .missedHangUp: "not hung up although all were silent\(detail)"
    case .wrongCause: "hung up for another reason than silence\(detail)"
    case .notStarted, .otherwise: EndingVerdict.words(ending.cause, ending.status) + detail
    }
  }

  private static func words(_ cause: Ending.Cause, _ status: Int?) -> String {
    switch cause {
    case .remoteBye: "hung up by the far side"
    case .scriptBye: "ended by its own script"
    case .refused: "refused\(status.map { " with \($0)" } ?? "")"
    case .failed: "failed"
    case .overtime: "never hung up"
    case .aborted: "aborted"
    case .unfinished: "not finished"
    }
  }
}

extension CallRecord {
  /// Whether the call ended as expected. `hangUp` is how its hang-up test came out, if it was one.
  package func verdict(hangUp: HangUpEvaluation.Outcome?) -> EndingVerdict {
    guard milestones.inviteSent != nil else { return .notStarted }
    return switch expected {
    case .any: .asExpected
    case .caller: ending.cause == .scriptBye ? .asExpected : .otherwise
    case .remote: ending.cause == .remoteBye ? .asExpected : .otherwise
    case .silence: silenceVerdict(hangUp)
    }
  }

  private func silenceVerdict(_ hangUp: HangUpEvaluation.Outcome?) -> EndingVerdict {
    switch hangUp {
    case .hungUp: .asExpected
    case .early: .falseHangUp
    case .missed: .missedHangUp
    case .wrongCause: ending.cause == .remoteBye ? .wrongCause : .otherwise
    // Without a threshold there is no test of when, only of who and why.
    case nil where silenceThreshold == nil && ending.cause == .remoteBye:
      HangUpReason.contradictsSilence(ending.detail) ? .wrongCause : .asExpected
    case nil: .otherwise
    }
  }
}

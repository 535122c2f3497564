extension CallRecord {
  /// The end of the caller's call as far as media goes: the first BYE of either side, or its being done;
  /// `nil` when none of them is known.
  var mediaEnd: Int64? {
    [milestones.byeSent, milestones.byeReceived, milestones.ended].compactMap(\.self).min()
  }

  /// Whether the caller was in an answered call all the time from `start` to `end`, and not on hold.
  func isInCall(from start: Int64, to end: Int64) -> Bool {
    guard let answered = milestones.answered, let mediaEnd, answered <= start, end <= mediaEnd else {
      return false
    }
    return !activity.contains { $0.kind == .hold && $0.from < end && $0.to > start }
  }

  /// Whether the caller was on hold at any time.
  var wasOnHold: Bool { activity.contains { $0.kind == .hold } }

  /// Whether the call ended as the scenario says. `hangUp` is how its hang-up test came out, if it was one.
  func endedAsExpected(_ hangUp: HangUpEvaluation.Outcome?) -> Bool {
    switch (expected, hangUp) {
    case (.any, _): true
    case (.caller, _): ending.cause == .scriptBye
    case (.remote, _): ending.cause == .remoteBye
    case (.silence, .hungUp): true
    case (.silence, .some): false
    case (.silence, nil):
      // Without a threshold there is no test of when, only of who and why.
      silenceThreshold == nil && ending.cause == .remoteBye
        && !HangUpReason.contradictsSilence(ending.detail)
    }
  }
}

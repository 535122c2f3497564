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
}

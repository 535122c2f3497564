extension CallRecord {
  /// The end of the caller's call as far as media goes: the first BYE of either side, or its being done;
  /// `nil` when none of them is known.
  var mediaEnd: Int64? {
    [milestones.byeSent, milestones.byeReceived, milestones.ended].compactMap(\.self).min()
  }

  /// Whether the caller was on hold at any time.
  var wasOnHold: Bool { activity.contains { $0.kind == .hold } }
}

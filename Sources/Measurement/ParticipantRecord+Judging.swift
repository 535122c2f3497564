extension ParticipantRecord {
  /// When the participant could take part: its transport was up, its own track was published if it has one,
  /// and it had the phone's track if the phone was there before the transport; `nil` when that never came.
  public var mediaReady: Int64? {
    guard let transport = milestones.dtlsConnected else { return nil }
    var ready = transport
    if publishes {
      guard let published = milestones.trackPublished else { return nil }
      ready = max(ready, published)
    }
    if let phone = milestones.phoneJoined, phone <= transport {
      guard let subscribed = milestones.trackSubscribed else { return nil }
      ready = max(ready, subscribed)
    }
    return ready
  }

  /// From when the stages of the phone's track count: the start of the join, or the phone's coming if the
  /// participant was there before it.
  package var phoneOrigin: Int64? {
    guard let asked = milestones.tokenAsked else { return nil }
    guard let phone = milestones.phoneJoined, let transport = milestones.dtlsConnected, phone > transport
    else { return asked }
    return phone
  }

  /// The end of its stay as far as media goes; `nil` when it is not known.
  package var mediaEnd: Int64? {
    [milestones.leaveSent, milestones.leaveReceived, milestones.socketClosed, milestones.ended]
      .compactMap(\.self).min()
  }

  /// Whether the stay ended as expected.
  package var verdict: EndingVerdict {
    guard milestones.tokenAsked != nil else { return .notStarted }
    let isRight =
      switch expected {
      case .any: true
      case .roomEnd: ending.cause == .roomEnded
      case .leave: ending.cause == .scriptLeave
      case .removed: ending.cause == .removed
      }
    return isRight ? .asExpected : .otherwise
  }

  /// What befell it when the stay did not end as expected, for a person.
  package var trouble: String? {
    switch verdict {
    case .asExpected: nil
    case .notStarted: "never began to join"
    default: ending.words + (ending.detail.map { ": \($0)" } ?? "")
    }
  }

  /// Whether it was in the room that callers reach who dial `dialled`, a SIP URI, given all that were
  /// dialled in its call. A room is named by the user part that leads to it, unless the dispatch of the
  /// target has other names.
  func shares(room dialled: String, of all: Set<String>) -> Bool {
    let named = all.filter { ParticipantRecord.user(of: $0) == room }
    return named.isEmpty || named.contains(dialled)
  }

  private static func user(of uri: String) -> Substring {
    uri.drop { $0 != ":" }.dropFirst().prefix { $0 != "@" }
  }
}

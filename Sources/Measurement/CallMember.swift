/// Somebody who speaks and listens in a simulated call, at a telephone or in the room: what the figures of
/// sound are made of.
package struct CallMember: Sendable {
  /// Where somebody sits.
  package enum Place: Sendable, Equatable { case phone, room }

  /// Where it sits.
  package let place: Place
  /// Number of the simulated call.
  package let call: Int
  /// Place among the people of the call.
  package let role: Int
  /// The probes sent, in order.
  package let probesSent: [SentProbe]
  /// The probes heard, in order.
  package let probesHeard: [HeardProbe]
  /// Look-ahead of the encoder behind the mouth, nanoseconds; 0 for G.711.
  let codecDelay: Int64
  private let activity: [ActivitySegment]
  private let speaksFrom: Int64?
  private let hearsFrom: Int64?
  private let until: Int64?

  /// A caller.
  package init(_ record: CallRecord) {
    place = .phone
    call = record.call
    role = record.role
    probesSent = record.probesSent
    probesHeard = record.probesHeard
    codecDelay = 0
    activity = record.activity
    speaksFrom = record.milestones.answered
    hearsFrom = record.milestones.answered
    until = record.mediaEnd
  }

  /// A participant. It speaks once its track is published. It hears once it has the phone's track; without
  /// one it should have had it as soon as its transport was up, or a track that never comes would excuse
  /// itself.
  package init(_ record: ParticipantRecord) {
    place = .room
    call = record.call
    role = record.role
    probesSent = record.probesSent
    probesHeard = record.probesHeard
    codecDelay = record.codecDelay
    activity = record.activity
    let transport = record.milestones.dtlsConnected
    speaksFrom = transport.map { max($0, record.milestones.trackPublished ?? $0) }
    hearsFrom = transport.map { max($0, record.milestones.trackSubscribed ?? $0) }
    until = record.mediaEnd
  }

  /// Whether it could be heard all the time from `start` to `end`.
  func isSpeaking(from start: Int64, to end: Int64) -> Bool { isThere(speaksFrom, start, end) }

  /// Whether it had to hear all the time from `start` to `end`.
  func isListening(from start: Int64, to end: Int64) -> Bool { isThere(hearsFrom, start, end) }

  private func isThere(_ from: Int64?, _ start: Int64, _ end: Int64) -> Bool {
    guard let from, let until, from <= start, end <= until else { return false }
    return !activity.contains { $0.kind == .hold && $0.from < end && $0.to > start }
  }
}

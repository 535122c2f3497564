import Measurement

/// What a participant of a call saw, in order: its milestones and signalling messages.
struct StayLadder {
  private var record: ParticipantRecord

  init(_ record: ParticipantRecord) {
    self.record = record
  }

  /// Lines at most.
  private static let most = 40

  private static var names: [(name: String, at: KeyPath<JoinMilestones, Int64?>)] {
    [
      ("asks for a token", \.tokenAsked), ("has the token", \.tokenReceived),
      ("WebSocket open", \.socketOpened),
      ("JoinResponse", \.joinReceived), ("ICE connected", \.iceConnected), ("DTLS done", \.dtlsConnected),
      ("own track published", \.trackPublished), ("phone seen in the room", \.phoneJoined),
      ("has the phone’s track", \.trackSubscribed), ("first packet", \.firstPacket),
      ("first audible sound", \.firstAudible), ("phone gone", \.phoneLeft),
      ("server’s leave", \.leaveReceived),
      ("leaves", \.leaveSent), ("WebSocket closed", \.socketClosed), ("done", \.ended),
    ]
  }

  /// Instants and words, in order.
  var lines: [(at: Int64, words: String)] {
    let milestones = StayLadder.names.compactMap { name, at in
      record.milestones[keyPath: at].map { (at: $0, words: name) }
    }
    let mutes = record.mutes.map { mute in
      (at: mute.at, words: (mute.muted ? "muted" : "unmuted") + (mute.byServer ? " by the server" : ""))
    }
    let messages = record.ladder.map {
      (at: $0.at, words: ($0.sent ? "→ " : "← ") + String($0.message.prefix(60)))
    }
    return (milestones + mutes + messages).enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element)
  }

  var markup: Markup {
    let start = record.milestones.tokenAsked ?? record.planned
    let lines = lines
    let shown: [Markup] = lines.prefix(StayLadder.most).map { line in
      """
      <tr><td class="r">\(FixedPoint.text(Double(line.at &- start) / 1e9, digits: 3)) s</td><td>\(line.words)</td></tr>

      """
    }
    let rest = lines.count - shown.count
    let omission: Markup = rest > 0 ? "<p class=\"soft\">… \(rest) more in records.jsonl …</p>" : ""
    var ending = record.ending.words
    if let detail = record.ending.detail { ending += ": \(detail.prefix(300))" }
    return """
      <p>In room <code>\(record.room)</code> as <code>\(record.identity)</code>. Expected: \
      \(StayLadder.words(for: record.expected)). Ended: \(ending).</p>\
      <table class="stay"><caption>\(record.participant)</caption><tbody>
      \(shown)</tbody></table>\(omission)
      """
  }

  private static func words(for expected: ExpectedLeave) -> String {
    switch expected {
    case .roomEnd: "the room is closed"
    case .leave: "the participant leaves"
    case .removed: "the server removes it"
    case .any: "any ending"
    }
  }
}

package import Measurement

/// The SIP messages of one call as a ladder: the caller's line at the left, the target's at the right, an
/// arrow for each message, and the media between them as a band.
///
/// Rows are evenly spaced; signalling comes in bursts, and the instants stand beside it.
package struct LadderDrawing: Sendable {
  /// One row of the ladder.
  package enum Row: Sendable, Equatable {
    case message(LadderEntry)
    /// The media of an answered call, with words on both directions.
    case media(sent: String, received: String)
    /// So many messages are not drawn.
    case omitted(Int)
  }

  /// How many messages are drawn at most; of longer ladders the middle is left out.
  package static let mostMessages = 24
  private static let caller = 150.0
  private static let target = 560.0

  /// The rows from the first to the last.
  package var rows: [Row]
  /// The instant from which times count: the INVITE, or the first message.
  package var origin: Int64
  private var name: String

  /// The ladder of `record`.
  package init(_ record: CallRecord) {
    name = record.caller
    let messages = record.ladder.sorted { $0.at < $1.at }
    origin = record.milestones.inviteSent ?? messages.first?.at ?? record.planned
    rows = messages.map { .message($0) }
    if let answered = record.milestones.acknowledged ?? record.milestones.answered {
      rows.insert(
        LadderDrawing.media(of: record), at: messages.firstIndex { $0.at > answered } ?? messages.count)
    }
    if rows.count > LadderDrawing.mostMessages {
      let half = LadderDrawing.mostMessages / 2
      rows.replaceSubrange(half..<(rows.count - half), with: [.omitted(rows.count - 2 * half)])
    }
  }

  private static func media(of record: CallRecord) -> Row {
    let packets = record.received.reduce(0) { $0 + $1.packets }
    let lost = record.received.reduce(0) { $0 + $1.lost }
    return .media(
      sent: "RTP sent: \(Quantity.count(record.sent.packets)) packets",
      received: "RTP received: \(Quantity.count(packets)) packets, \(Quantity.count(lost)) lost")
  }

  package func drawing() -> Markup {
    var body = Markup()
    var y = 54.0
    for row in rows {
      body += drawing(of: row, at: y)
      y += height(of: row)
    }
    return """
      <svg class="ladder" viewBox="0 0 640 \(y)" role="img" \
      aria-label="SIP ladder of \(name), \(rows.count) rows">\
      <path class="lane" d="M\(LadderDrawing.caller) 34V\(y)M\(LadderDrawing.target) 34V\(y)"/>\
      <text class="mid strong" x="\(LadderDrawing.caller)" y="22">\(name)</text>\
      <text class="mid strong" x="\(LadderDrawing.target)" y="22">target</text>\(body)</svg>
      """
  }

  private func height(of row: Row) -> Double {
    if case .media = row { 52 } else { 26 }
  }

  private func drawing(of row: Row, at y: Double) -> Markup {
    let middle = (LadderDrawing.caller + LadderDrawing.target) / 2
    switch row {
    case .message(let entry):
      return """
        <text class="end" x="130" y="\(y + 4)">\(time(entry.at))</text>\(arrow(entry, at: y))\
        <text class="mid" x="\(middle)" y="\(y - 5)">\(words(for: entry))</text>
        """
    case .media(let sent, let received):
      return """
        <rect class="media" x="\(LadderDrawing.caller)" y="\(y - 12)" \
        width="\(LadderDrawing.target - LadderDrawing.caller)" height="40" rx="3"/>\
        <text class="mid" x="\(middle)" y="\(y + 4)">\(sent) →</text>\
        <text class="mid" x="\(middle)" y="\(y + 21)">← \(received)</text>
        """
    case .omitted(let count):
      return """
        <text class="mid name" x="\(middle)" y="\(y + 3)">… \(count) more in records.jsonl …</text>
        """
    }
  }

  /// The message's start, as much of it as fits between the lines.
  private func words(for entry: LadderEntry) -> String {
    let words = entry.message.count <= 44 ? entry.message : entry.message.prefix(43) + "…"
    return entry.retransmission ? words + " (again)" : words
  }

  /// A line with its head; a retransmission's line is dashed, and its head must not be.
  private func arrow(_ entry: LadderEntry, at y: Double) -> Markup {
    let line: Markup =
      entry.sent
      ? "M\(LadderDrawing.caller) \(y)H\(LadderDrawing.target)"
      : "M\(LadderDrawing.target) \(y)H\(LadderDrawing.caller)"
    let head: Markup = entry.sent ? "m-8-4l8 4l-8 4" : "m8-4l-8 4l8 4"
    if entry.retransmission {
      let end = entry.sent ? LadderDrawing.target : LadderDrawing.caller
      return
        "<path class=\"arrow again\" d=\"\(line)\"/><path class=\"arrow head\" d=\"M\(end) \(y)\(head)\"/>"
    }
    return "<path class=\"arrow\(entry.sent ? "" : " in")\" d=\"\(line)\(head)\"/>"
  }

  private func time(_ at: Int64) -> String {
    "\(FixedPoint.text(Double(at &- origin) / 1e9, digits: 3)) s"
  }
}

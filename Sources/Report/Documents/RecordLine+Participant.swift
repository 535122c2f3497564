import Measurement

/// A participant's line by hand: thousands join and leave within a minute, and a general encoder would cost as much as
/// the rest of a join's messages. Members in the order of their names, as the general encoder sorts them.
extension RecordLine {
  static func write(_ record: ParticipantRecord) throws(DocumentError) -> [UInt8] {
    var line = LineWriter()
    line.open()
    try list(record.activity, "activity", into: &line)
    line.member("call", record.call)
    line.member("codecDelay", record.codecDelay)
    line.name("ending")
    write(record.ending, into: &line)
    line.member("expected", record.expected.rawValue)
    line.member("identity", record.identity)
    line.member("kind", record.kind.rawValue)
    line.member("ladder", record.ladder) { line, entry in
      line.member("at", entry.at)
      line.member("message", entry.message)
      line.member("retransmission", entry.retransmission)
      line.member("sent", entry.sent)
    }
    line.name("milestones")
    write(record.milestones, into: &line)
    try list(record.mutes, "mutes", into: &line)
    line.member("participant", record.participant)
    line.member("planned", record.planned)
    try list(record.probesHeard, "probesHeard", into: &line)
    try list(record.probesSent, "probesSent", into: &line)
    line.member("publishes", record.publishes)
    try list(record.received, "received", into: &line)
    line.member("role", record.role)
    line.member("room", record.room)
    line.name("sent")
    line.open()
    line.member("errors", record.sent.errors)
    line.member("maximumLag", record.sent.maximumLag)
    line.member("octets", record.sent.octets)
    line.member("packets", record.sent.packets)
    line.close()
    line.member("version", record.version)
    line.close()
    return line.bytes + [UInt8(ascii: "\n")]
  }

  private static func write(_ ending: ParticipantEnding, into line: inout LineWriter) {
    line.open()
    line.member("cause", ending.cause.rawValue)
    if let detail = ending.detail { line.member("detail", detail) }
    line.member("reason", ending.reason)
    line.member("status", ending.status)
    line.close()
  }

  private static func write(_ milestones: JoinMilestones, into line: inout LineWriter) {
    line.open()
    line.member("dtlsConnected", milestones.dtlsConnected)
    line.member("ended", milestones.ended)
    line.member("firstAudible", milestones.firstAudible)
    line.member("firstPacket", milestones.firstPacket)
    line.member("iceConnected", milestones.iceConnected)
    line.member("joinReceived", milestones.joinReceived)
    line.member("leaveReceived", milestones.leaveReceived)
    line.member("leaveSent", milestones.leaveSent)
    line.member("phoneJoined", milestones.phoneJoined)
    line.member("phoneLeft", milestones.phoneLeft)
    line.member("socketClosed", milestones.socketClosed)
    line.member("socketOpened", milestones.socketOpened)
    line.member("tokenAsked", milestones.tokenAsked)
    line.member("tokenReceived", milestones.tokenReceived)
    line.member("trackPublished", milestones.trackPublished)
    line.member("trackSubscribed", milestones.trackSubscribed)
    line.close()
  }

  /// A list whose elements have much in them; most are empty.
  private static func list(
    _ elements: [some Codable & Sendable], _ name: String, into line: inout LineWriter
  ) throws(DocumentError) {
    guard !elements.isEmpty else { return line.member(name, elements) { _, _ in } }
    // With its name, so that an error can say where it is; without the braces and the line feed.
    let member = try RunDocument.encodeLine([name: elements], file: RecordFile.standardName)
    line.member(member.dropFirst().dropLast(2))
  }
}

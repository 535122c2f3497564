package import Measurement

/// No audio of one call is heard in another: each probe that was heard clearly was sent in the listener's own room.
package struct CrosstalkCheck {
  /// Least peak of the matched filter over its surroundings for an identity to be believed.
  private static let soundConfidence = 5.0

  private var sentInRoom: [String: Set<UInt16>] = [:]
  private var result = RunChecks.Rule("no probe of one room is heard in another")

  /// What the records of a run show.
  package static func result(_ records: RunRecords) -> RunChecks.Rule {
    var check = CrosstalkCheck()
    for record in records.callers { check.add(sent: record.probesSent, in: record.roomName) }
    for record in records.participants { check.add(sent: record.probesSent, in: record.room) }
    for record in records.callers {
      check.examine(record.probesHeard, "\(record.caller) of call \(record.call)", in: record.roomName)
    }
    for record in records.participants {
      check.examine(record.probesHeard, "\(record.participant) of call \(record.call)", in: record.room)
    }
    return check.result
  }

  private mutating func add(sent probes: [SentProbe], in room: String) {
    sentInRoom[room, default: []].formUnion(probes.map(\.identity))
  }

  private mutating func examine(_ probes: [HeardProbe], _ listener: String, in room: String) {
    for probe in probes where probe.confidence >= CrosstalkCheck.soundConfidence {
      guard let identity = probe.identity else { continue }
      result.examine()
      if sentInRoom[room]?.contains(identity) != true {
        result.violated("\(listener), in \(room), heard probe \(identity), which nobody in \(room) sent")
      }
    }
  }
}

extension CallRecord {
  /// The room that it dialled, where rooms are named by what is dialled: the user part of the URI.
  var roomName: String {
    let user = dialled.drop { $0 != ":" }.dropFirst().prefix { $0 != "@" }
    return String(user)
  }
}

import Measurement

/// How far the callers came, stage by stage, and where they were lost.
struct FunnelSection {
  /// One stage.
  struct Stage: Equatable {
    var name: String
    var count: Int
    /// Whether a sound call may do without it.
    var isOptional = false
  }

  var stages: [Stage]
  /// The stages of the participants; none in a run of telephones only.
  var stays: [Stage] = []

  init(summary: RunSummary, records: RunRecords) {
    func reached(_ milestone: KeyPath<Milestones, Int64?>) -> Int {
      records.callers.count { $0.milestones[keyPath: milestone] != nil }
    }
    stages = [
      Stage(name: "planned", count: summary.planned),
      Stage(name: "started (INVITE sent)", count: summary.started),
      Stage(name: "100 Trying", count: reached(\.trying), isOptional: true),
      Stage(name: "18x ringing", count: reached(\.ringing), isOptional: true),
      Stage(name: "200 answered", count: summary.answered),
      Stage(name: "first RTP packet", count: reached(\.firstPacket)),
      Stage(name: "first audible sound", count: reached(\.firstAudible)),
      Stage(name: "ended as expected", count: summary.endedAsExpected),
    ]
    if let participants = summary.participants {
      stays = FunnelSection.stays(participants, records.participants)
    }
  }

  private static func stays(
    _ participants: RunSummary.Participants, _ records: [ParticipantRecord]
  ) -> [Stage] {
    func reached(_ milestone: KeyPath<JoinMilestones, Int64?>) -> Int {
      records.count { $0.milestones[keyPath: milestone] != nil }
    }
    return [
      Stage(name: "planned", count: participants.planned),
      Stage(name: "started (token asked)", count: participants.started),
      Stage(name: "token received", count: reached(\.tokenReceived)),
      Stage(name: "WebSocket open", count: reached(\.socketOpened)),
      Stage(name: "JoinResponse", count: reached(\.joinReceived)),
      Stage(name: "ICE connected", count: reached(\.iceConnected)),
      Stage(name: "DTLS done", count: reached(\.dtlsConnected)),
      Stage(name: "could take part", count: participants.joined),
      Stage(name: "first RTP packet", count: reached(\.firstPacket)),
      Stage(name: "first audible sound", count: reached(\.firstAudible)),
      Stage(name: "ended as expected", count: participants.endedAsExpected),
    ]
  }

  var section: PageSection {
    var section = PageSection(id: "funnel", title: "How far the callers came")
    section.absence = "no caller was planned."
    guard let planned = stages.first?.count, planned > 0 else { return sectionOfStays ?? section }
    section.lead = lead
    let callers = table(stages, of: planned, "callers")
    section.body = callers
    if let planned = stays.first?.count, planned > 0 {
      section.title = "How far the callers and participants came"
      section.body = "\(callers)<div class=\"next\">\(table(stays, of: planned, "participants"))</div>"
    }
    return section
  }

  /// The participants alone, where no caller was planned.
  private var sectionOfStays: PageSection? {
    guard let planned = stays.first?.count, planned > 0 else { return nil }
    var section = PageSection(id: "funnel", title: "How far the participants came")
    section.body = table(stays, of: planned, "participants")
    return section
  }

  private func table(_ stages: [Stage], of planned: Int, _ noun: String) -> Markup {
    var before = planned
    var rows = Markup()
    for stage in stages where !stage.isOptional || stage.count > 0 {
      rows += row(stage, of: planned, lost: stage.isOptional ? 0 : before - stage.count)
      if !stage.isOptional { before = stage.count }
    }
    return """
      <table class="funnel"><thead><tr><th scope="col">stage</th><th scope="col">share of planned</th>\
      <th scope="col" class="r">\(noun)</th><th scope="col" class="r">lost here</th></tr></thead><tbody>
      \(rows)</tbody></table>
      """
  }

  /// What optional stages mean; those that no caller saw have no row, and are named here.
  private var lead: Markup {
    let unseen = stages.filter { $0.isOptional && $0.count == 0 }.map(\.name)
    let absence = unseen.isEmpty ? "" : "No caller received \(unseen.joined(separator: " or "))"
    guard stages.contains(where: { $0.isOptional && $0.count > 0 }) else {
      return "\(absence); SIP does not ask for it."
    }
    let sentence = absence.isEmpty ? "" : " \(absence)."
    return "Grey stages are optional in SIP: a call without them is sound.\(sentence)"
  }

  private func row(_ stage: Stage, of planned: Int, lost: Int) -> Markup {
    let share = Double(stage.count) / Double(planned)
    let lostCell: Markup =
      lost > 0
      ? "<td class=\"r no\">✗ \(Quantity.count(lost))</td>"
      : "<td class=\"r thin\">\(stage.isOptional ? "optional" : "–")</td>"
    return """
      <tr><th scope="row">\(stage.name)</th><td><div class="meter\(stage.isOptional ? " optional" : "")" \
      style="width:\(min(max(share, 0), 1) * 100)%"></div></td>\
      <td class="r">\(Quantity.count(stage.count))</td>\(lostCell)</tr>

      """
  }
}

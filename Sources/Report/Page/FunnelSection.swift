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

  init(summary: RunSummary, records: [CallRecord]) {
    func reached(_ milestone: KeyPath<Milestones, Int64?>) -> Int {
      records.count { $0.milestones[keyPath: milestone] != nil }
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
  }

  var section: PageSection {
    var section = PageSection(id: "funnel", title: "How far the callers came")
    section.absence = "no caller was planned."
    guard let planned = stages.first?.count, planned > 0 else { return section }
    section.lead = lead
    var before = planned
    var rows = Markup()
    for stage in stages where !stage.isOptional || stage.count > 0 {
      rows += row(stage, of: planned, lost: stage.isOptional ? 0 : before - stage.count)
      if !stage.isOptional { before = stage.count }
    }
    section.body = """
      <table class="funnel"><thead><tr><th scope="col">stage</th><th scope="col">share of planned</th>\
      <th scope="col" class="r">callers</th><th scope="col" class="r">lost here</th></tr></thead><tbody>
      \(rows)</tbody></table>
      """
    return section
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

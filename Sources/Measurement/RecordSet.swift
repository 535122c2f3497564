/// The records of a run made fit for counting: of the layout we know, one for each caller, in one order.
struct RecordSet {
  /// One record for each caller, by call and role.
  private(set) var records: [CallRecord] = []
  /// Records left out because of their layout.
  private(set) var foreign = 0
  /// Records left out because an equal one is there.
  private(set) var repeated = 0
  /// Callers with records that differ; the one that was over first counts.
  private(set) var contradictions = 0

  init(_ all: [CallRecord]) {
    let readable = all.filter { $0.version == CallRecord.currentVersion }
    foreign = all.count - readable.count
    var contradicted: Set<[Int]> = []
    for record in readable.sorted(by: RecordSet.precedes) {
      guard let last = records.last, last.call == record.call, last.role == record.role else {
        records.append(record)
        continue
      }
      if record == last { repeated += 1 } else { contradicted.insert([record.call, record.role]) }
    }
    contradictions = contradicted.count
  }

  /// An order of records that does not depend on the order in which they are read.
  private static func precedes(_ a: CallRecord, _ b: CallRecord) -> Bool {
    if (a.call, a.role) != (b.call, b.role) { return (a.call, a.role) < (b.call, b.role) }
    let (endA, endB) = (a.milestones.ended ?? .max, b.milestones.ended ?? .max)
    let (inviteA, inviteB) = (a.milestones.inviteSent ?? .max, b.milestones.inviteSent ?? .max)
    return (endA, inviteA, a.planned, a.callID ?? "") < (endB, inviteB, b.planned, b.callID ?? "")
  }
}

/// The records of a run made fit for counting: of the layout we know, one for each person, in one order.
struct RecordSet {
  /// One record for each caller and participant, by call and role.
  private(set) var records = RunRecords()
  /// Records left out because of their layout.
  private(set) var foreign = 0
  /// Records left out because an equal one is there.
  private(set) var repeated = 0
  /// People with records that differ; the one that was over first counts.
  private(set) var contradictions = 0

  init(_ all: RunRecords) {
    records.callers = taken(all.callers.filter { $0.version == CallRecord.currentVersion })
    records.participants = taken(all.participants.filter { $0.version == ParticipantRecord.currentVersion })
    let readable = records.callers.count + records.participants.count + repeated + differing
    foreign = all.callers.count + all.participants.count - readable
  }

  /// Records left out because an earlier one of the same person differs.
  private var differing = 0

  private mutating func taken<Record: Ordered & Equatable>(_ readable: [Record]) -> [Record] {
    var taken: [Record] = []
    var contradicted: Set<[Int]> = []
    for record in readable.sorted(by: { $0.order < $1.order }) {
      guard let last = taken.last, last.call == record.call, last.role == record.role else {
        taken.append(record)
        continue
      }
      if record == last {
        repeated += 1
      } else {
        differing += 1
        contradicted.insert([record.call, record.role])
      }
    }
    contradictions += contradicted.count
    return taken
  }
}

/// A record with a place in an order that does not depend on the order in which records are read.
private protocol Ordered {
  var call: Int { get }
  var role: Int { get }
  /// When it was over, when it began, when it was to begin, and a name.
  var ages: (Int64, Int64, Int64, String) { get }
}

extension Ordered {
  fileprivate var order: Order { Order(place: (call, role), ages: ages) }
}

private struct Order: Comparable {
  var place: (Int, Int)
  var ages: (Int64, Int64, Int64, String)

  static func == (a: Order, b: Order) -> Bool { a.place == b.place && a.ages == b.ages }
  static func < (a: Order, b: Order) -> Bool { a.place == b.place ? a.ages < b.ages : a.place < b.place }
}

extension CallRecord: Ordered {
  fileprivate var ages: (Int64, Int64, Int64, String) {
    (milestones.ended ?? .max, milestones.inviteSent ?? .max, planned, callID ?? "")
  }
}

extension ParticipantRecord: Ordered {
  fileprivate var ages: (Int64, Int64, Int64, String) {
    (milestones.ended ?? .max, milestones.tokenAsked ?? .max, planned, identity)
  }
}

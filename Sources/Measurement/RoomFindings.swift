/// What the participants of a run show: their joins, their endings, and when they learnt of the phone's
/// hang-up. Calls are added one by one.
struct RoomFindings {
  /// Participants that began to join.
  private(set) var started = 0
  /// Of these, those that could take part.
  private(set) var joined = 0
  /// Of these, those whose stay ended as the scenario says.
  private(set) var endedAsExpected = 0
  /// Stays that did not end as expected, in words.
  private(set) var troubles: [String: Int] = [:]
  /// The values of each metric, nanoseconds.
  private(set) var delays: [Metric: [Int64]] = [:]

  /// Adds one simulated call with its hang-up tests.
  mutating func add(_ call: RunRecords, _ hangUps: [HangUpEvaluation]) {
    for record in call.participants {
      add(record)
      addDialToEar(record, call.callers)
      addHangUp(record, call.callers, hangUps)
    }
  }

  private mutating func add(_ record: ParticipantRecord) {
    if let trouble = record.trouble { troubles[trouble, default: 0] += 1 }
    guard let asked = record.milestones.tokenAsked else { return }
    started += 1
    if record.verdict == .asExpected { endedAsExpected += 1 }
    let milestones = record.milestones
    note(.joinToken, from: asked, to: milestones.tokenReceived)
    note(.joinSocket, from: asked, to: milestones.socketOpened)
    note(.joinResponse, from: asked, to: milestones.joinReceived)
    note(.joinIce, from: asked, to: milestones.iceConnected)
    note(.joinDtls, from: asked, to: milestones.dtlsConnected)
    note(.joinPublished, from: asked, to: milestones.trackPublished)
    if let origin = record.phoneOrigin {
      note(.joinSubscribed, from: origin, to: record.milestones.trackSubscribed)
      note(.joinFirstPacket, from: origin, to: record.milestones.firstPacket)
    }
    guard let ready = record.mediaReady else { return }
    joined += 1
    note(.joinTotal, from: record.planned, to: ready)
  }

  /// From the first INVITE of the room to its sound at the participant.
  private mutating func addDialToEar(_ record: ParticipantRecord, _ callers: [CallRecord]) {
    let invited = RoomFindings.callers(of: record, in: callers).compactMap(\.milestones.inviteSent).min()
    guard let invited else { return }
    note(.dialToEar, from: invited, to: record.milestones.firstAudible)
  }

  /// Due of the last of the room's callers → what the participant saw of it; only where all of them were
  /// hung up for silence.
  private mutating func addHangUp(
    _ record: ParticipantRecord, _ callers: [CallRecord], _ hangUps: [HangUpEvaluation]
  ) {
    let roles = Set(RoomFindings.callers(of: record, in: callers).map(\.role))
    let tests = hangUps.filter { roles.contains($0.role) }
    guard tests.count == roles.count, tests.allSatisfy(\.isHungUp), let due = tests.map(\.due).max() else {
      return
    }
    note(.hangupSeen, from: due, to: record.milestones.phoneLeft)
    if record.ending.cause == .roomEnded { note(.roomEnd, from: due, to: record.milestones.leaveReceived) }
  }

  private static func callers(of record: ParticipantRecord, in callers: [CallRecord]) -> [CallRecord] {
    let rooms = Set(callers.map(\.dialled))
    return callers.filter { record.shares(room: $0.dialled, of: rooms) }
  }

  private mutating func note(_ metric: Metric, from start: Int64, to end: Int64?) {
    if let end { delays[metric, default: []].append(end &- start) }
  }
}

extension HangUpEvaluation {
  /// Whether the BYE came at due or later, or within the tolerance before it.
  fileprivate var isHungUp: Bool { if case .hungUp = outcome { true } else { false } }
}

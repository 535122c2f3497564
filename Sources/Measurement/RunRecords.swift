/// All records of a run: those of its callers and those of its participants.
public struct RunRecords: Sendable, Equatable {
  /// Callers, in any order.
  public var callers: [CallRecord]
  /// Participants, in any order.
  public var participants: [ParticipantRecord]

  /// The records of a run; a run of telephones only has no participants.
  public init(callers: [CallRecord] = [], participants: [ParticipantRecord] = []) {
    self.callers = callers
    self.participants = participants
  }

  /// Whether there are none.
  public var isEmpty: Bool { callers.isEmpty && participants.isEmpty }

  /// The records by simulated call, in the order of the calls, within each in the order of the roles.
  package var calls: [RunRecords] {
    var calls: [Int: RunRecords] = [:]
    for caller in callers { calls[caller.call, default: RunRecords()].callers.append(caller) }
    for participant in participants {
      calls[participant.call, default: RunRecords()].participants.append(participant)
    }
    return calls.sorted { $0.key < $1.key }.map { _, call in
      RunRecords(
        callers: call.callers.sorted { $0.role < $1.role },
        participants: call.participants.sorted { $0.role < $1.role })
    }
  }

  /// Everybody in it as speakers and listeners, callers first.
  package var members: [CallMember] { callers.map(CallMember.init) + participants.map(CallMember.init) }
}

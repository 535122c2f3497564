import Measurement

extension ExampleRun {
  /// Three rooms of two participants, without callers.
  static let roomsAlone = ExampleRun(roomsAlone: 3)

  /// A run of `calls` calls without callers: the agent of each call and, in the caller's place, a second participant.
  init(roomsAlone calls: Int) {
    self.init(room: calls)
    let (alices, agents) = (records.filter { $0.role == 0 }, participants)
    participants = zip(agents, alices).flatMap { agent, alice in
      var ada = agent
      ada.participant = "ada"
      ada.role = 0
      ada.identity = "ada-\(agent.call)"
      ada.probesSent = alice.probesSent
      ada.probesHeard = alice.probesHeard.filter { ($0.identity ?? 0) >> 3 & 3 == 2 }
      return [ada, agent].map(ExampleRun.withoutPhones)
    }
    records = []
    header.plannedCallers = 0
    header.plannedParticipants = calls * 2
    header.thresholds = ["participants_joined.rate == 100 %", "wire_to_wire_room_to_room.p95 < 60 ms"]
    health.planned = 0
    health.started = 0
    for place in health.samples.indices { count(in: &health.samples[place]) }
  }

  private static func withoutPhones(_ record: ParticipantRecord) -> ParticipantRecord {
    var record = record
    record.expected = .leave
    record.ending = ParticipantEnding(cause: .scriptLeave)
    record.milestones.phoneJoined = nil
    record.milestones.trackSubscribed = nil
    record.milestones.phoneLeft = nil
    record.milestones.leaveSent = record.milestones.leaveReceived
    record.milestones.leaveReceived = nil
    return record
  }

  /// Counts the participants, and nobody else, at the instant of a sample.
  private func count(in sample: inout RunHealth.Sample) {
    func reached(_ milestone: KeyPath<JoinMilestones, Int64?>) -> Int {
      participants.count { ($0.milestones[keyPath: milestone] ?? .max) <= sample.at }
    }
    let (joined, ended) = (reached(\.dtlsConnected), reached(\.ended))
    sample.planned = 0
    sample.started = 0
    sample.answered = 0
    sample.ended = 0
    sample.active = 0
    sample.participants = joined - ended
    sample.stays = RunHealth.Stays(
      planned: participants.count { $0.planned <= sample.at }, joined: joined, ended: ended)
  }
}

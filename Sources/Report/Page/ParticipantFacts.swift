import Measurement

/// One participant's record together with what its call's records say about it.
struct ParticipantFacts {
  /// What the participant did and saw.
  var record: ParticipantRecord
  /// Probes of others of the same call, heard by this participant.
  var mouthToEar: [ProbeTrip] = []

  /// A stage of its join after the start, nanoseconds.
  func sinceStart(_ milestone: KeyPath<JoinMilestones, Int64?>) -> Int64? {
    guard let asked = record.milestones.tokenAsked, let at = record.milestones[keyPath: milestone] else {
      return nil
    }
    return at &- asked
  }

  /// Planned instant to being able to take part, nanoseconds.
  var joinTotal: Int64? { record.mediaReady.map { $0 &- record.planned } }

  /// From being able to take part to the end of the stay, nanoseconds.
  var length: Int64? {
    guard let ready = record.mediaReady, let end = record.mediaEnd else { return nil }
    return end &- ready
  }

  /// Packets lost and expected over all received streams.
  var lost: (packets: Int, expected: Int) {
    record.received.reduce((0, 0)) { ($0.0 &+ $1.lost, $0.1 &+ $1.expected) }
  }
}

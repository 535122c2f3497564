/// What one simulated participant of a room did and saw: one line of `records.jsonl`, written once it is
/// done.
///
/// As in a `CallRecord` every instant is in nanoseconds since the start of the run, on the same clock, and
/// nothing is derived from another record.
public struct ParticipantRecord: Codable, Sendable, Equatable {
  /// The layout of this record; readers refuse others.
  public static let currentVersion = 1

  /// What tells a participant's line from a caller's, which has no `kind`.
  public enum Kind: String, Codable, Sendable { case participant }

  /// Whose record it is.
  public var kind = Kind.participant
  /// The layout this record was written in.
  public var version = ParticipantRecord.currentVersion
  /// Number of the simulated call in the plan, from 0; it shares it with the callers of that call.
  public var call: Int
  /// The participant's role in the scenario, as in `agent`.
  public var participant: String
  /// The participant's place among the people of the call, 0...3: callers come first. With `call` it makes
  /// the identity in its probes.
  public var role: Int
  /// The identity in its token.
  public var identity: String
  /// The room it joined.
  public var room: String
  /// When it was to begin to join by the plan.
  public var planned: Int64
  /// How the scenario says that this stay must end.
  public var expected: ExpectedLeave
  /// Whether it was to publish a track.
  public var publishes: Bool
  /// Look-ahead of the encoder of its published track, nanoseconds: what it hears itself say leaves that
  /// much later. Taken out of `wire to wire`, in which the bridge alone counts; a term of `mouth to ear`.
  public var codecDelay: Int64 = 0
  /// The milestones that happened.
  public var milestones = JoinMilestones()
  /// How the stay ended.
  public var ending: ParticipantEnding
  /// What was sent that counts as activity, in order.
  public var activity: [ActivitySegment] = []
  /// Changes of the mute of its track, in order.
  public var mutes: [MuteRecord] = []
  /// The probes sent, in order; answers say what they answer.
  public var probesSent: [SentProbe] = []
  /// The probes heard, in order, those of foreign calls too.
  public var probesHeard: [HeardProbe] = []
  /// The RTP stream sent.
  public var sent = SentStream()
  /// The RTP streams received, one for each SSRC, in order of appearance.
  public var received: [ReceivedStream] = []
  /// The signalling messages, in order.
  public var ladder: [LadderEntry] = []

  /// Starts the record of a participant that has done nothing yet.
  public init(
    call: Int, participant: String, role: Int, identity: String, room: String, planned: Int64,
    expected: ExpectedLeave, publishes: Bool,
    ending: ParticipantEnding = ParticipantEnding(cause: .unfinished)
  ) {
    self.call = call
    self.participant = participant
    self.role = role
    self.identity = identity
    self.room = room
    self.planned = planned
    self.expected = expected
    self.publishes = publishes
    self.ending = ending
  }
}

/// What one simulated caller did and saw: one line of `records.jsonl`, written once the caller is done.
///
/// Every instant is in nanoseconds since the start of the run, on the run's one monotonic clock. Nothing in a
/// record is derived from another record, so that every report stays a pure function of records.
public struct CallRecord: Codable, Sendable, Equatable {
  /// The layout of this record; readers refuse others.
  public static let currentVersion = 1

  /// The layout this record was written in.
  public var version = CallRecord.currentVersion
  /// Number of the simulated call in the plan, from 0. Callers of one call meet in one room and share it.
  public var call: Int
  /// The caller's role in the scenario, as in `alice`.
  public var caller: String
  /// The caller's place among the scenario's callers, from 0; with `call` it makes the identity in its
  /// probes.
  public var role: Int
  /// SIP Call-ID, once an INVITE was sent.
  public var callID: String?
  /// The dialled SIP URI.
  public var dialled: String
  /// When the INVITE was to leave by the plan.
  public var planned: Int64
  /// How the scenario says that this call must end.
  public var expected: ExpectedEnding
  /// Silence after which the bridge is to hang up, in nanoseconds; `nil` when the scenario does not test it.
  public var silenceThreshold: Int64?
  /// The signalling and media milestones that happened.
  public var milestones = Milestones()
  /// How the call ended.
  public var ending: Ending
  /// What was sent that counts as activity, in order.
  public var activity: [ActivitySegment] = []
  /// The probes sent, in order.
  public var probesSent: [SentProbe] = []
  /// The probes heard, in order, those of foreign calls too.
  public var probesHeard: [HeardProbe] = []
  /// The RTP stream sent.
  public var sent = SentStream()
  /// The RTP streams received, one for each SSRC, in order of appearance.
  public var received: [ReceivedStream] = []
  /// The SIP messages of the call, in order.
  public var ladder: [LadderEntry] = []

  /// Starts the record of a caller that has done nothing yet.
  public init(
    call: Int, caller: String, role: Int, dialled: String, planned: Int64, expected: ExpectedEnding,
    silenceThreshold: Int64?, ending: Ending = Ending(cause: .unfinished)
  ) {
    self.call = call
    self.caller = caller
    self.role = role
    self.dialled = dialled
    self.planned = planned
    self.expected = expected
    self.silenceThreshold = silenceThreshold
    self.ending = ending
  }
}

/// What `/api/call/status` shows: the calls and rooms of this moment.
public struct BridgeSnapshot: Codable, Sendable, Equatable {
  /// One call.
  public struct Call: Codable, Sendable, Equatable {
    public var callId: String
    public var room: String
    public var trunk: String
    public var from: String
    public var to: String
    /// `connecting`, `active`, `held` or `ending`.
    public var state: String
    /// Time since the answer, seconds.
    public var durationSeconds: Double?
    /// How long nobody has spoken, seconds.
    public var silentSeconds: Double?
    /// Time until the auto-hangup if nobody speaks, seconds.
    public var hangupInSeconds: Double?
    /// Callers and participants in its room.
    public var participants: Int
    /// Negotiated codec.
    public var codec: String?
    public var packetsReceived: Int
    public var packetsLost: Int
    public var packetsSent: Int
    /// Interarrival jitter of the caller's audio, milliseconds (RFC 3550 §6.4.1).
    public var jitterMilliseconds: Double
  }

  /// One participant of a room; callers are not among them.
  public struct Participant: Codable, Sendable, Equatable {
    public var identity: String
    public var sid: String
    public var room: String
    /// `joining` until its transport is up, then `active`.
    public var state: String
    /// Time since it joined, seconds.
    public var durationSeconds: Double
    /// Tracks it publishes, and those of them that are muted.
    public var published: Int
    public var muted: Int
    /// Tracks it hears.
    public var subscribed: Int
    public var packetsReceived: Int
    public var packetsSent: Int
  }

  /// Calls that are up or coming up.
  public var calls: [Call]
  /// Participants of rooms, in the order in which they joined.
  public var participants: [Participant]
  /// Names of the rooms with somebody in them.
  public var rooms: [String]
  /// Calls answered since the start.
  public var answered: Int
  /// Calls refused since the start.
  public var refused: Int
  /// Calls ended since the start, by cause.
  public var ended: [String: Int]
  /// Participants admitted and refused since the start.
  public var participantsJoined: Int
  public var participantsRefused: Int
  /// Datagrams on the room port that belonged to nobody, since the start.
  public var strayDatagrams: Int
  /// Audio ports left.
  public var freePorts: Int
}

/// The instants of one participant's milestones, in nanoseconds since the start of the run; `nil` for what
/// never happened.
public struct JoinMilestones: Codable, Sendable, Equatable {
  /// Just before the request for an access token was sent; whoever signs its own token notes both instants
  /// of the token when it begins.
  public var tokenAsked: Int64?
  /// The access token is there.
  public var tokenReceived: Int64?
  /// The WebSocket of the signalling is open: the upgrade was answered.
  public var socketOpened: Int64?
  /// The JoinResponse was received.
  public var joinReceived: Int64?
  /// ICE has a pair that works.
  public var iceConnected: Int64?
  /// DTLS is done and both sides have their keys: the transport is up.
  public var dtlsConnected: Int64?
  /// The server said that our own track is published.
  public var trackPublished: Int64?
  /// The exchange of descriptions that gives us the phone's track is done: the track is announced, and its
  /// packets would be understood.
  public var trackSubscribed: Int64?
  /// First RTP packet received.
  public var firstPacket: Int64?
  /// First received packet that holds audible sound of the phone.
  public var firstAudible: Int64?
  /// A SIP participant was seen in the room.
  public var phoneJoined: Int64?
  /// The last SIP participant was seen to be disconnected.
  public var phoneLeft: Int64?
  /// The server's leave was received: removed, or the room is closed.
  public var leaveReceived: Int64?
  /// Just before our own leave was sent.
  public var leaveSent: Int64?
  /// The WebSocket was closed, by either side.
  public var socketClosed: Int64?
  /// The participant was done with the room.
  public var ended: Int64?

  /// Nothing happened yet.
  public init() {}
}

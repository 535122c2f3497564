public import RoomMessages

/// What a client asks for in the URL with which it opens its signalling connection.
public struct JoinPetition: Hashable, Sendable {
  /// A connection that was lost and shall go on.
  public struct Resumption: Hashable, Sendable {
    /// Whose connection it was; never empty.
    public var participantSid: String
    /// Why it was lost.
    public var reason: Livekit_ReconnectReason
    /// What the client still has, in clients that say so at once.
    public var state: Livekit_SyncState?

    /// Makes the wish to go on as `participantSid`.
    public init(
      participantSid: String, reason: Livekit_ReconnectReason = .rrUnknown, state: Livekit_SyncState? = nil
    ) {
      self.participantSid = participantSid
      self.reason = reason
      self.state = state
    }
  }

  /// The longest query value `join_request` that is looked at, in bytes.
  public static let longestQueryValue = 262_144
  /// The longest unpacked JoinRequest, in bytes.
  public static let longestMessage = 1_048_576

  /// The client's software, machine and protocol version.
  public var client: Livekit_ClientInfo
  /// Subscribe to every track, without being asked for each.
  public var autoSubscribe: Bool
  /// The client pauses tracks that it does not play.
  public var adaptiveStream = false
  /// One peer connection for both directions, offered by the client; otherwise one for each direction.
  public var isSinglePeerConnection: Bool
  /// The offer that need not be sent again after joining.
  public var publisherOffer: Livekit_SessionDescription?
  /// Tracks to publish, announced ahead of `publisherOffer`.
  public var addTrackRequests: [Livekit_AddTrackRequest] = []
  /// Set when the client was here before.
  public var resumption: Resumption?
  /// To be added to the token's attributes.
  public var attributes: [String: String] = [:]
  /// To replace the token's metadata; empty: keep them.
  public var metadata = ""

  /// Makes the wish to join anew.
  public init(client: Livekit_ClientInfo, autoSubscribe: Bool, isSinglePeerConnection: Bool) {
    self.client = client
    self.autoSubscribe = autoSubscribe
    self.isSinglePeerConnection = isSinglePeerConnection
  }
}

public import RoomMessages

/// Who the bearer of an access token is and what it may do.
public struct TokenGrants: Hashable, Sendable {
  /// Claim `sub`: names one participant of a room. Empty in tokens for the room service alone.
  public var identity: String
  /// Claim `name`: for people to read.
  public var name = ""
  /// Claim `kind`; a kind that is not known is `standard`.
  public var kind = Livekit_ParticipantInfo.Kind.standard
  /// Claim `metadata`: handed to the other participants as it is.
  public var metadata = ""
  /// Claim `attributes`: handed to the other participants as they are.
  public var attributes: [String: String] = [:]

  /// The room that may be joined or administered. Empty: none.
  public var room: String
  /// May join `room`.
  public var roomJoin = false
  /// May create and delete rooms.
  public var roomCreate = false
  /// May list rooms.
  public var roomList = false
  /// May administer `room`.
  public var roomAdmin = false
  /// May publish tracks; `nil` is yes.
  public var canPublish: Bool?
  /// May subscribe to tracks; `nil` is yes.
  public var canSubscribe: Bool?
  /// May send data; `nil` is what `canPublish` says.
  public var canPublishData: Bool?
  /// May change its own name, metadata and attributes; `nil` is no.
  public var canUpdateOwnMetadata: Bool?
  /// The sources it may publish; empty: every source. A source that is not known is `unknown`.
  public var canPublishSources: [Livekit_TrackSource] = []
  /// The other participants do not see it.
  public var hidden = false

  /// Makes grants that allow nothing yet.
  public init(identity: String = "", room: String = "") {
    self.identity = identity
    self.room = room
  }

  /// The same as other participants see it, the defaults filled in.
  public var permission: Livekit_ParticipantPermission {
    var permission = Livekit_ParticipantPermission()
    permission.canSubscribe = canSubscribe ?? true
    permission.canPublish = canPublish ?? true
    permission.canPublishData = canPublishData ?? permission.canPublish
    permission.canPublishSources = canPublishSources
    permission.canUpdateMetadata = canUpdateOwnMetadata ?? false
    permission.hidden = hidden
    return permission
  }
}

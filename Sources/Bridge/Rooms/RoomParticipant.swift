import Connectivity
import RTP
import RoomLeg
import RoomMessages
import Rooms
import SDP
import SansIO

/// A participant that joined by signalling: a browser, an agent, any LiveKit client.
final class RoomParticipant {
  /// Where it stands.
  enum Stage: Equatable {
    /// It has its join response; its transport is not up. Next: active, gone.
    case joined
    /// Its transport is up. Next: gone.
    case active
    /// It left or was sent away.
    case gone
  }

  /// A track that was announced and has no section yet.
  struct Announcement {
    var cid: String
    var sid: String
    var info: Livekit_TrackInfo
  }

  /// The most tracks one participant may have announced or published.
  static let mostTracks = 8

  /// The signalling connection.
  let connection: UInt64
  let room: Room
  let sid: String
  let identity: String
  let permission: Livekit_ParticipantPermission
  let autoSubscribe: Bool
  let joinedAt: Instant
  var name: String
  var metadata: String
  var attributes: [String: String]
  var stage = Stage.joined
  var version: UInt32 = 0
  /// Its transport; made with its first offer.
  var transport: RoomTransport?
  /// Addresses that its checks came from: media from them is its.
  var addresses: Set<TransportAddress> = []
  /// The ICE credentials of its last offer.
  var remoteCredentials: ICECredentials?
  /// Id of our session in SDP, and how many answers it had.
  let sessionID: UInt64
  var answers = 0
  /// The tracks that the last answer carried, by section.
  var carried: [String: String] = [:]
  /// What it offered last.
  var offer: WebDescription?
  var announcements: [Announcement] = []
  /// What it publishes, by the sections that carry them.
  var published: [PublishedTrack] = []
  /// What it hears, in the order in which it came.
  var subscriptions: [Subscription] = []
  /// Tracks it does not want, though it subscribes to all by default.
  var unwanted: Set<String> = []
  /// Tracks it asked for, where it does not subscribe to all by default.
  var wanted: Set<String> = []
  /// Sections asked for by `media_sections_requirement` and not offered yet.
  var isAwaitingOffer = false
  /// Subscriptions made in this stay.
  var subscriptionsMade = 0
  /// Offers in a row that brought no subscription.
  var offersInVain = 0
  var reports: ReportSchedule
  /// The source of reports when it hears nobody.
  let reporterSSRC: UInt32

  init(
    connection: UInt64, room: Room, sid: String, petition: JoinPetition, grants: TokenGrants,
    reports: ReportSchedule, reporterSSRC: UInt32, sessionID: UInt64, at now: Instant
  ) {
    self.connection = connection
    self.room = room
    self.sid = sid
    permission = grants.permission
    self.reports = reports
    self.reporterSSRC = reporterSSRC
    self.sessionID = sessionID
    identity = grants.identity
    name = grants.name
    metadata = grants.metadata
    attributes = grants.attributes
    if grants.canUpdateOwnMetadata == true {
      if !petition.metadata.isEmpty { metadata = petition.metadata }
      attributes.merge(petition.attributes) { $1 }
    }
    autoSubscribe = petition.autoSubscribe
    joinedAt = now
  }

  /// Whether it wants to hear `track`.
  func wants(_ track: RoomTrack) -> Bool {
    guard permission.canSubscribe, track.ownerSid != sid else { return false }
    return autoSubscribe ? !unwanted.contains(track.sid) : wanted.contains(track.sid)
  }

  func subscription(to track: RoomTrack) -> Subscription? { subscriptions.first { $0.track === track } }
}

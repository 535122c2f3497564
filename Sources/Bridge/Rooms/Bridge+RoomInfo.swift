import RoomMessages
import Rooms
import SansIO

/// What participants are told of the room and of each other.
extension Bridge {
  /// Wall-clock time of `now`, milliseconds since 1970.
  func unixMilliseconds(at now: Instant) -> Int64 {
    settings.epoch + now.nanoseconds / 1_000_000
  }

  func joinResponse(_ participant: RoomParticipant, at now: Instant) -> [UInt8] {
    var join = Livekit_JoinResponse()
    join.room = info(participant.room)
    join.participant = info(participant)
    join.otherParticipants =
      participant.room.calls.compactMap { call in call.presence.map(info) }
      + participant.room.participants.filter { $0 !== participant && !$0.permission.hidden }.map(info)
    join.pingInterval = 5
    join.pingTimeout = 15
    join.serverVersion = Bridge.version
    join.serverInfo.version = Bridge.version
    join.serverInfo.protocol = 16
    var opus = Livekit_Codec()
    opus.mime = "audio/opus"
    join.enabledPublishCodecs = [opus]
    join.fastPublish = true
    return Signals.response(.join(join))
  }

  /// Version told to clients, which insist on one.
  static let version = "0.2.0"

  func info(_ room: Room) -> Livekit_Room {
    var info = Livekit_Room()
    info.sid = room.sid
    info.name = room.name
    info.emptyTimeout = UInt32(room.emptyTimeout / .seconds(1))
    let created = unixMilliseconds(at: room.createdAt)
    info.creationTime = created / 1000
    info.creationTimeMs = created
    info.metadata = room.metadata
    info.numParticipants = UInt32(room.population)
    info.numPublishers = UInt32(room.calls.count + room.participants.count { !$0.published.isEmpty })
    var opus = Livekit_Codec()
    opus.mime = "audio/opus"
    info.enabledCodecs = [opus]
    return info
  }

  func info(_ participant: RoomParticipant) -> Livekit_ParticipantInfo {
    var info = Livekit_ParticipantInfo()
    info.sid = participant.sid
    info.identity = participant.identity
    info.name = participant.name
    info.metadata = participant.metadata
    info.attributes = participant.attributes
    info.state = participant.stage == .active ? .active : .joined
    info.tracks = participant.published.map(\.track.info)
    let joined = unixMilliseconds(at: participant.joinedAt)
    info.joinedAt = joined / 1000
    info.joinedAtMs = joined
    info.version = participant.version
    info.isPublisher = !participant.published.isEmpty
    info.permission = participant.permission
    return info
  }

  func info(_ presence: PhonePresence) -> Livekit_ParticipantInfo {
    var info = Livekit_ParticipantInfo()
    info.sid = presence.sid
    info.identity = presence.identity
    info.name = presence.name
    info.attributes = presence.attributes
    info.state = .active
    info.kind = .sip
    info.tracks = [presence.track.info]
    let joined = unixMilliseconds(at: presence.joinedAt)
    info.joinedAt = joined / 1000
    info.joinedAtMs = joined
    info.version = presence.version
    info.isPublisher = true
    info.permission.canSubscribe = true
    info.permission.canPublish = true
    return info
  }
}

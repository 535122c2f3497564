import RoomMessages
import Rooms

/// The signalling messages that the bridge sends, as bytes of one WebSocket frame each.
enum Signals {
  static func response(_ message: Livekit_SignalResponse.OneOf_Message) -> [UInt8] {
    var response = Livekit_SignalResponse()
    response.message = message
    return SignalCodec.encode(response)
  }

  static func leave(_ reason: Livekit_DisconnectReason, action: Livekit_LeaveRequest.Action) -> [UInt8] {
    var leave = Livekit_LeaveRequest()
    leave.reason = reason
    leave.action = action
    leave.canReconnect = action != .disconnect
    return response(.leave(leave))
  }

  static func update(_ participants: [Livekit_ParticipantInfo]) -> [UInt8] {
    var update = Livekit_ParticipantUpdate()
    update.participants = participants
    return response(.update(update))
  }

  static func answer(_ sdp: String, id: UInt32, tracks: [String: String]) -> [UInt8] {
    var answer = Livekit_SessionDescription()
    answer.type = "answer"
    answer.sdp = sdp
    answer.id = id
    answer.midToTrackID = tracks
    return response(.answer(answer))
  }

  static func published(cid: String, _ info: Livekit_TrackInfo) -> [UInt8] {
    var published = Livekit_TrackPublishedResponse()
    published.cid = cid
    published.track = info
    return response(.trackPublished(published))
  }

  static func unpublished(_ sid: String) -> [UInt8] {
    var unpublished = Livekit_TrackUnpublishedResponse()
    unpublished.trackSid = sid
    return response(.trackUnpublished(unpublished))
  }

  static func subscribed(_ sid: String) -> [UInt8] {
    var subscribed = Livekit_TrackSubscribed()
    subscribed.trackSid = sid
    return response(.trackSubscribed(subscribed))
  }

  static func mute(_ sid: String, _ muted: Bool) -> [UInt8] {
    var mute = Livekit_MuteTrackRequest()
    mute.sid = sid
    mute.muted = muted
    return response(.mute(mute))
  }

  /// Asks for an offer with `audios` further receiving sections.
  static func sections(audios: Int) -> [UInt8] {
    var requirement = Livekit_MediaSectionsRequirement()
    requirement.numAudios = UInt32(audios)
    return response(.mediaSectionsRequirement(requirement))
  }

  static func refusal(_ reason: Livekit_RequestResponse.Reason, _ words: String) -> [UInt8] {
    var refusal = Livekit_RequestResponse()
    refusal.reason = reason
    refusal.message = words
    return response(.requestResponse(refusal))
  }

  /// A disconnect reason as a word for the log.
  static func word(_ reason: Livekit_DisconnectReason) -> String {
    switch reason {
    case .clientInitiated: "left"
    case .duplicateIdentity: "duplicate-identity"
    case .serverShutdown: "shutdown"
    case .participantRemoved: "removed"
    case .roomDeleted: "room-deleted"
    case .joinFailure: "never-connected"
    case .signalClose: "signalling-closed"
    case .roomClosed: "room-closed"
    case .connectionTimeout: "connection-lost"
    case .mediaFailure: "media-failure"
    default: "reason-\(reason.rawValue)"
    }
  }
}

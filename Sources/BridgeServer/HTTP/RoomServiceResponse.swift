package import RoomMessages
import Rooms

/// What the room service responds; the case must be that of the request.
package enum RoomServiceResponse: Sendable {
  /// To `createRoom`.
  case room(Livekit_Room)
  /// To `listRooms`.
  case rooms(Livekit_ListRoomsResponse)
  /// To `deleteRoom`.
  case roomDeleted
  /// To `listParticipants`.
  case participants(Livekit_ListParticipantsResponse)
  /// To `getParticipant`.
  case participant(Livekit_ParticipantInfo)
  /// To `removeParticipant`.
  case participantRemoved
  /// To `mutePublishedTrack`.
  case track(Livekit_MuteRoomTrackResponse)

  /// The body, written as `content` says.
  func body(_ content: TwirpContent) -> [UInt8] {
    switch self {
    case .room(let room): content.encode(room)
    case .rooms(let rooms): content.encode(rooms)
    case .roomDeleted: content.encode(Livekit_DeleteRoomResponse())
    case .participants(let participants): content.encode(participants)
    case .participant(let participant): content.encode(participant)
    case .participantRemoved: content.encode(Livekit_RemoveParticipantResponse())
    case .track(let track): content.encode(track)
    }
  }
}

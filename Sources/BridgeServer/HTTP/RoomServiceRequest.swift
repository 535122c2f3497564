package import RoomMessages

/// A call of the room service whose token allows it.
package enum RoomServiceRequest: Sendable {
  case createRoom(Livekit_CreateRoomRequest)
  case listRooms(Livekit_ListRoomsRequest)
  case deleteRoom(Livekit_DeleteRoomRequest)
  case listParticipants(Livekit_ListParticipantsRequest)
  case getParticipant(Livekit_RoomParticipantIdentity)
  case removeParticipant(Livekit_RoomParticipantIdentity)
  case mutePublishedTrack(Livekit_MuteRoomTrackRequest)
}

import RoomMessages
import Rooms

extension RoomServiceRequest {
  /// Reads the body of a call of `method`.
  init(method: String, _ body: [UInt8], _ content: TwirpContent) throws(TwirpError) {
    switch method {
    case "CreateRoom": self = try .createRoom(content.decode(Livekit_CreateRoomRequest.self, from: body))
    case "ListRooms": self = try .listRooms(content.decode(Livekit_ListRoomsRequest.self, from: body))
    case "DeleteRoom": self = try .deleteRoom(content.decode(Livekit_DeleteRoomRequest.self, from: body))
    case "ListParticipants":
      self = try .listParticipants(content.decode(Livekit_ListParticipantsRequest.self, from: body))
    case "GetParticipant":
      self = try .getParticipant(content.decode(Livekit_RoomParticipantIdentity.self, from: body))
    case "RemoveParticipant":
      self = try .removeParticipant(content.decode(Livekit_RoomParticipantIdentity.self, from: body))
    case "MutePublishedTrack":
      self = try .mutePublishedTrack(content.decode(Livekit_MuteRoomTrackRequest.self, from: body))
    default: throw TwirpError(.badRoute, "livekit.RoomService has no method \(method.prefix(60)) here")
    }
  }

  /// Whether `grants` allow the call and its names are there.
  func check(_ grants: TokenGrants) throws(TwirpError) {
    switch self {
    case .createRoom(let request):
      try require(grants.roomCreate, "roomCreate")
      try name(request.name, "name")
    case .deleteRoom(let request):
      try require(grants.roomCreate, "roomCreate")
      try name(request.room, "room")
    case .listRooms: try require(grants.roomList, "roomList")
    case .listParticipants(let request): try administer(request.room, grants)
    case .getParticipant(let request), .removeParticipant(let request):
      try administer(request.room, grants)
      try name(request.identity, "identity")
    case .mutePublishedTrack(let request):
      try administer(request.room, grants)
      try name(request.identity, "identity")
      try name(request.trackSid, "track_sid")
    }
  }

  private func administer(_ room: String, _ grants: TokenGrants) throws(TwirpError) {
    try require(grants.roomAdmin && grants.room == room, "roomAdmin for this room")
    try name(room, "room")
  }

  private func require(_ isGranted: Bool, _ grant: String) throws(TwirpError) {
    guard isGranted else {
      throw TwirpError(.unauthenticated, "permissions denied: the token needs \(grant)")
    }
  }

  private func name(_ text: String, _ field: String) throws(TwirpError) {
    guard !text.isEmpty, text.utf8.count <= RoomAccess.longestName else {
      throw TwirpError(
        .invalidArgument,
        "\(field) has \(text.utf8.count) bytes; 1 to \(RoomAccess.longestName) are needed")
    }
  }
}

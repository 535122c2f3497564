import Bridge
import RoomMessages
import Rooms
import SansIO

extension BridgeService: SignalGate {}

/// The room service, carried out by the bridge on its own thread.
extension BridgeService: RoomService {
  func call(_ request: RoomServiceRequest) async -> Result<RoomServiceResponse, TwirpError> {
    let answer = await ask { bridge, now in BridgeService.carryOut(request, bridge, at: now) }
    return answer ?? .failure(TwirpError(.unavailable, "the bridge does not answer"))
  }

  private static func carryOut(
    _ request: RoomServiceRequest, _ bridge: Bridge, at now: Instant
  ) -> Result<RoomServiceResponse, TwirpError> {
    switch request {
    case .createRoom(let request): return .success(.room(bridge.createRoom(request, at: now)))
    case .listRooms(let request):
      var response = Livekit_ListRoomsResponse()
      response.rooms = bridge.listRooms(request.names)
      return .success(.rooms(response))
    case .deleteRoom(let request):
      return bridge.deleteRoom(request.room, at: now)
        ? .success(.roomDeleted) : missing("room \(request.room) does not exist")
    case .listParticipants(let request):
      var response = Livekit_ListParticipantsResponse()
      response.participants = bridge.listParticipants(in: request.room) ?? []
      return .success(.participants(response))
    case .getParticipant(let request):
      let found = bridge.listParticipants(in: request.room)?.first { $0.identity == request.identity }
      return found.map { .success(.participant($0)) } ?? nobody(request.identity, request.room)
    case .removeParticipant(let request):
      return bridge.removeParticipant(request.identity, from: request.room, at: now)
        ? .success(.participantRemoved) : nobody(request.identity, request.room)
    case .mutePublishedTrack(let request):
      let track = bridge.muteTrack(
        request.trackSid, of: request.identity, in: request.room, muted: request.muted, at: now)
      guard let track else {
        return missing("\(request.identity) in room \(request.room) has no track \(request.trackSid)")
      }
      var response = Livekit_MuteRoomTrackResponse()
      response.track = track
      return .success(.track(response))
    }
  }

  private static func nobody(_ identity: String, _ room: String) -> Result<RoomServiceResponse, TwirpError> {
    missing("room \(room) has no participant \(identity)")
  }

  private static func missing(_ words: String) -> Result<RoomServiceResponse, TwirpError> {
    .failure(TwirpError(.notFound, words))
  }
}

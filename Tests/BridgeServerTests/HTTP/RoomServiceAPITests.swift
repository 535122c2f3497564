import BridgeServer
import Foundation
import LiveWorld
import RoomMessages
import Rooms
import Testing

@Suite struct RoomServiceAPITests {
  private static let keys = RoomKeys()
  private static let json = "Content-Type: application/json"

  /// Knows the room "lobby" with "ann" in it.
  private struct FakeRooms: RoomService {
    func call(_ request: RoomServiceRequest) async -> Result<RoomServiceResponse, TwirpError> {
      var room = Livekit_Room()
      room.sid = "RM_1"
      room.name = "lobby"
      var ann = Livekit_ParticipantInfo()
      ann.identity = "ann"
      switch request {
      case .createRoom(let asked):
        room.name = asked.name
        room.emptyTimeout = asked.emptyTimeout
        return .success(.room(room))
      case .listRooms:
        var rooms = Livekit_ListRoomsResponse()
        rooms.rooms = [room]
        return .success(.rooms(rooms))
      case .deleteRoom: return .success(.roomDeleted)
      case .listParticipants:
        var list = Livekit_ListParticipantsResponse()
        list.participants = [ann]
        return .success(.participants(list))
      case .getParticipant(let asked):
        return asked.identity == "ann"
          ? .success(.participant(ann)) : .failure(TwirpError(.notFound, "no participant \(asked.identity)"))
      case .removeParticipant: return .success(.participantRemoved)
      case .mutePublishedTrack(let asked):
        var answer = Livekit_MuteRoomTrackResponse()
        answer.track.sid = asked.trackSid
        answer.track.muted = asked.muted
        return .success(.track(answer))
      }
    }
  }

  private static func bearer(_ change: (inout TokenGrants) -> Void) -> String {
    var grants = TokenGrants()
    change(&grants)
    let token = AccessToken.sign(
      grants, key: keys.key, secret: keys.secret, issuedAt: WallClock.now() / 1_000_000_000, lifetime: 600)
    return "Authorization: Bearer \(token)"
  }

  private static let creator = bearer { $0.roomCreate = true }
  private static let lister = bearer { $0.roomList = true }
  private static let admin = bearer {
    $0.roomAdmin = true
    $0.room = "lobby"
  }

  private func served(_ body: @escaping @Sendable (RawConnection) throws -> Void) async throws {
    let api = RoomServiceAPI(service: FakeRooms(), access: RoomAccess(keys: Self.keys))
    try await EdgeFixture.run(routes: { api.addRoutes(to: $0) }) { try body(RawConnection(port: $0)) }
  }

  private static let calls: [(String, String, String, [String])] = [
    ("CreateRoom", creator, #"{"name":"new","empty_timeout":9}"#, [#""name":"new""#, #""empty_timeout":9"#]),
    ("CreateRoom", creator, #"{"name":"new","emptyTimeout":9}"#, [#""empty_timeout":9"#, #""metadata":"""#]),
    ("ListRooms", lister, "{}", [#"{"rooms":[{"sid":"RM_1""#, #""num_participants":0"#]),
    ("DeleteRoom", creator, #"{"room":"lobby"}"#, ["{}"]),
    ("ListParticipants", admin, #"{"room":"lobby"}"#, [#""identity":"ann""#]),
    ("GetParticipant", admin, #"{"room":"lobby","identity":"ann"}"#, [#""identity":"ann""#]),
    ("RemoveParticipant", admin, #"{"room":"lobby","identity":"ann"}"#, ["{}"]),
    (
      "MutePublishedTrack", admin, #"{"room":"lobby","identity":"ann","track_sid":"TR_1","muted":true}"#,
      [#""sid":"TR_1""#, #""muted":true"#]
    ),
  ]

  @Test(arguments: calls)
  func `each method is called in JSON`(
    method: String, token: String, body: String, parts: [String]
  ) async throws {
    try await served { client in
      let path = "/twirp/livekit.RoomService/\(method)"
      let reply = try client.request("POST", path, headers: [Self.json, token], body: body)
      #expect(reply.status == 200)
      #expect(reply.headers["content-type"] == "application/json")
      for part in parts { #expect(reply.body.contains(part), "\(reply.body)") }
      let bare = try client.request("POST", path, headers: [Self.json], body: body)
      #expect(bare.status == 401)
      #expect(bare.body.contains(#""code":"unauthenticated""#))
    }
  }

  @Test func `a protobuf body is answered in protobuf`() async throws {
    try await served { client in
      let path = "/twirp/livekit.RoomService/GetParticipant"
      // Fields 1 and 2, texts.
      let body = "\u{0A}\u{05}lobby\u{12}\u{03}ann"
      let reply = try client.request(
        "POST", path, headers: ["Content-Type: application/protobuf", Self.admin], body: body)
      #expect(reply.status == 200)
      #expect(reply.headers["content-type"] == "application/protobuf")
      // A ParticipantInfo whose only field, 2, is the identity.
      #expect(reply.body == "\u{12}\u{03}ann")
    }
  }

  @Test(arguments: [
    ("GetParticipant", admin, json, #"{"room":"lobby","identity":"bob"}"#, 404, "not_found"),
    ("GetParticipant", admin, json, #"{"room":"other","identity":"ann"}"#, 401, "unauthenticated"),
    ("GetParticipant", admin, json, #"{"room":"lobby"}"#, 400, "invalid_argument"),
    ("CreateRoom", creator, json, "{}", 400, "invalid_argument"),
    ("CreateRoom", lister, json, #"{"name":"n"}"#, 401, "unauthenticated"),
    ("ListRooms", lister, json, "{", 400, "malformed"),
    ("ListRooms", lister, "Content-Type: text/plain", "{}", 404, "bad_route"),
    ("MoveParticipant", admin, json, "{}", 404, "bad_route"),
    ("ListRooms", "Authorization: Bearer x", json, "{}", 401, "invalid token"),
  ])
  func `a call that fails says why`(
    method: String, token: String, type: String, body: String, status: Int, word: String
  ) async throws {
    try await served { client in
      let reply = try client.request(
        "POST", "/twirp/livekit.RoomService/\(method)", headers: [type, token], body: body)
      #expect(reply.status == status)
      #expect(reply.body.contains(word), "\(reply.body)")
    }
  }
}

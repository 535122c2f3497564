import RoomMessages
import Rooms
import SwiftProtobuf
import Testing

struct TwirpTests {
  private func json(_ response: some TwirpResponse) -> String {
    String(decoding: TwirpContent.json.encode(response), as: UTF8.self)
  }

  @Test func `a failed call answers with its code's status and a JSON body`() {
    let error = TwirpError(.notFound, "room \"blue\" does not exist")
    #expect(error.code.httpStatus == 404)
    #expect(
      String(decoding: error.body, as: UTF8.self)
        == #"{"code":"not_found","msg":"room \"blue\" does not exist"}"#)
    let statuses = Dictionary(
      uniqueKeysWithValues: TwirpError.Code.allCases.map { ($0.rawValue, $0.httpStatus) })
    #expect(
      statuses == [
        "invalid_argument": 400, "malformed": 400, "unauthenticated": 401, "permission_denied": 403,
        "not_found": 404, "bad_route": 404, "deadline_exceeded": 408, "already_exists": 409,
        "failed_precondition": 412, "resource_exhausted": 429, "internal": 500, "unimplemented": 501,
        "unavailable": 503,
      ])
  }

  @Test func `the content type is read with its parameters`() {
    #expect(TwirpContent(contentType: "application/json") == .json)
    #expect(TwirpContent(contentType: "Application/JSON; charset=utf-8") == .json)
    #expect(TwirpContent(contentType: "application/protobuf") == .protobuf)
    #expect(TwirpContent(contentType: "text/plain") == nil)
    #expect(TwirpContent(contentType: "") == nil)
  }

  @Test func `requests are read from protobuf by field number`() throws {
    let create =
      Wire.text(1, "blue") + Wire.number(2, 300) + Wire.number(3, 9) + Wire.text(5, "m") + Wire.number(10, 20)
      + Wire.nested(15, Wire.text(1, "k"), Wire.text(2, "v"))
    let room = try TwirpContent.protobuf.decode(Livekit_CreateRoomRequest.self, from: create)
    #expect(room.name == "blue" && room.emptyTimeout == 300 && room.maxParticipants == 9)
    #expect(room.metadata == "m" && room.departureTimeout == 20 && room.tags == ["k": "v"])
    let mute = Wire.text(1, "blue") + Wire.text(2, "alice") + Wire.text(3, "TR_1") + Wire.number(4, 1)
    let track = try TwirpContent.protobuf.decode(Livekit_MuteRoomTrackRequest.self, from: mute)
    #expect(track.room == "blue" && track.identity == "alice" && track.trackSid == "TR_1" && track.muted)
    let identity = try TwirpContent.protobuf.decode(Livekit_RoomParticipantIdentity.self, from: mute)
    #expect(identity.room == "blue" && identity.identity == "alice")
    let names = Wire.text(1, "blue") + Wire.text(1, "red")
    #expect(
      try TwirpContent.protobuf.decode(Livekit_ListRoomsRequest.self, from: names).names == ["blue", "red"])
    #expect(
      try TwirpContent.protobuf.decode(Livekit_DeleteRoomRequest.self, from: mute.dropLast(0)).room == "blue")
  }

  @Test func `requests are read from JSON in either spelling`() throws {
    for text in [#"{"room":"blue","track_sid":"TR_1"}"#, #"{"room":"blue","trackSid":"TR_1","new":{}}"#] {
      let request = try TwirpContent.json.decode(Livekit_MuteRoomTrackRequest.self, from: [UInt8](text.utf8))
      #expect(request.room == "blue" && request.trackSid == "TR_1")
    }
    for content in TwirpContent.allCases {
      #expect(
        throws: TwirpError(
          .malformed, "the body is no livekit.DeleteRoomRequest in \(content.rawValue)")
      ) { try content.decode(Livekit_DeleteRoomRequest.self, from: [0x7B]) }
    }
    let error = #expect(throws: TwirpError.self) {
      try TwirpContent.json.decode(
        Livekit_DeleteRoomRequest.self, from: [UInt8](repeating: 32, count: 10_485_761))
    }
    #expect(error?.code == .resourceExhausted)
  }

  @Test func `a room in JSON shows its defaults`() {
    #expect(
      json(Livekit_Room.with { $0.name = "b\u{1}\n" })
        == #"{"sid":"","name":"b\u0001\u000a","empty_timeout":0,"departure_timeout":0,"max_participants":0,"#
        + #""creation_time":"0","creation_time_ms":"0","turn_password":"","enabled_codecs":[],"metadata":"","#
        + #""num_participants":0,"num_publishers":0,"active_recording":false,"version":null}"#)
    #expect(json(Livekit_ListRoomsResponse()) == #"{"rooms":[]}"#)
    #expect(json(Livekit_DeleteRoomResponse()) == "{}")
    #expect(json(Livekit_RemoveParticipantResponse()) == "{}")
    #expect(json(Livekit_MuteRoomTrackResponse()) == #"{"track":null}"#)
    #expect(json(Livekit_ListParticipantsResponse()) == #"{"participants":[]}"#)
  }

  @Test func `what is written in JSON reads back the same`() throws {
    let track = Livekit_TrackInfo.with {
      $0.sid = "TR_AM1"
      $0.type = .video
      $0.source = .screenShareAudio
      $0.codecs = [.with { $0.mimeType = "audio/opus" }, .with { $0.cid = "local" }]
      $0.encryption = .gcm
      $0.audioFeatures = [.tfStereo, .tfNoDtx]
      $0.version.unixMicro = 9_000_000_000
      $0.stream = "\"\\/ä🎧\u{7F}"
    }
    let participants = [
      Livekit_ParticipantInfo.with {
        $0.sid = "PA_1"
        $0.state = .active
        $0.tracks = [track, track]
        $0.joinedAt = 1_795_605_640
        $0.permission.canPublishSources = [.microphone, .camera]
        $0.permission.hidden = true
        $0.kind = .bridge
        $0.kindDetails = [.cloudAgent, .bridgeRtsp]
        $0.attributes = ["k": "v", "l": "w"]
        $0.disconnectReason = .sipTrunkFailure
        $0.capabilities = [.capCompressionDeflateRaw]
        $0.clientProtocol = -1
      }, .init(),
    ]
    let list = Livekit_ListParticipantsResponse.with { $0.participants = participants }
    #expect(try Livekit_ListParticipantsResponse(jsonString: json(list)) == list)
    let muted = Livekit_MuteRoomTrackResponse.with { $0.track = track }
    #expect(try Livekit_MuteRoomTrackResponse(jsonString: json(muted)) == muted)
    let rooms = Livekit_ListRoomsResponse.with {
      $0.rooms = [.with { $0.name = "a" }, .with { $0.enabledCodecs = [.with { $0.mime = "audio/opus" }] }]
    }
    #expect(try Livekit_ListRoomsResponse(jsonString: json(rooms)) == rooms)
    #expect(json(participants[0]).contains(#""kind_details":["CLOUD_AGENT","BRIDGE_RTSP"]"#))
    #expect(json(participants[0]).contains(#""disconnect_reason":"SIP_TRUNK_FAILURE""#))
  }

  @Test func `every value of every enumeration in JSON reads back the same`() throws {
    let participants: [Livekit_ParticipantInfo] =
      Livekit_ParticipantInfo.State.allCases.map { state in .with { $0.state = state } }
      + Livekit_ParticipantInfo.Kind.allCases.map { kind in .with { $0.kind = kind } }
      + Livekit_DisconnectReason.allCases.map { reason in .with { $0.disconnectReason = reason } } + [
        .with { $0.kindDetails = Livekit_ParticipantInfo.KindDetail.allCases },
        .with { $0.capabilities = Livekit_ClientInfo.Capability.allCases },
        .with { $0.permission.canPublishSources = Livekit_TrackSource.allCases },
        .with { info in
          info.tracks =
            Livekit_TrackType.allCases.map { type in .with { $0.type = type } }
            + Livekit_Encryption.TypeEnum.allCases.map { type in .with { $0.encryption = type } }
            + [.with { $0.audioFeatures = Livekit_AudioTrackFeature.allCases }]
        },
      ]
    for participant in participants {
      #expect(try Livekit_ParticipantInfo(jsonString: json(participant)) == participant)
    }
  }

  @Test func `a response in protobuf is the message itself`() {
    let room = Livekit_Room.with { $0.name = "blue" }
    #expect(TwirpContent.protobuf.encode(room) == Wire.text(2, "blue"))
  }
}

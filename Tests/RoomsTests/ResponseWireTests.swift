import RoomMessages
import Rooms
import SwiftProtobuf
import Testing

/// Server's messages against bytes written by field number: one wrong number in a `.proto` file fails here.
struct ResponseWireTests {
  /// The message must be written as `bytes` and be read from them.
  private func holds(_ response: Livekit_SignalResponse, as bytes: [UInt8]) throws {
    #expect(SignalCodec.encode(response) == bytes)
    #expect(try SignalCodec.response(from: bytes) == response)
  }

  @Test func `a short answer, byte by byte`() throws {
    var response = Livekit_SignalResponse()
    response.answer.type = "answer"
    response.answer.sdp = "v=0"
    response.answer.id = 5
    response.answer.midToTrackID = ["0": "TR_AMx"]
    try holds(
      response,
      as: [0x12, 28]  // answer: field 2
        + [0x0A, 6, 0x61, 0x6E, 0x73, 0x77, 0x65, 0x72]  // type
        + [0x12, 3, 0x76, 0x3D, 0x30]  // sdp
        + [0x18, 5]  // id
        + [0x22, 0x0B] + [0x0A, 1, 0x30] + [0x12, 6, 0x54, 0x52, 0x5F, 0x41, 0x4D, 0x78])  // mid_to_track_id
  }

  @Test func `join`() throws {
    var response = Livekit_SignalResponse()
    response.join = .with {
      $0.room = .with {
        $0.sid = "RM_1"
        $0.name = "blue"
        $0.emptyTimeout = 300
        $0.maxParticipants = 9
        $0.creationTime = 1_795_605_640
        $0.metadata = "m"
        $0.numParticipants = 2
        $0.numPublishers = 1
        $0.departureTimeout = 20
        $0.creationTimeMs = 1_795_605_640_123
      }
      $0.participant = participant
      $0.otherParticipants = [.with { $0.sid = "PA_2" }]
      $0.serverVersion = "1.2"
      $0.iceServers = [
        .with {
          $0.urls = ["stun:x"]
          $0.username = "u"
          $0.credential = "c"
        }
      ]
      $0.subscriberPrimary = true
      $0.pingTimeout = 15
      $0.pingInterval = 5
      $0.serverInfo = .with {
        $0.edition = .standard
        $0.version = "1.2"
        $0.protocol = 16
        $0.region = "r"
        $0.nodeID = "n"
      }
      $0.enabledPublishCodecs = [.with { $0.mime = "audio/opus" }]
      $0.fastPublish = true
    }
    let room =
      Wire.text(1, "RM_1") + Wire.text(2, "blue") + Wire.number(3, 300) + Wire.number(4, 9)
      + Wire.number(5, 1_795_605_640) + Wire.text(8, "m") + Wire.number(9, 2) + Wire.number(11, 1)
      + Wire.number(14, 20) + Wire.number(15, 1_795_605_640_123)
    let ice = Wire.text(1, "stun:x") + Wire.text(2, "u") + Wire.text(3, "c")
    let info = Wire.text(2, "1.2") + Wire.number(3, 16) + Wire.text(4, "r") + Wire.text(5, "n")
    try holds(
      response,
      as: Wire.nested(
        1, Wire.nested(1, room), Wire.nested(2, participantBytes), Wire.nested(3, Wire.text(1, "PA_2")),
        Wire.text(4, "1.2"), Wire.nested(5, ice), Wire.number(6, 1), Wire.number(10, 15), Wire.number(11, 5),
        Wire.nested(12, info), Wire.nested(14, Wire.text(1, "audio/opus")), Wire.number(15, 1)))
  }

  private var participant: Livekit_ParticipantInfo {
    .with {
      $0.sid = "PA_1"
      $0.identity = "alice"
      $0.state = .active
      $0.tracks = [track]
      $0.metadata = "m"
      $0.joinedAt = 7
      $0.name = "Alice"
      $0.version = 3
      $0.permission = .with {
        $0.canSubscribe = true
        $0.canPublish = true
        $0.canPublishData = true
        $0.hidden = true
        $0.canPublishSources = [.microphone]
        $0.canUpdateMetadata = true
      }
      $0.isPublisher = true
      $0.kind = .bridge
      $0.attributes = ["k": "v"]
      $0.disconnectReason = .roomDeleted
      $0.joinedAtMs = 8
    }
  }

  private var participantBytes: [UInt8] {
    let permission =
      Wire.number(1, 1) + Wire.number(2, 1) + Wire.number(3, 1) + Wire.number(7, 1) + Wire.nested(9, [2])
      + Wire.number(10, 1)
    return Wire.text(1, "PA_1") + Wire.text(2, "alice") + Wire.number(3, 2) + Wire.nested(4, trackBytes)
      + Wire.text(5, "m") + Wire.number(6, 7) + Wire.text(9, "Alice") + Wire.number(10, 3)
      + Wire.nested(11, permission) + Wire.number(13, 1) + Wire.number(14, 8)
      + Wire.nested(15, Wire.text(1, "k"), Wire.text(2, "v")) + Wire.number(16, 5) + Wire.number(17, 8)
  }

  private var track: Livekit_TrackInfo {
    .with {
      $0.sid = "TR_AM1"
      $0.type = .audio
      $0.name = "voice"
      $0.muted = true
      $0.source = .microphone
      $0.mimeType = "audio/opus"
      $0.mid = "7"
      $0.disableRed = true
      $0.stream = "camera"
      $0.version = .with {
        $0.unixMicro = 300
        $0.ticks = 1
      }
      $0.audioFeatures = [.tfNoDtx]
    }
  }

  private var trackBytes: [UInt8] {
    Wire.text(1, "TR_AM1") + Wire.text(3, "voice") + Wire.number(4, 1) + Wire.number(9, 2)
      + Wire.text(11, "audio/opus") + Wire.text(12, "7") + Wire.number(15, 1) + Wire.text(17, "camera")
      + Wire.nested(18, Wire.number(1, 300), Wire.number(2, 1)) + Wire.nested(19, [1])
  }

  @Test func `track_published and update`() throws {
    var response = Livekit_SignalResponse()
    response.trackPublished.cid = "local"
    response.trackPublished.track = track
    try holds(response, as: Wire.nested(6, Wire.text(1, "local"), Wire.nested(2, trackBytes)))
    response.update.participants = [participant]
    try holds(response, as: Wire.nested(5, Wire.nested(1, participantBytes)))
  }

  @Test func `leave`() throws {
    var response = Livekit_SignalResponse()
    response.leave.canReconnect = true
    response.leave.reason = .participantRemoved
    response.leave.action = .reconnect
    try holds(response, as: [0x42, 6, 0x08, 1, 0x10, 4, 0x18, 2])
  }

  @Test func `mute, trickle, pongs and the small ones`() throws {
    var response = Livekit_SignalResponse()
    response.mute.sid = "TR_1"
    response.mute.muted = true
    try holds(response, as: Wire.nested(9, Wire.text(1, "TR_1"), Wire.number(2, 1)))
    response.trickle.candidateInit = "{}"
    response.trickle.target = .subscriber
    response.trickle.final = true
    try holds(response, as: Wire.nested(4, Wire.text(1, "{}"), Wire.number(2, 1), Wire.number(3, 1)))
    response.pong = 1_000
    try holds(response, as: Wire.number(18, 1_000))
    response.pongResp.lastPingTimestamp = 5
    response.pongResp.timestamp = 6
    try holds(response, as: Wire.nested(20, Wire.number(1, 5), Wire.number(2, 6)))
    response.refreshToken = "t"
    try holds(response, as: Wire.text(16, "t"))
    response.trackUnpublished.trackSid = "TR_1"
    try holds(response, as: Wire.nested(17, Wire.text(1, "TR_1")))
    response.trackSubscribed.trackSid = "TR_1"
    try holds(response, as: Wire.nested(23, Wire.text(1, "TR_1")))
    response.mediaSectionsRequirement.numAudios = 2
    response.mediaSectionsRequirement.numVideos = 1
    try holds(response, as: Wire.nested(25, Wire.number(1, 2), Wire.number(2, 1)))
    response.roomUpdate.room.name = "blue"
    try holds(response, as: Wire.nested(11, Wire.nested(1, Wire.text(2, "blue"))))
    response.subscriptionResponse.trackSid = "TR_1"
    response.subscriptionResponse.err = .seTrackNotfound
    try holds(response, as: Wire.nested(21, Wire.text(1, "TR_1"), Wire.number(2, 2)))
    response.requestResponse.requestID = 4
    response.requestResponse.reason = .notAllowed
    response.requestResponse.message = "no"
    try holds(response, as: Wire.nested(22, Wire.number(1, 4), Wire.number(2, 2), Wire.text(3, "no")))
    response.reconnect.serverInfo.version = "1"
    response.reconnect.lastMessageSeq = 3
    try holds(response, as: Wire.nested(19, Wire.nested(3, Wire.text(2, "1")), Wire.number(4, 3)))
  }

  @Test func `speakers and quality`() throws {
    var response = Livekit_SignalResponse()
    response.speakersChanged.speakers = [
      .with {
        $0.sid = "PA_1"
        $0.level = 0.5
        $0.active = true
      }
    ]
    let speaker = Wire.text(1, "PA_1") + Wire.float(2, 0.5) + Wire.number(3, 1)
    try holds(response, as: Wire.nested(10, Wire.nested(1, speaker)))
    response.connectionQuality.updates = [
      .with {
        $0.participantSid = "PA_1"
        $0.quality = .excellent
        $0.score = 4.5
      }
    ]
    let quality = Wire.text(1, "PA_1") + Wire.number(2, 2) + Wire.float(3, 4.5)
    try holds(response, as: Wire.nested(12, Wire.nested(1, quality)))
  }
}

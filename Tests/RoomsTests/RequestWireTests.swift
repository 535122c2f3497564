import RoomMessages
import Rooms
import SwiftProtobuf
import Testing

/// Clients' messages against bytes written by field number.
struct RequestWireTests {
  private func holds(_ request: Livekit_SignalRequest, as bytes: [UInt8]) throws {
    #expect(SignalCodec.encode(request) == bytes)
    #expect(try SignalCodec.request(from: bytes) == request)
  }

  @Test func `add_track`() throws {
    var request = Livekit_SignalRequest()
    request.addTrack = .with {
      $0.cid = "local"
      $0.name = "voice"
      $0.type = .video
      $0.muted = true
      $0.disableDtx = true
      $0.source = .microphone
      $0.sid = "TR_1"
      $0.stereo = true
      $0.disableRed = true
      $0.encryption = .gcm
      $0.stream = "camera"
      $0.audioFeatures = [.tfStereo, .tfPreconnectBuffer]
    }
    try holds(
      request,
      as: Wire.nested(
        4, Wire.text(1, "local"), Wire.text(2, "voice"), Wire.number(3, 1), Wire.number(6, 1),
        Wire.number(7, 1), Wire.number(8, 2), Wire.text(11, "TR_1"), Wire.number(12, 1), Wire.number(13, 1),
        Wire.number(14, 1), Wire.text(15, "camera"), Wire.nested(17, [0, 6])))
  }

  @Test func `descriptions, candidates, mute and leave`() throws {
    var request = Livekit_SignalRequest()
    request.offer.type = "offer"
    request.offer.sdp = "v=0"
    request.offer.id = 300
    try holds(
      request, as: Wire.nested(1, Wire.text(1, "offer"), Wire.text(2, "v=0"), Wire.number(3, 300)))
    request.answer.type = "answer"
    try holds(request, as: Wire.nested(2, Wire.text(1, "answer")))
    request.trickle.candidateInit = "{}"
    try holds(request, as: Wire.nested(3, Wire.text(1, "{}")))
    request.mute.sid = "TR_1"
    request.mute.muted = true
    try holds(request, as: Wire.nested(5, Wire.text(1, "TR_1"), Wire.number(2, 1)))
    request.leave.reason = .clientInitiated
    try holds(request, as: [0x42, 2, 0x10, 1])
  }

  @Test func `subscriptions and settings`() throws {
    var request = Livekit_SignalRequest()
    request.subscription.trackSids = ["TR_1"]
    request.subscription.subscribe = true
    request.subscription.participantTracks = [
      .with {
        $0.participantSid = "PA_1"
        $0.trackSids = ["TR_2"]
      }
    ]
    let tracks = Wire.text(1, "PA_1") + Wire.text(2, "TR_2")
    try holds(
      request, as: Wire.nested(6, Wire.text(1, "TR_1"), Wire.number(2, 1), Wire.nested(3, tracks)))
    request.trackSetting.trackSids = ["TR_1"]
    request.trackSetting.disabled = true
    try holds(request, as: Wire.nested(7, Wire.text(1, "TR_1"), Wire.number(3, 1)))
    request.subscriptionPermission.allParticipants = true
    try holds(request, as: Wire.nested(11, Wire.number(1, 1)))
    request.updateAudioTrack.trackSid = "TR_1"
    request.updateAudioTrack.features = [.tfNoDtx]
    try holds(request, as: Wire.nested(17, Wire.text(1, "TR_1"), Wire.nested(2, [1])))
  }

  @Test func `pings and metadata`() throws {
    var request = Livekit_SignalRequest()
    request.ping = 1_000
    try holds(request, as: [0x70, 0xE8, 0x07])
    request.pingReq.timestamp = 1_000
    request.pingReq.rtt = 20
    try holds(request, as: [0x82, 1, 5, 0x08, 0xE8, 0x07, 0x10, 20])
    request.updateMetadata.metadata = "m"
    request.updateMetadata.name = "n"
    request.updateMetadata.attributes = ["k": "v"]
    request.updateMetadata.requestID = 9
    let attribute = Wire.text(1, "k") + Wire.text(2, "v")
    try holds(
      request,
      as: Wire.nested(15, Wire.text(1, "m"), Wire.text(2, "n"), Wire.nested(3, attribute), Wire.number(4, 9)))
  }

  @Test func `sync_state`() throws {
    var request = Livekit_SignalRequest()
    request.syncState = .with {
      $0.answer.type = "answer"
      $0.subscription.subscribe = true
      $0.publishTracks = [.with { $0.cid = "local" }]
      $0.dataChannels = [.with { $0.label = "_reliable" }]
      $0.offer.type = "offer"
      $0.trackSidsDisabled = ["TR_1"]
    }
    try holds(
      request,
      as: Wire.nested(
        12, Wire.nested(1, Wire.text(1, "answer")), Wire.nested(2, Wire.number(2, 1)),
        Wire.nested(3, Wire.text(1, "local")), Wire.nested(4, Wire.text(1, "_reliable")),
        Wire.nested(5, Wire.text(1, "offer")), Wire.text(6, "TR_1")))
  }
}

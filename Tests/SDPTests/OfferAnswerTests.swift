import SDP
import SansIO
import Testing

@Suite struct OfferAnswerTests {
  let local = LocalMedia(rtp: TransportAddress("198.51.100.1:5004")!)

  private func answer(
    _ offer: String, _ capabilities: AudioCapabilities = AudioCapabilities(), local: LocalMedia? = nil
  ) throws -> (audio: NegotiatedAudio, answer: SessionDescription) {
    var call = OfferAnswer(sessionID: 5)
    return try call.negotiate(
      offer: SessionDescription(parsing: offer), capabilities: capabilities, local: local ?? self.local)
  }

  private func refusal(_ offer: String, _ capabilities: AudioCapabilities = AudioCapabilities())
    -> NegotiationError?
  {
    #expect(throws: NegotiationError.self) { try answer(offer, capabilities) }
  }

  @Test func `the answer to a carrier has its numbers, its codecs and our address`() throws {
    let (audio, answer) = try answer(Samples.carrier)
    #expect(audio.codec == .pcmu)
    #expect(audio.sendPayloadType == 0)
    #expect(audio.receivePayloadTypes == AudioPayloadTypes(pcmu: 0, pcma: 8, telephoneEvent: 101))
    #expect(audio.sendTelephoneEventPayloadType == 101)
    #expect(audio.packetTime == 20)
    #expect(audio.remoteRTP == TransportAddress("192.0.2.10:11248"))
    #expect(audio.remoteRTCP == TransportAddress("192.0.2.10:11249"))
    #expect(audio.direction == .sendrecv)
    #expect(!audio.isHeldByPeer)
    let expected = """
      v=0
      o=- 5 1 IN IP4 198.51.100.1
      s=-
      c=IN IP4 198.51.100.1
      t=0 0
      m=audio 5004 RTP/AVP 0 8 101
      a=rtpmap:0 PCMU/8000
      a=rtpmap:8 PCMA/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-16
      a=ptime:20
      a=rtcp:5004
      a=sendrecv

      """
    #expect(answer.description == expected.replacing("\n", with: "\r\n"))
  }

  @Test func `the offerer's preference decides which codec is sent`() throws {
    #expect(try answer(Samples.pbx).audio.codec == .pcma)
    let onlyMu = try answer(Samples.pbx, AudioCapabilities(codecs: [.pcmu]))
    #expect(onlyMu.audio.codec == .pcmu)
    #expect(onlyMu.audio.receivePayloadTypes.pcma == nil)
    #expect(onlyMu.answer.media[0].formats == ["0", "101"])
  }

  @Test func `static numbers need no rtpmap, and no events are answered where none are offered`() throws {
    let (audio, answer) = try answer(Samples.loadGenerator)
    #expect(audio.sendPayloadType == 0)
    #expect(audio.sendTelephoneEventPayloadType == nil)
    #expect(answer.media[0].formats == ["0"])
  }

  @Test func `video and application lines are refused in their places`() throws {
    let (audio, answer) = try answer(Samples.softphone, AudioCapabilities(comfortNoise: true))
    #expect(answer.media.map(\.kind) == ["audio", "video", "application"])
    #expect(answer.media.map(\.port) == [5_004, 0, 0])
    #expect(answer.media.map(\.transport) == ["RTP/AVP", "RTP/AVP", "UDP/BFCP"])
    #expect(
      audio.receivePayloadTypes == AudioPayloadTypes(pcmu: 0, pcma: 8, telephoneEvent: 97, comfortNoise: 13))
    #expect(audio.sendComfortNoisePayloadType == 13)
    #expect(audio.packetTime == 30)
    #expect(audio.rtcpMux)
    #expect(audio.remoteRTCP == audio.remoteRTP)
    #expect(answer.media[0].attributes.contains(.init("rtcp-mux")))
  }

  @Test func `ports that are not shared are not multiplexed`() throws {
    let apart = LocalMedia(rtp: local.rtp, rtcpPort: 5_005)
    let (audio, answer) = try answer(Samples.softphone, local: apart)
    #expect(!audio.rtcpMux)
    #expect(audio.remoteRTCP == TransportAddress("203.0.113.7:20005"))
    #expect(!answer.description.contains("rtcp"))
  }

  @Test func `IPv6 and an event clock of 48 kHz`() throws {
    let six = LocalMedia(rtp: TransportAddress("[2001:db8::1]:5004")!)
    let (audio, answer) = try answer(Samples.roomGateway, local: six)
    #expect(audio.remoteRTP == TransportAddress("[2001:db8::25]:17390"))
    #expect(audio.receivePayloadTypes.telephoneEvent == 101)
    #expect(answer.description.contains("c=IN IP6 2001:db8::1\r\n"))
    #expect(refusal(Samples.roomGateway) == .addressFamilyMismatch("IN IP6 2001:db8::25"))
  }

  @Test func `dynamic numbers and lower case are understood by name`() throws {
    let media = "m=audio 4000 RTP/AVP 98 99\r\na=rtpmap:98 pcma/8000/1\r\na=rtpmap:99 PCMU/8000\r\n"
    let audio = try answer(Samples.audio(media: media)).audio
    #expect(audio.codec == .pcma)
    #expect(audio.sendPayloadType == 98)
    #expect(audio.receivePayloadTypes.codec(of: 99) == .pcmu)
  }

  @Test func `an rtpmap overrides what a static number means`() throws {
    let media = "m=audio 4000 RTP/AVP 0 8\r\na=rtpmap:0 G729/8000\r\n"
    #expect(try answer(Samples.audio(media: media)).audio.codec == .pcma)
  }

  @Test func `the first audio line that fits is taken`() throws {
    let media = "m=audio 4000 RTP/SAVP 0\r\nm=audio 4002 RTP/AVP 18\r\nm=audio 4004 RTP/AVP 8\r\n"
    let (audio, answer) = try answer(Samples.audio(media: media))
    #expect(audio.remoteRTP.port == 4_004)
    #expect(answer.media.map(\.port) == [0, 0, 5_004])
    #expect(answer.media[1].formats == ["18"])
  }

  @Test(arguments: [
    ("m=video 4000 RTP/AVP 96\r\n", NegotiationError.noAudio, 304),
    ("m=audio 0 RTP/AVP 0\r\n", .audioRefused, 304),
    ("m=audio 4000 RTP/SAVP 0\r\n", .unsupportedTransport("RTP/SAVP"), 302),
    ("m=audio 4000 UDP/TLS/RTP/SAVPF 0\r\n", .unsupportedTransport("UDP/TLS/RTP/SAVPF"), 302),
    (
      "m=audio 4000 RTP/AVP 18 96\r\na=rtpmap:96 opus/48000/2\r\n",
      .noCommonCodec(offered: ["payload type 18", "opus/48000/2"], supported: [.pcmu, .pcma]), 305
    ),
    (
      "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 media.example.net\r\n", .unresolvedHost("IN IP4 media.example.net"),
      301
    ),
  ])
  func `what cannot be answered is refused with 488 and a reason`(
    _ media: String, _ expected: NegotiationError, _ warning: Int
  ) {
    let error = refusal(Samples.audio(media: media))
    #expect(error == expected)
    #expect(error?.statusCode == 488)
    #expect(error?.warningCode == warning)
    #expect(error?.description.contains("need") == true)
  }

  @Test func `an offer without connection is refused`() {
    #expect(refusal(Samples.audio(session: "t=0 0\r\n")) == .noConnection)
  }

  @Test(arguments: [
    ("", MediaDirection.sendrecv, MediaDirection.sendrecv, false),
    ("a=sendonly\r\n", .sendrecv, .recvonly, true),
    ("a=recvonly\r\n", .sendrecv, .sendonly, false),
    ("a=inactive\r\n", .sendrecv, .inactive, true),
    ("a=sendrecv\r\n", .sendonly, .sendonly, false),
    ("a=sendonly\r\n", .sendonly, .inactive, true),
    ("a=recvonly\r\n", .recvonly, .inactive, false),
    ("a=sendrecv\r\n", .inactive, .inactive, false),
  ])
  func `the direction of the answer fits the offer and our wish`(
    _ attribute: String, _ wish: MediaDirection, _ expected: MediaDirection, _ held: Bool
  ) throws {
    let offer = Samples.audio(media: "m=audio 4000 RTP/AVP 0\r\n" + attribute)
    let (audio, answer) = try answer(offer, AudioCapabilities(direction: wish))
    #expect(audio.direction == expected)
    #expect(audio.maySend == expected.sends)
    #expect(audio.mayReceive == expected.receives)
    #expect(audio.isHeldByPeer == held)
    #expect(answer.media[0].attributes.last == .init(expected.rawValue))
  }

  @Test func `a direction of the session holds where the media has none`() throws {
    let session = "c=IN IP4 192.0.2.1\r\nt=0 0\r\na=sendonly\r\n"
    #expect(try answer(Samples.audio(session: session)).audio.direction == .recvonly)
    let media = "m=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n"
    #expect(try answer(Samples.audio(session: session, media: media)).audio.direction == .sendrecv)
  }

  @Test func `the old way to hold stops us from sending`() throws {
    let (audio, answer) = try answer(Samples.audio(session: "c=IN IP4 0.0.0.0\r\nt=0 0\r\n"))
    #expect(audio.isHeldByPeer)
    #expect(!audio.maySend)
    #expect(audio.mayReceive)
    #expect(answer.media[0].attributes.last == .init("recvonly"))
  }

  @Test(arguments: [
    ("", 20), ("a=ptime:30\r\n", 30), ("a=ptime:25\r\n", 20), ("a=ptime:0\r\n", 20), ("a=ptime:2000\r\n", 20),
    ("a=ptime:60\r\na=maxptime:40\r\n", 40), ("a=maxptime:15\r\n", 10), ("a=maxptime:0\r\n", 10),
    ("a=maxptime:-9\r\n", 10), ("a=ptime:abc\r\n", 20), ("a=ptime:40.0\r\n", 20),
  ])
  func `the packet length follows the peer within reason`(_ attributes: String, _ expected: Int) throws {
    let media = "m=audio 4000 RTP/AVP 0\r\n" + attributes
    #expect(try answer(Samples.audio(media: media)).audio.packetTime == expected)
  }

  @Test(arguments: [
    ("", "192.0.2.10:4001"), ("a=rtcp:5555\r\n", "192.0.2.10:5555"),
    ("a=rtcp:5555 IN IP4 192.0.2.99\r\n", "192.0.2.99:5555"), ("a=rtcp:99999\r\n", "192.0.2.10:4001"),
    ("a=rtcp:5555 IN IP4 nonsense\r\n", "192.0.2.10:5555"), ("a=rtcp:5555 IN IP6 ::1\r\n", "192.0.2.10:5555"),
  ])
  func `RTCP goes where the peer says`(_ attribute: String, _ expected: String) throws {
    let media = "m=audio 4000 RTP/AVP 0\r\n" + attribute
    #expect(try answer(Samples.audio(media: media)).audio.remoteRTCP == TransportAddress(expected))
  }

  @Test func `the last port has no neighbour for RTCP`() throws {
    #expect(try answer(Samples.audio(media: "m=audio 65535 RTP/AVP 0\r\n")).audio.remoteRTCP == nil)
  }
}

import SDP
import SansIO
import Testing

@Suite struct OfferAnswerVersionTests {
  let here = LocalMedia(rtp: TransportAddress("198.51.100.1:5004")!, rtcpPort: 5_005)
  let there = LocalMedia(rtp: TransportAddress("192.0.2.1:6004")!, rtcpPort: 6_005)

  @Test func `an offer answered by the other end agrees on both ends`() throws {
    let wish = AudioCapabilities(codecs: [.pcma, .pcmu], comfortNoise: true, packetTime: 30)
    var caller = OfferAnswer(sessionID: 11)
    var callee = OfferAnswer(sessionID: 22)
    let offer = try SessionDescription(parsing: caller.offer(capabilities: wish, local: here).description)
    #expect(offer.media[0].formats == ["8", "0", "13", "101"])
    let answered = try callee.negotiate(offer: offer, capabilities: AudioCapabilities(), local: there)
    let completed = try caller.complete(
      answer: SessionDescription(parsing: answered.answer.description), capabilities: wish, local: here)
    #expect(completed.codec == .pcma)
    #expect(answered.audio.codec == .pcma)
    #expect(completed.remoteRTP == there.rtp)
    #expect(answered.audio.remoteRTP == here.rtp)
    #expect(completed.remoteRTCP == TransportAddress("192.0.2.1:6005"))
    #expect(completed.sendTelephoneEventPayloadType == 101)
    #expect(completed.sendComfortNoisePayloadType == nil)
    #expect(completed.receivePayloadTypes.comfortNoise == 13)
    #expect(completed.packetTime == 20)
    #expect(answered.audio.packetTime == 30)
  }

  @Test func `the session id stays and the version rises only with a change`() throws {
    var call = OfferAnswer(sessionID: 77)
    var capabilities = AudioCapabilities()
    let first = call.offer(capabilities: capabilities, local: here)
    #expect(first.origin.sessionID == 77)
    #expect(first.origin.sessionVersion == 1)
    #expect(call.offer(capabilities: capabilities, local: here) == first)
    capabilities.direction = .sendonly
    let held = call.offer(capabilities: capabilities, local: here)
    #expect(held.origin.sessionID == 77)
    #expect(held.origin.sessionVersion == 2)
    #expect(held.media[0].attributes.last == .init("sendonly"))
    let moved = LocalMedia(rtp: TransportAddress("198.51.100.1:5104")!, rtcpPort: 5_105)
    #expect(call.offer(capabilities: capabilities, local: moved).origin.sessionVersion == 3)
  }

  @Test func `an answer and a later offer share one count`() throws {
    var call = OfferAnswer(sessionID: 3)
    let offer = try SessionDescription(parsing: Samples.carrier)
    let first = try call.negotiate(offer: offer, capabilities: AudioCapabilities(), local: here)
    #expect(first.answer.origin.sessionVersion == 1)
    let again = try call.negotiate(offer: offer, capabilities: AudioCapabilities(), local: here)
    #expect(again.answer.origin.sessionVersion == 1)
    let own = call.offer(capabilities: AudioCapabilities(codecs: [.pcma]), local: here)
    #expect(own.origin.sessionVersion == 2)
  }

  @Test func `a re-offer keeps the lines of the call`() throws {
    var call = OfferAnswer(sessionID: 3)
    let media = "m=video 4000 RTP/AVP 96\r\nm=audio 4002 RTP/AVP 0\r\n"
    let offer = try SessionDescription(parsing: Samples.audio(media: media))
    _ = try call.negotiate(offer: offer, capabilities: AudioCapabilities(), local: here)
    let own = call.offer(capabilities: AudioCapabilities(), local: here)
    #expect(own.media.map(\.kind) == ["video", "audio"])
    #expect(own.media.map(\.port) == [0, 5_004])
  }

  @Test func `a refused offer changes nothing`() throws {
    var call = OfferAnswer(sessionID: 3)
    let good = try SessionDescription(parsing: Samples.carrier)
    let before = try call.negotiate(offer: good, capabilities: AudioCapabilities(), local: here).answer
    let bad = try SessionDescription(parsing: Samples.audio(media: "m=audio 4000 RTP/AVP 18\r\n"))
    #expect(throws: NegotiationError.self) {
      try call.negotiate(offer: bad, capabilities: AudioCapabilities(), local: here)
    }
    #expect(call.localDescription == before)
  }

  @Test(arguments: [
    (
      "m=audio 4000 RTP/AVP 0\r\nm=video 0 RTP/AVP 96\r\n",
      NegotiationError.mediaCountMismatch(offered: 1, answered: 2)
    ),
    ("", .mediaCountMismatch(offered: 1, answered: 0)),
    ("m=video 4000 RTP/AVP 96\r\n", .mediaMismatch(index: 0, offered: "audio", answered: "video")),
    ("m=audio 0 RTP/AVP 0\r\n", .audioRefused),
    ("m=audio 4000 RTP/AVPF 0\r\n", .mediaMismatch(index: 0, offered: "RTP/AVP", answered: "RTP/AVPF")),
    (
      "m=audio 4000 RTP/AVP 18 3\r\n",
      .noCommonCodec(offered: ["payload type 18", "payload type 3"], supported: [.pcmu, .pcma])
    ),
  ])
  func `an answer that does not fit the offer is named`(_ media: String, _ expected: NegotiationError) throws
  {
    var call = OfferAnswer(sessionID: 4)
    _ = call.offer(capabilities: AudioCapabilities(), local: here)
    let answer = try SessionDescription(parsing: Samples.audio(media: media))
    let error = #expect(throws: NegotiationError.self) {
      try call.complete(answer: answer, capabilities: AudioCapabilities(), local: here)
    }
    #expect(error == expected)
  }

  @Test func `codecs of an answer that were not offered are passed over`() throws {
    var call = OfferAnswer(sessionID: 4)
    let onlyA = AudioCapabilities(codecs: [.pcma], telephoneEvents: false)
    _ = call.offer(capabilities: onlyA, local: here)
    let media = "m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n"
    let answer = try SessionDescription(parsing: Samples.audio(media: media))
    let audio = try call.complete(answer: answer, capabilities: onlyA, local: here)
    #expect(audio.codec == .pcma)
    #expect(audio.sendTelephoneEventPayloadType == nil)
  }

  @Test func `the answerer's own dynamic numbers are the ones to send with`() throws {
    var call = OfferAnswer(sessionID: 4)
    _ = call.offer(capabilities: AudioCapabilities(), local: here)
    let media = "m=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000\r\n"
    let answer = try SessionDescription(parsing: Samples.audio(media: media))
    let audio = try call.complete(answer: answer, capabilities: AudioCapabilities(), local: here)
    #expect(audio.sendTelephoneEventPayloadType == 96)
    #expect(audio.receivePayloadTypes.telephoneEvent == 101)
  }

  @Test(arguments: [
    (MediaDirection.sendrecv, "a=sendonly\r\n", MediaDirection.recvonly),
    (.sendonly, "a=recvonly\r\n", .sendonly),
    (.sendonly, "a=sendrecv\r\n", .sendonly),
    (.inactive, "a=inactive\r\n", .inactive),
  ])
  func `the direction after an answer is no wider than the offer`(
    _ offered: MediaDirection, _ attribute: String, _ expected: MediaDirection
  ) throws {
    var call = OfferAnswer(sessionID: 4)
    _ = call.offer(capabilities: AudioCapabilities(direction: offered), local: here)
    let answer = try SessionDescription(
      parsing: Samples.audio(media: "m=audio 4000 RTP/AVP 0\r\n" + attribute))
    let audio = try call.complete(
      answer: answer, capabilities: AudioCapabilities(direction: offered), local: here)
    #expect(audio.direction == expected)
  }

  @Test func `multiplexing needs both`() throws {
    let shared = LocalMedia(rtp: here.rtp)
    for (attribute, expected) in [("a=rtcp-mux\r\n", true), ("", false)] {
      var call = OfferAnswer(sessionID: 4)
      let offer = call.offer(capabilities: AudioCapabilities(), local: shared)
      #expect(offer.media[0].attributes.contains(.init("rtcp-mux")))
      #expect(offer.media[0].attributes.contains(.init("rtcp", "5004")))
      let answer = try SessionDescription(
        parsing: Samples.audio(media: "m=audio 4000 RTP/AVP 0\r\n" + attribute))
      let audio = try call.complete(answer: answer, capabilities: AudioCapabilities(), local: shared)
      #expect(audio.rtcpMux == expected)
      #expect(audio.remoteRTCP?.port == (expected ? 4_000 : 4_001))
    }
  }
}

import SDP
import Testing

/// Seen: Chromium 156 takes these answers to its own offers in `setRemoteDescription`, and puts the tracks
/// into streams with the ids written here; the tracks' own ids stay random, as the transceivers were its own.
@Suite struct WebAnswerTests {
  @Test(arguments: Offers.names)
  func `an answer has the offer's sections in their order, under its numbers`(name: String) throws {
    let offer = try WebDescription(parsing: Offers.text(name))
    let answer = try WebDescription(parsing: Answering.everything(offer).description.description)
    try answer.check(answers: offer)
    for (index, (offered, answered)) in zip(offer.sections, answer.sections).enumerated() {
      #expect(offered.mid == answered.mid && offered.kind == answered.kind)
      switch offered.kind {
      case .video: #expect(answered.isRejected && !answered.isBundled)
      case .application:
        #expect(answered.isBundled && answered.sctpPort == 5_000 && answered.maximumMessageSize == 65_536)
      case .audio:
        #expect(answered.codecs.map(\.payloadType) == [111, 0])
        #expect(answered.codecs[0].parameters == offered.codecs[0].parameters)
        #expect(answered.direction == offered.direction.reversed && answered.isBundled)
        #expect(answered.extensions == offered.extensions)
        #expect(answered.track == (offered.direction.receives ? Answering.sender(index).track : nil))
        #expect(answered.ssrcs == (offered.direction.receives ? [1_000 + UInt32(index)] : []))
      }
    }
    var expected = Answering.transport
    #expect(answer.transport == expected)
    expected.candidates = []
    expected.isComplete = false
    #expect(answer.sections[1].transport == expected)
  }

  @Test func `the text is what a browser wants to read`() throws {
    let offer = try WebDescription(parsing: Offers.text(Offers.chromiumPublish))
    var answer = WebAnswer(to: offer, sessionID: 7, version: 2, transport: Answering.transport)
    answer.answer(3, with: .audio(codecs: [.opus(parameters: nil)], direction: .recvonly, sender: nil))
    let text = answer.description.description
    let section = text.split(separator: "\r\nm=")[4]
    #expect(
      text.hasPrefix("v=0\r\no=- 7 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-lite\r\na=group:BUNDLE 3\r\n"))
    #expect(
      section == """
        audio 9 UDP/TLS/RTP/SAVPF 111\r
        c=IN IP4 0.0.0.0\r
        a=ice-ufrag:srvr\r
        a=ice-pwd:aaaabbbbccccddddeeeeffff\r
        a=fingerprint:\(Answering.transport.fingerprint!)\r
        a=setup:passive\r
        a=mid:3\r
        a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r
        a=recvonly\r
        a=rtcp-mux\r
        a=rtcp-rsize\r
        a=rtpmap:111 opus/48000/2\r
        a=fmtp:111 minptime=10;useinbandfec=1\r
        a=candidate:1 1 udp 2130706431 127.0.0.1 40000 typ host\r
        a=end-of-candidates
        """)
    #expect(text.contains("m=audio 0 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=inactive\r\n"))
  }

  @Test func `sections without a common codec, outside of the bundle or given up are refused`() throws {
    let text = try Offers.text(Offers.liveKitJoin)
      .replacing("BUNDLE 0 1 2 3 4 5 6", with: "BUNDLE 0 2 3 4 5 6")
    let offer = try WebDescription(parsing: text)
    var answer = WebAnswer(to: offer, sessionID: 7, version: 1, transport: Answering.transport)
    let foreign = WebCodec(payloadType: 99, name: "speex", clockRate: 8_000)
    answer.answer(0, with: .audio(codecs: [foreign], direction: .sendonly, sender: Answering.sender(0)))
    answer.answer(1, with: .audio(codecs: [.opus()], direction: .sendonly, sender: Answering.sender(1)))
    answer.answer(2, with: .audio(codecs: [.opus()], direction: .sendonly, sender: Answering.sender(2)))
    let written = answer.description
    #expect(written.media.map(\.port) == [0, 0, 9, 0, 0, 0, 0])
    #expect(written.attributes.contains(.init("group", "BUNDLE 2")))
  }

  @Test func `an answer that is not to this offer is noticed`() throws {
    let offer = try WebDescription(parsing: Offers.text(Offers.liveKitJoin))
    let other = try WebDescription(parsing: Offers.text(Offers.chromiumPublish))
    #expect(throws: WebDescriptionError.sectionCount(offered: 7, answered: 5)) {
      try other.check(answers: offer)
    }
    var swapped = offer
    swapped.sections.swapAt(2, 3)
    #expect(throws: WebDescriptionError.sectionMismatch(index: 2, offered: "audio 2", answered: "video 3")) {
      try swapped.check(answers: offer)
    }
  }
}

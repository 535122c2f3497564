import SDP
import SansIO
import Testing

@Suite struct WebDescriptionTests {
  @Test(arguments: [Offers.chromiumSubscribe, Offers.liveKitJoin])
  func `the offer of a subscriber has three audio, three video and a data section`(name: String) throws {
    let offer = try WebDescription(parsing: Offers.text(name))
    #expect(offer.sections.map(\.kind) == [.audio, .audio, .audio, .video, .video, .video, .application])
    #expect(offer.sections.map(\.mid) == ["0", "1", "2", "3", "4", "5", "6"])
    #expect(offer.sections.allSatisfy { $0.isBundled && !$0.isRejected })
    #expect(offer.sections.prefix(6).allSatisfy { $0.direction == .recvonly && $0.track == nil })
    #expect(offer.allowsMixedExtensions)
    for audio in offer.sections.prefix(3) {
      #expect(audio.codecs.map(\.payloadType) == [111, 63, 9, 0, 8, 13, 110, 126])
      #expect(audio.codecs[0] == .opus())
      #expect(audio.codecs[1].name == "red" && audio.codecs[1].channels == 2)
      #expect(audio.codec(like: .pcma)?.payloadType == 8)
      #expect(audio.extensions == [.audioLevel: 1, .mid: 4])
      #expect(audio.ssrcs.isEmpty)
    }
    #expect(offer.sections[6].sctpPort == 5_000 && offer.sections[6].maximumMessageSize == 262_144)
  }

  @Test(arguments: Offers.names)
  func `every section says the same ICE and DTLS`(name: String) throws {
    let offer = try WebDescription(parsing: Offers.text(name))
    let transport = try #require(offer.transport)
    #expect(transport.usernameFragment.count == 4 && transport.password.count == 24)
    #expect(transport.fingerprint?.count == 8 + 95 && transport.setup == .actpass)
    #expect(transport.options.first == "trickle" && !transport.isLite && !transport.isComplete)
    #expect(offer.sections.allSatisfy { $0.transport == transport })
  }

  @Test func `the offer of a publisher names track and source`() throws {
    let offer = try WebDescription(parsing: Offers.text(Offers.chromiumPublish))
    let section = try #require(offer.sections.first { $0.direction == .sendonly })
    #expect(section.mid == "3")
    #expect(section.track?.stream == "b1737845-f57d-44f3-b5b1-0c290e94b7c6")
    #expect(section.track?.track == "30d230c1-4338-4314-8a9b-c9abb8efd0dd")
    #expect(section.ssrcs == [2_808_664_355] && section.cname == "0MEKGSOZGi0R1sV8")
  }

  private func text(
    session: String =
      "a=group:BUNDLE a b\r\na=ice-lite\r\na=fingerprint:sha-256 AA:BB\r\na=setup:passive\r\n",
    a: String = "", b: String = ""
  ) -> String {
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\n"
      + "a=ice-pwd:0123456789012345678901\r\n" + session
      + "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:a\r\na=rtpmap:96 OPUS/48000/2\r\n" + a
      + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:b\r\n" + b
  }

  @Test func `what the session says holds for its sections, and theirs goes first`() throws {
    let description = try WebDescription(
      parsing: text(
        a: "a=candidate:1 1 udp 1 192.0.2.1 4000 typ host\r\na=end-of-candidates\r\n",
        b: "a=setup:active\r\na=fingerprint:sha-512 CC\r\na=fingerprint:SHA-256 DD\r\n"))
    let audio = try #require(description.section("a")?.transport)
    #expect(audio.isLite && audio.setup == .passive && audio.fingerprint == "sha-256 AA:BB")
    #expect(audio.candidates == ["1 1 udp 1 192.0.2.1 4000 typ host"] && audio.isComplete)
    let data = try #require(description.section("b")?.transport)
    #expect(data.setup == .active && data.fingerprint == "SHA-256 DD" && data.candidates.isEmpty)
    #expect(description.transport == audio)
    #expect(description.section("a")?.codecs.first?.isOpus == true)
  }

  @Test func `what cannot be read as WebRTC says why`() throws {
    func error(_ text: String) -> WebDescriptionError? {
      do throws(WebDescriptionError) {
        _ = try WebDescription(parsing: text)
        return nil
      } catch { return error }
    }
    #expect(error(text()) == nil)
    #expect(error("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n") == .empty)
    #expect(error(Samples.carrier) == .unsupportedTransport(index: 0, transport: "RTP/AVP"))
    #expect(error(text().replacing("a=mid:b", with: "a=mid:a")) == .mid(index: 1))
    #expect(error(text().replacing("a=mid:b", with: "a=none:b")) == .mid(index: 1))
    #expect(error(text().replacing("m=application", with: "m=text")) == .unknownKind(index: 1, kind: "text"))
    #expect(error(text().replacing("a=ice-pwd:0", with: "a=ice-pwd:")) == .noCredentials)
    #expect(error(text().replacing("a=fingerprint", with: "a=none")) == .noFingerprint)
    guard case .malformed = error("nonsense") else {
      Issue.record("nonsense was read")
      return
    }
    #expect("\(WebDescriptionError.noFingerprint)".contains("a=fingerprint"))
  }

  @Test(arguments: Offers.names)
  func `no truncation and no edit of an offer crashes its reader or the answer`(name: String) throws {
    var random = SeededGenerator(seed: 5)
    let bytes = Array(try Offers.text(name).utf8)
    for trial in 0..<300 {
      var edited = trial % 3 == 0 ? Array(bytes.prefix(Int(random.next() % UInt64(bytes.count)))) : bytes
      for _ in 0..<Int(random.next() % 20) where !edited.isEmpty {
        edited[Int(random.next() % UInt64(edited.count))] = Array("0123456789=:/ \r\nab".utf8)
          .randomElement(using: &random)!
      }
      guard let offer = try? WebDescription(parsing: String(decoding: edited, as: UTF8.self)) else {
        continue
      }
      let answer = Answering.everything(offer)
      let written = answer.description
      #expect(written.media.count == offer.sections.count)
      #expect((try? SessionDescription(parsing: written.description)) == written)
    }
  }
}

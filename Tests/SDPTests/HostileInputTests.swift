import SDP
import SansIO
import Testing

@Suite struct HostileInputTests {
  /// Answers whatever parses, so that the negotiation meets the same nonsense.
  private func digest(_ bytes: [UInt8]) {
    guard let description = try? SessionDescription(parsing: bytes.span) else { return }
    let local = LocalMedia(rtp: TransportAddress("192.0.2.1:5000")!)
    var call = OfferAnswer(sessionID: 1)
    if let result = try? call.negotiate(offer: description, capabilities: AudioCapabilities(), local: local) {
      #expect(result.answer.media.count == description.media.count)
      #expect((10...60).contains(result.audio.packetTime))
      #expect((try? SessionDescription(parsing: result.answer.description)) == result.answer)
    }
    var other = OfferAnswer(sessionID: 2)
    _ = other.offer(capabilities: AudioCapabilities(), local: local)
    _ = try? other.complete(answer: description, capabilities: AudioCapabilities(), local: local)
  }

  @Test(arguments: Samples.all)
  func `no truncation crashes`(_ text: String) {
    let bytes = Array(text.utf8)
    for length in bytes.indices { digest(Array(bytes[..<length])) }
  }

  @Test(arguments: 0..<Samples.all.count)
  func `no random edit crashes`(_ sample: Int) {
    var random = SeededGenerator(seed: UInt64(sample))
    let bytes = Array(Samples.all[sample].utf8)
    let spice: [UInt8] = Array("0123456789=:/ \r\n-.\0".utf8) + [0xFF, 0xC3, 0x80]
    for _ in 0..<2_000 {
      var edited = bytes
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let place = Int.random(in: 0..<edited.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: edited[place] = UInt8.random(in: 0...255, using: &random)
        case 1: edited[place] = spice.randomElement(using: &random)!
        case 2: edited.insert(spice.randomElement(using: &random)!, at: place)
        default: if edited.count > 1 { edited.remove(at: place) }
        }
      }
      digest(edited)
    }
  }

  @Test(arguments: [
    "0", "65535", "65536", "4294967296", "18446744073709551616", "-1", "999999999999999999999999",
  ])
  func `no number is too big`(_ number: String) {
    digest(Array(Samples.audio(media: "m=audio \(number) RTP/AVP 0\r\n").utf8))
    digest(Array(Samples.audio(media: "m=audio 4000 RTP/AVP \(number)\r\n").utf8))
    for name in ["ptime", "maxptime", "rtcp", "rtpmap", "fmtp"] {
      let media = "m=audio 65535 RTP/AVP 0\r\na=\(name):\(number)\r\na=\(name):\(number) PCMU/8000\r\n"
      digest(Array(Samples.audio(media: media).utf8))
    }
  }

  @Test func `random bytes do not crash`() {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0..<300, using: &random)
      digest((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }
}

import SDP
import Testing

@Suite struct WebOfferTests {
  private let transport = WebTransport(
    usernameFragment: "clnt", password: "0123456789abcdef01234567", fingerprint: "sha-256 AA:BB",
    setup: .actpass,
    candidates: ["1 1 udp 2130706431 127.0.0.1 40000 typ host"], isComplete: true)
  private let sender = WebSender(track: WebTrack(stream: "-", track: "cid-1"), ssrc: 4_711, cname: "me")

  @Test func `an offer is read as it was meant, and an answer fits it`() throws {
    let made = WebOffer(
      sessionID: 5, codecs: [.opus(), .pcmu, .pcma], transport: transport,
      sections: [.receive, .receive, .send(sender), .data(sctpPort: 5_000, maximumMessageSize: 65_536)])
    let offer = try WebDescription(parsing: made.description.description)
    #expect(offer.sections.map(\.direction) == [.recvonly, .recvonly, .sendonly, .sendrecv])
    #expect(offer.sections.map(\.mid) == ["0", "1", "2", "3"])
    #expect(offer.sections.allSatisfy { $0.isBundled && !$0.isRejected })
    #expect(offer.sections[0].codecs == [.opus(), .pcmu, .pcma])
    #expect(offer.sections[0].extensions == [.audioLevel: 1, .mid: 4])
    #expect(offer.sections[2].track == sender.track && offer.sections[2].ssrcs == [4_711])
    #expect(offer.sections[2].cname == "me" && offer.transport == transport)
    let answer = try WebDescription(parsing: Answering.everything(offer).description.description)
    try answer.check(answers: offer)
    #expect(answer.sections.map(\.direction) == [.sendonly, .sendonly, .recvonly, .sendrecv])
  }

  @Test func `a later offer keeps the places, and what is given up has port 0`() throws {
    var made = WebOffer(sessionID: 5, transport: transport, sections: [.send(sender), .receive])
    let first = made.description
    made.version = 2
    made.sections[0] = .unused
    made.sections.append(.receive)
    let second = made.description
    #expect(second.media.map(\.port) == [0, 9, 9] && first.media.map(\.port) == [9, 9])
    #expect(second.origin.sessionID == first.origin.sessionID && second.origin.sessionVersion == 2)
    let offer = try WebDescription(parsing: second)
    #expect(offer.sections.map(\.isRejected) == [true, false, false])
    #expect(offer.transport == transport)
  }
}

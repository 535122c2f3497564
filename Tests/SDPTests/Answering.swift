import SDP

/// Answers of a room server.
enum Answering {
  static let transport = WebTransport(
    usernameFragment: "srvr", password: "aaaabbbbccccddddeeeeffff",
    fingerprint: "sha-256 " + (0..<32).map { _ in "AB" }.joined(separator: ":"), setup: .passive,
    isLite: true,
    candidates: ["1 1 udp 2130706431 127.0.0.1 40000 typ host"], isComplete: true)

  static func sender(_ index: Int) -> WebSender {
    WebSender(
      track: WebTrack(stream: "PA_bob|camera", track: "TR_AM\(index)"), ssrc: 1_000 + UInt32(index),
      cname: "bob")
  }

  /// Takes all audio both ways and data, and refuses video.
  static func everything(_ offer: WebDescription) -> WebAnswer {
    var answer = WebAnswer(to: offer, sessionID: 7, version: 1, transport: transport)
    for (index, section) in offer.sections.enumerated() {
      switch section.kind {
      case .audio:
        answer.answer(
          index,
          with: .audio(codecs: [.opus(parameters: nil), .pcmu], direction: .sendrecv, sender: sender(index)))
      case .application: answer.answer(index, with: .data(sctpPort: 5_000, maximumMessageSize: 65_536))
      case .video: break
      }
    }
    return answer
  }
}

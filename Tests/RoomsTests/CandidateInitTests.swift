import Rooms
import Testing

struct CandidateInitTests {
  private let line =
    "candidate:244160276 1 udp 2122194687 192.0.2.7 58777 typ host generation 0 ufrag rsNv network-id 1"

  @Test func `the official client's text is read`() {
    let text = "{\"sdpMid\":\"0\",\"sdpMLineIndex\":0,\"candidate\":\"\(line)\"}"
    #expect(CandidateInit(json: text) == CandidateInit(candidate: line, sdpMid: "0", sdpMLineIndex: 0))
    let browser = #"{"candidate":"","sdpMid":null,"usernameFragment":"ab/c","later":[1]}"#
    #expect(
      CandidateInit(json: browser)
        == CandidateInit(candidate: "", sdpMid: nil, sdpMLineIndex: nil, usernameFragment: "ab/c"))
  }

  @Test func `an own text has the members that clients need`() {
    let own = CandidateInit(candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 3)
    #expect(own.json == #"{"candidate":"candidate:1","sdpMLineIndex":3,"sdpMid":"0"}"#)
    #expect(CandidateInit(json: own.json) == own)
  }

  @Test(arguments: [
    "", "{}", "[]", "{\"candidate\":7}", "{\"candidate\":\"\",\"sdpMLineIndex\":-1}",
    "{\"candidate\":\"\",\"sdpMLineIndex\":65536}", "{\"candidate\":\"\",\"sdpMid\":0}", "{\"candidate\":\"",
  ])
  func `a text that is no candidate is refused`(text: String) {
    #expect(CandidateInit(json: text) == nil)
  }
}

import SDP
import SansIO
import Testing

@Suite struct SessionDescriptionTests {
  @Test(arguments: Samples.all)
  func `a description from the field parses, and what is written parses to the same`(_ text: String) throws {
    let first = try SessionDescription(parsing: text)
    let second = try SessionDescription(parsing: first.description)
    #expect(first == second)
    #expect(first.description == second.description)
    #expect(first.bytes == Array(first.description.utf8))
  }

  @Test func `every part of a rich description is where it belongs`() throws {
    let description = try SessionDescription(parsing: Samples.softphone)
    #expect(description.origin.sessionID == 3_912_345_678)
    #expect(description.origin.sessionVersion == 1_234_567_890)
    #expect(description.origin.host == .ip(IPAddress("203.0.113.7")!))
    #expect(description.attributes.map(\.name) == ["tool", "group"])
    #expect(description.media.map(\.kind) == ["audio", "video", "application"])
    #expect(description.media.map(\.port) == [20_004, 20_006, 20_008])
    #expect(description.media[0].formats == ["96", "0", "8", "97", "13"])
    #expect(description.media[0].attributes.contains(.init("rtcp-mux")))
    #expect(description.media[1].attributes == [.init("rtpmap", "100 H264/90000"), .init("inactive")])
    #expect(description.media[2].transport == "UDP/BFCP")
    #expect(description.media[2].formats == ["*"])
  }

  @Test func `CRLF, LF, a missing last line end and blank lines mean the same`() throws {
    let text = Samples.carrier
    let expected = try SessionDescription(parsing: text)
    let bare = text.split(separator: "\r\n").joined(separator: "\n")
    #expect(try SessionDescription(parsing: bare) == expected)
    #expect(try SessionDescription(parsing: bare + "\n\n\r\n") == expected)
  }

  @Test func `a media-level connection stays with its media`() throws {
    let media = "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 192.0.2.77\r\nm=video 0 RTP/AVP 96\r\n"
    let description = try SessionDescription(parsing: Samples.audio(media: media))
    #expect(description.connection == .ip(IPAddress("192.0.2.10")!))
    #expect(description.media[0].connection == .ip(IPAddress("192.0.2.77")!))
    #expect(description.media[1].connection == nil)
  }

  @Test func `a multicast connection loses its time to live and a port its count`() throws {
    let text = Samples.audio(
      session: "c=IN IP4 224.2.1.1/127\r\nt=0 0\r\n", media: "m=audio 4000/2 RTP/AVP 0\r\n")
    let description = try SessionDescription(parsing: text)
    #expect(description.connection == .ip(IPAddress("224.2.1.1")!))
    #expect(description.media[0].port == 4_000)
  }

  @Test func `unknown letters and attributes without value are no reason to refuse`() throws {
    let text = Samples.audio(
      session: "i=hello\r\nX=1\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nr=1 2 3\r\na=x-new:\r\na=y\r\n")
    let description = try SessionDescription(parsing: text)
    #expect(description.attributes == [.init("x-new", ""), .init("y")])
  }

  @Test func `a user name with spaces does not shift the origin`() throws {
    let text = "v=0\no=Some Media Gateway 77 78 IN IP4 192.0.2.1\ns=-\nt=0 0\n"
    let origin = try SessionDescription(parsing: text).origin
    #expect(origin.sessionID == 77)
    #expect(origin.sessionVersion == 78)
  }

  struct Nonsense: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let problem: String
    var testDescription: String { problem }
  }

  @Test(arguments: [
    Nonsense(text: "", line: 0, problem: "empty"),
    Nonsense(text: "hello", line: 1, problem: "not a line of SDP"),
    Nonsense(text: "o=- 1 1 IN IP4 192.0.2.1\n", line: 1, problem: "begin with its version"),
    Nonsense(text: "v=1\n", line: 1, problem: "version \"1\""),
    Nonsense(text: "v=0\nv=0\n", line: 2, problem: "version \"0\""),
    Nonsense(text: "v=0\n", line: 1, problem: "without an origin"),
    Nonsense(text: "v=0\no=- 1 1 IN IP4 192.0.2.1\n", line: 2, problem: "without a name"),
    Nonsense(text: "v=0\no=- 1 1 IN IP4\n", line: 2, problem: "5 fields"),
    Nonsense(text: "v=0\no=- one 1 IN IP4 192.0.2.1\n", line: 2, problem: "no number"),
    Nonsense(text: "v=0\no=- 99999999999999999999 1 IN IP4 192.0.2.1\n", line: 2, problem: "no number"),
    Nonsense(text: "v=0\no=- -1 1 IN IP4 192.0.2.1\n", line: 2, problem: "no number"),
    Nonsense(text: "v=0\no=- 1 1 ATM IP4 192.0.2.1\n", line: 2, problem: "origin address"),
    Nonsense(text: "v=0\no=- 1 1 IN IP4 ::1\n", line: 2, problem: "origin address"),
    Nonsense(text: Samples.audio(session: "c=IN IP4 300.1.1.1\nt=0 0\n"), line: 4, problem: "connection"),
    Nonsense(text: Samples.audio(session: "c=IN IP6 192.0.2.1\nt=0 0\n"), line: 4, problem: "connection"),
    Nonsense(text: Samples.audio(session: "c=IN IP4 \nt=0 0\n"), line: 4, problem: "connection"),
    Nonsense(text: Samples.audio(session: "t=now never\n"), line: 4, problem: "timing"),
    Nonsense(text: Samples.audio(session: "a=:x\n"), line: 4, problem: "without a name"),
    Nonsense(text: Samples.audio(session: "a=x\ry\n"), line: 4, problem: "lone CR"),
    Nonsense(text: Samples.audio(session: "a=x\0y\n"), line: 4, problem: "NUL"),
    Nonsense(text: Samples.audio(media: "m=audio 4000 RTP/AVP\n"), line: 6, problem: "media line"),
    Nonsense(text: Samples.audio(media: "m=audio 65536 RTP/AVP 0\n"), line: 6, problem: "port"),
    Nonsense(text: Samples.audio(media: "m=audio -1 RTP/AVP 0\n"), line: 6, problem: "port"),
    Nonsense(text: Samples.audio(media: "m=audio 4000/x RTP/AVP 0\n"), line: 6, problem: "port"),
    Nonsense(text: Samples.audio(media: "m=audio 4000 RTP/AVP 128\n"), line: 6, problem: "payload type"),
    Nonsense(text: Samples.audio(media: "m=audio 4000 RTP/SAVP PCMU\n"), line: 6, problem: "payload type"),
    Nonsense(
      text: Samples.audio(media: "m=audio 1 RTP/AVP 0\no=- 1 1 IN IP4 192.0.2.1\n"), line: 7,
      problem: "origin"),
  ])
  func `nonsense is refused with its line, the problem and what would be right`(_ nonsense: Nonsense) {
    let error = #expect(throws: SDPParseError.self) { try SessionDescription(parsing: nonsense.text) }
    #expect(error?.line == nonsense.line)
    #expect(error?.problem.contains(nonsense.problem) == true, "\(String(describing: error))")
    #expect(error?.expected.isEmpty == false)
  }

  @Test func `an error quotes at most 40 characters of the peer`() {
    let text = Samples.audio(session: "t=" + String(repeating: "x", count: 5_000) + "\n")
    let error = #expect(throws: SDPParseError.self) { try SessionDescription(parsing: text) }
    #expect((error?.description.count ?? 0) < 160)
  }

  @Test func `the bounds are what they say`() throws {
    let formats = (0..<128).map { "\($0)" }.joined(separator: " ")
    let line = "m=audio 4000 RTP/AVP \(formats)\r\n"
    let full = Samples.audio(media: String(repeating: line, count: 64))
    #expect(try SessionDescription(parsing: full).media.count == 64)
    #expect(throws: SDPParseError.self) { try SessionDescription(parsing: full + line) }
    let tooMany = "m=audio 4000 RTP/AVP \(formats) 0\r\n"
    #expect(throws: SDPParseError.self) { try SessionDescription(parsing: Samples.audio(media: tooMany)) }
    let padding = String(repeating: "a=x\n", count: 20_000)
    let error = #expect(throws: SDPParseError.self) {
      try SessionDescription(parsing: Samples.audio() + padding)
    }
    #expect(error?.line == 0)
  }
}

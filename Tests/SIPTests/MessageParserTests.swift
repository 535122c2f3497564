import SIP
import SansIO
import Testing

struct MessageParserTests {
  private func parse(_ text: String) throws -> Message { try MessageParser.parse(wire(text).span) }

  @Test func `everything the agent reads is there`() throws {
    let message = try parse(Corpus.invite)
    #expect(message.start == .request(.invite, uri: "sip:+49-30-1234@127.0.0.1:5060;user=phone"))
    #expect(message.via.sentBy == "pc33.example.com:5066")
    #expect(message.via.branch == "z9hG4bKnashds8")
    #expect(message.via.wantsPort)
    #expect(message.furtherVias.count == 1)
    #expect(message.from.display == "Alice")
    #expect(message.from.user == "alice")
    #expect(message.from.host == "example.com")
    #expect(message.from.tag == "1928301774")
    #expect(message.to.tag == nil)
    #expect(message.callID == "a84b4c76e66710@pc33.example.com")
    #expect(message.sequence == 314_159)
    #expect(message.contact == "sip:alice@127.0.0.9:5066")
    #expect(message.recordRoutes == ["<sip:p2.example.com;lr>", "<sip:p1.example.com;lr>"])
    #expect(message.contentType == "application/sdp")
    #expect(message.body == Array("v=0\r\n".utf8))
    #expect(message.headers["x-note"] == "one, two")
    #expect(message.headers["X-LONG"]?.contains("goes on") == true)
    #expect(message.headers["absent"] == nil)
  }

  @Test(arguments: Corpus.odd.indices) func `an odd but valid message is read`(index: Int) {
    #expect(throws: Never.self) { try parse(Corpus.odd[index]) }
  }

  @Test func `compact names and wild spacing mean the same`() throws {
    let message = try parse(Corpus.compact)
    #expect(message.callID == "a84b4c")
    #expect(message.from.tag == "9")
    #expect(message.to.tag == "8")
    #expect(message.contact == "sip:caller@127.0.0.1")
    #expect(message.body == Array("ab".utf8))
  }

  @Test func `bytes behind the body are ignored`() throws {
    let bytes = wire(Corpus.bye) + Array("garbage".utf8)
    #expect(try MessageParser.parse(bytes.span).body.isEmpty)
  }

  @Test(arguments: [
    ("Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKx\n", MessageError.missing("Via")),
    ("From: <sip:a@b>;tag=1\n", .missing("From")), ("To: <sip:c@d>;tag=2\n", .missing("To")),
    ("Call-ID: abc\n", .missing("Call-ID")), ("CSeq: 2 BYE\n", .missing("CSeq")),
  ])
  func `a message without a mandatory field is refused`(line: String, error: MessageError) {
    #expect(throws: error) { try parse(Corpus.bye.replacing(line, with: "")) }
  }

  @Test(arguments: [
    (";branch=z9hG4bKx", "", MessageError.missing("Via branch")), (";tag=1", "", .missing("From tag")),
    ("2 BYE", "2 INVITE", .malformed("CSeq (its method is not the request's)")),
    ("2 BYE", "4294967296 BYE", .malformed("CSeq")), ("2 BYE", "-2 BYE", .malformed("CSeq")),
    ("SIP/2.0\n", "SIP/7.0\n", .unsupportedVersion("SIP/7.0")),
    ("Content-Length: 0", "Content-Length: 5", .truncatedBody(expected: 5, received: 0)),
    ("Content-Length: 0", "Content-Length: x", .badContentLength("x")),
    ("To: <sip:c@d>", "To: <sip:c%00@d>", .illegalByte(0)), ("abc\n", "a\u{0}bc\n", .illegalByte(0)),
    ("abc\n", "a\u{1B}bc\n", .illegalByte(0x1B)),
  ])
  func `a message with an impossible value is refused`(old: String, new: String, error: MessageError) {
    #expect(throws: error) { try parse(Corpus.bye.replacing(old, with: new)) }
  }

  @Test(arguments: Corpus.broken.indices) func `a broken message is refused`(index: Int) {
    #expect(throws: MessageError.self) { try parse(Corpus.broken[index]) }
  }

  @Test func `line ends without CR are refused`() {
    #expect(throws: MessageError.self) { try MessageParser.parse(Array(Corpus.bye.utf8).span) }
    let mixed = wire(Corpus.bye.replacing("Call-ID", with: "X: y\u{1}Call-ID")).map { $0 == 1 ? 0x0A : $0 }
    #expect(throws: MessageError.illegalByte(0x0A)) { try MessageParser.parse(mixed.span) }
  }

  @Test func `a head made to cost time is refused`() {
    let parameters = String(repeating: ";a", count: 400)
    #expect(throws: MessageError.tooManyElements(limit: 400)) {
      try parse(Corpus.bye.replacing("<sip:c@d>", with: "<sip:c@d>\(parameters)"))
    }
    let long = String(repeating: "a", count: 20_000)
    #expect(throws: MessageError.tooLong(limit: 16_384)) {
      try parse(Corpus.bye.replacing("Call-ID: abc", with: "X: \(long)\nCall-ID: abc"))
    }
    let huge = String(repeating: "a", count: 70_000)
    #expect(throws: MessageError.tooLong(limit: 65_536)) { try parse(Corpus.bye + huge) }
  }

  @Test(arguments: Corpus.valid.indices) func `no truncation of a message crashes the parser`(index: Int) {
    let bytes = wire(Corpus.valid[index])
    var whole = 0
    for length in 0..<bytes.count {
      if (try? MessageParser.parse(Array(bytes[..<length]).span)) != nil { whole += 1 }
    }
    // Without a Content-Length a shorter body is a whole message.
    #expect(whole <= 64)
  }

  @Test(arguments: 0..<20) func `no corruption of a message crashes the parser`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let special = Array("<>\"\\:;,@?=&%[]() \t\r\n*".utf8)
    var survived = 0
    for text in Corpus.valid {
      let original = wire(text)
      for _ in 0..<100 {
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          let index = Int.random(in: 0..<bytes.count, using: &random)
          switch random.next() % 4 {
          case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
          case 1: bytes[index] = special[Int(random.next() % UInt64(special.count))]
          case 2: bytes.remove(at: index)
          default: bytes.insert(special[Int(random.next() % UInt64(special.count))], at: index)
          }
        }
        if (try? MessageParser.parse(bytes.span)) != nil { survived += 1 }
      }
    }
    #expect(survived > 0)
  }

  @Test func `random bytes are no message`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...600, using: &random)).map { _ in
        UInt8(truncatingIfNeeded: random.next())
      }
      #expect(throws: MessageError.self) { try MessageParser.parse(bytes.span) }
    }
  }
}

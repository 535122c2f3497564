import SIP
import SansIO
import Testing

/// What peers can send without harm.
struct UserAgentHostileTests {
  @Test(arguments: [
    ("Call-ID: call-1\n", "", "SIP/2.0 400 Bad Request: no Call-ID"),
    ("CSeq: 1 INVITE\n", "", "SIP/2.0 400 Bad Request: no CSeq"),
    (";branch=z9hG4bK1", "", "SIP/2.0 400 Bad Request: no Via branch"),
    (";tag=far", "", "SIP/2.0 400 Bad Request: no From tag"),
    (
      "Content-Length: 0", "Content-Length: 10",
      "SIP/2.0 400 Bad Request: Content-Length 10 but 0 bytes of body"
    ),
    ("SIP/2.0\n", "SIP/3.0\n", "SIP/2.0 505 Bad Request: version SIP/3.0, wanted SIP/2.0"),
  ])
  func `a malformed request gets a response that says what is wrong`(old: String, new: String, line: String) {
    var script = Script(.bob)
    expect(script.receive(Requests.make("INVITE").replacing(old, with: new)), [])
    #expect(script.lastLine == line)
    #expect(script.agent.statistics.malformed == 1)
    #expect(lines(script.lastSent)["Via"]?.hasPrefix("SIP/2.0/UDP 127.0.0.2:5060;rport") == true)
    #expect(script.agent.callCount == 0 && script.agent.transactionCount == 0)
  }

  @Test(arguments: [
    Requests.make("INVITE").replacing("Via", with: "X"), Requests.make("ACK").replacing("CSeq", with: "X"),
    Requests.make("INVITE").replacing("INVITE sip:room@127.0.0.1 SIP/2.0", with: "SIP/2.0 abc"), "junk",
    "a\n\n",
    "\u{0}\u{0}\u{0}",
  ])
  func `what cannot be answered is counted and dropped`(text: String) {
    var script = Script(.bob)
    expect(script.receive(text), [])
    #expect(script.sent.isEmpty)
    #expect(script.agent.statistics.malformed == 1)
  }

  @Test func `keep-alives over UDP are no malformed messages`() {
    var script = Script(.bob)
    for text in ["", "\n", "\n\n"] { script.receive(text) }
    #expect(script.agent.statistics.malformed == 0)
    #expect(script.sent.isEmpty)
  }

  @Test func `a ping over TCP gets a pong`() {
    var script = Script(.bob, transport: .tcp)
    script.receive("\n\n")
    #expect(script.sent.map(\.bytes) == [[0x0D, 0x0A]])
  }

  @Test func `a TCP stream that cannot be followed is closed, a malformed message in its frame is not`() {
    var script = Script(.bob, transport: .tcp)
    expect(script.receive(Requests.make("OPTIONS").replacing("CSeq", with: "X")), [])
    #expect(script.lastLine == "SIP/2.0 400 Bad Request: no CSeq")
    expect(script.receive(Requests.make("OPTIONS").replacing("Content-Length", with: "X")), ["close"])
    #expect(script.agent.statistics.brokenStreams == 1)
  }

  @Test func `responses to nothing are counted and dropped`() {
    var script = Script(.alice)
    expect(script.receive(Corpus.odd[0]), [])
    #expect(script.agent.statistics.unmatchedResponses == 1)
  }

  @Test(arguments: 0..<10) func `a live agent takes corrupted messages of its own calls`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var wire = Wire(seed: seed)
    wire.bobAnswers()
    var corrupted: [([UInt8], Wire.End)] = []
    let call = wire.call()
    wire.run(until: 1_000)
    wire.alice.reinvite(call, body: [], at: wire.now)
    wire.run(until: 2_000)
    for (line, transmission) in wire.sent {
      for _ in 0..<40 {
        var bytes = transmission.bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8(
            truncatingIfNeeded: random.next() & 0x7F)
        }
        corrupted.append((bytes, line.end))
      }
    }
    for (bytes, end) in corrupted {
      if end == .alice {
        wire.bob.receive(bytes.span, on: Flow(.udp, Addresses.alice), at: wire.now)
      } else {
        wire.alice.receive(bytes.span, on: Flow(.udp, Addresses.bob), at: wire.now)
      }
    }
    wire.run(until: 200_000)
    #expect(wire.bob.statistics.malformed + wire.alice.statistics.malformed > 0)
    #expect(wire.alice.callCount <= 1)
  }

  @Test func `text of the application cannot add header fields`() {
    var script = Script(.alice)
    _ = script.invite {
      $0.headers = [("X-Room\r\nEvil: 1", "a\r\nEvil: 2")]
      $0.fromDisplay = "A\r\nEvil: 3"
      $0.from = SIPURI(user: "a\r\nEvil: 4", host: "b")
      $0.contentType = "x\r\nEvil: 5"
      $0.body = [1]
    }
    #expect(!script.lastSent.contains("\r\nEvil"))
  }
}

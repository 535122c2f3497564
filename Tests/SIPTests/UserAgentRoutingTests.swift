import SIP
import SansIO
import Testing

/// Where messages go: Via, Record-Route, Contact and flows.
struct UserAgentRoutingTests {
  @Test func `a response goes to the source and says where that was`() {
    var script = Script(.bob)
    let source = Flow(.udp, Addresses.address("127.0.0.77:61234"))
    script.receive(Requests.make("OPTIONS", via: "10.0.0.1:5060;rport"), from: source)
    #expect(script.sent.last?.flow == source)
    let via = lines(script.lastSent)["Via"]
    #expect(via == "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;received=127.0.0.77;rport=61234")
  }

  @Test func `who did not ask for its port is not told, and false words of the sender are dropped`() {
    var script = Script(.bob)
    script.receive(Requests.make("OPTIONS", via: "10.0.0.1;received=1.2.3.4"))
    #expect(lines(script.lastSent)["Via"] == "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1;received=127.0.0.2")
  }

  @Test func `further Vias come back in order`() {
    var script = Script(.bob)
    script.receive(
      Requests.make(
        "OPTIONS", fields: ["Via: SIP/2.0/TCP second;branch=z9hG4bK2, SIP/2.0/UDP third;branch=3"]
      )
      .replacing("From:", with: "Via: SIP/2.0/UDP zero;branch=z9hG4bK0\nFrom:"))
    let vias = script.lastSent.split(separator: "\r\n").filter { $0.hasPrefix("Via") }
    #expect(vias.count == 3)
    #expect(vias.last == "Via: SIP/2.0/UDP third;branch=3")
  }

  @Test func `our requests ask for their port`() {
    var script = Script(.alice)
    _ = script.invite()
    #expect(lines(script.lastSent)["Via"]?.hasSuffix(";rport") == true)
    #expect(lines(script.lastSent)["Via"]?.hasPrefix("SIP/2.0/UDP 127.0.0.2:5060;branch=z9hG4bK") == true)
  }

  @Test func `the caller's route set is the Record-Route of the 2xx reversed`() {
    var script = Script(.alice)
    let call = script.invite()
    _ = script.respond(
      200, ["Record-Route: <sip:127.0.0.3:5070;lr>, <sip:127.0.0.4;lr>", "Contact: <sip:bob@127.0.0.9:5090>"])
    #expect(script.lastLine == "ACK sip:bob@127.0.0.9:5090 SIP/2.0")
    #expect(routes(script.lastSent) == ["<sip:127.0.0.4;lr>", "<sip:127.0.0.3:5070;lr>"])
    #expect(script.sent.last?.flow == Flow(.udp, Addresses.address("127.0.0.4:5060")))
    script.agent.bye(call, at: script.now)
    _ = script.collect()
    #expect(routes(script.lastSent) == ["<sip:127.0.0.4;lr>", "<sip:127.0.0.3:5070;lr>"])
  }

  @Test func `the called end's route set is the Record-Route of the INVITE, which its responses repeat`() {
    var script = Script(.bob)
    script.receive(
      Requests.make(
        "INVITE", fields: ["Record-Route: <sip:127.0.0.3:5070;lr>", "Record-Route: <sip:127.0.0.4;lr>"]))
    script.agent.answer(script.calls[0], body: [], at: script.now)
    _ = script.collect()
    let recorded = script.lastSent.split(separator: "\r\n").filter { $0.hasPrefix("Record-Route") }
    #expect(recorded == ["Record-Route: <sip:127.0.0.3:5070;lr>", "Record-Route: <sip:127.0.0.4;lr>"])
    let tag = String(lines(script.lastSent)["To"]?.split(separator: "tag=").last ?? "")
    script.receive(Requests.make("ACK", branch: "z9hG4bK2", to: tag))
    script.agent.bye(script.calls[0], at: script.now)
    _ = script.collect()
    #expect(script.lastLine == "BYE sip:alice@127.0.0.2:5060 SIP/2.0")
    #expect(routes(script.lastSent) == ["<sip:127.0.0.3:5070;lr>", "<sip:127.0.0.4;lr>"])
    #expect(script.sent.last?.flow == Flow(.udp, Addresses.address("127.0.0.3:5070")))
  }

  @Test(arguments: [
    // A host name and what is no URI fall back on the flow.
    ("sip:bob@example.com", "203.0.113.1:5060", "udp:203.0.113.1:5060"),
    ("tel:+1212", "203.0.113.1:5060", "udp:203.0.113.1:5060"),
    // A private, loopback or unspecified address behind a public one cannot be reached.
    ("sip:bob@10.0.0.8:5060", "203.0.113.1:6000", "udp:203.0.113.1:6000"),
    ("sip:bob@192.168.1.8", "203.0.113.1:6000", "udp:203.0.113.1:6000"),
    ("sip:bob@127.0.0.1", "10.0.0.1:6000", "udp:10.0.0.1:6000"),
    ("sip:bob@0.0.0.0", "127.0.0.1:6000", "udp:127.0.0.1:6000"),
    ("sip:bob@[::1]", "127.0.0.1:6000", "udp:127.0.0.1:6000"),
    // An address as wide as the peer's own is believed, port and transport too.
    ("sip:bob@198.51.100.7:5080", "203.0.113.1:6000", "udp:198.51.100.7:5080"),
    ("sip:bob@10.0.0.8", "10.0.0.1:6000", "udp:10.0.0.8:5060"),
    ("sip:bob@127.0.0.8:7000;transport=tcp", "127.0.0.1:6000", "tcp:127.0.0.8:7000"),
  ])
  func `a request in a dialog goes to the Contact if that can be reached`(
    contact: String, remote: String, target: String
  ) {
    var script = Script(.alice)
    let flow = Flow(.udp, Addresses.address(remote))
    _ = script.invite { $0.flow = flow }
    _ = script.respond(200, ["Contact: <\(contact)>"])
    #expect(script.sent.last?.flow.description == target)
    #expect(script.lastLine == "ACK \(contact) SIP/2.0")
  }

  @Test func `a re-INVITE refreshes the remote target`() {
    var wire = Wire()
    wire.bobAnswers()
    let call = wire.call()
    wire.run(until: 100)
    #expect(wire.alice.remoteTarget(of: call) == "sip:room@127.0.0.1:5060")
    var script = Script(.alice)
    let handle = script.invite()
    _ = script.respond(200, ["Contact: <sip:bob@127.0.0.9>"])
    script.agent.reinvite(handle, body: [], at: script.now)
    _ = script.collect()
    _ = script.respond(200, ["Contact: <sip:bob@127.0.0.10:5099>"])
    #expect(script.lastLine == "ACK sip:bob@127.0.0.10:5099 SIP/2.0")
    #expect(script.agent.remoteTarget(of: handle) == "sip:bob@127.0.0.10:5099")
  }

  @Test func `a caller behind a NAT gets its responses and the other end's BYE`() {
    var wire = Wire()
    wire.aliceSeenAs = Addresses.address("203.0.113.5:61000")
    wire.bobAnswers()
    _ = wire.call()
    wire.run(until: 1_000)
    #expect(wire.events(.alice).last == "answered 200")
    wire.bob.bye(wire.bobsCalls[0], at: wire.now)
    wire.run()
    #expect(wire.events(.alice).last == "ended")
  }

  @Test func `every fork's 2xx is acknowledged, the further ones ended with BYE`() {
    var script = Script(.alice)
    _ = script.invite()
    let invite = script.sent[0]
    expect(script.respond(200, ["Contact: <sip:one@127.0.0.1>"], tag: "one"), ["answered 200"])
    let fork = response(to: invite, tag: "two")
    expect(script.receive(fork), [])
    #expect(script.sent.map(\.summary.text).suffix(2) == ["ACK sip:two@127.0.0.1", "BYE sip:two@127.0.0.1"])
    expect(script.receive(fork), [])
    #expect(script.sent.last?.summary.text == "ACK sip:two@127.0.0.1")
    #expect(script.sent.last?.summary.isRetransmission == true)
    #expect(script.agent.callCount == 1)
  }

  private func response(to invite: UserAgent.Transmission, tag: String) -> String {
    let asked = lines(String(decoding: invite.bytes, as: UTF8.self))
    return """
      SIP/2.0 200 OK
      Via: \(asked["Via"] ?? "")
      From: \(asked["From"] ?? "")
      To: \(asked["To"] ?? "");tag=\(tag)
      Call-ID: \(asked["Call-ID"] ?? "")
      CSeq: 1 INVITE
      Contact: <sip:\(tag)@127.0.0.1>
      Content-Length: 0


      """
  }

  private func routes(_ text: String) -> [String] {
    text.split(separator: "\r\n").filter { $0.hasPrefix("Route: ") }.map { String($0.dropFirst(7)) }
  }
}

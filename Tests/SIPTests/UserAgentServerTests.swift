import SIP
import SansIO
import Testing

/// What the called end answers to single requests.
struct UserAgentServerTests {
  @Test(arguments: ["REGISTER", "UPDATE", "INFO", "SUBSCRIBE", "MESSAGE", "PRACK", "invite"])
  func `other methods get 405 with Allow`(method: String) {
    var script = Script(.bob)
    expect(script.receive(Requests.make(method)), [])
    #expect(script.lastLine == "SIP/2.0 405 Method Not Allowed")
    #expect(lines(script.lastSent)["Allow"] == "INVITE, ACK, CANCEL, BYE, OPTIONS")
    #expect(script.agent.transactionCount == 0)
  }

  @Test(arguments: ["BYE", "INVITE", "OPTIONS", "CANCEL"])
  func `what belongs to no dialog gets 481`(method: String) {
    var script = Script(.bob)
    expect(script.receive(Requests.make(method, to: "gone", sequence: 2)), [])
    #expect(script.statuses == [481])
    #expect(script.agent.statistics.unknownDialogs == 1)
    #expect(script.agent.transactionCount == 0)
  }

  @Test func `OPTIONS is answered with what is served, the same for every copy`() {
    var script = Script(.bob)
    script.receive(Requests.make("OPTIONS"))
    let first = script.lastSent
    #expect(script.lastLine == "SIP/2.0 200 OK")
    #expect(lines(first)["Accept"] == "application/sdp")
    #expect(lines(first)["To"]?.contains(";tag=") == true)
    script.receive(Requests.make("OPTIONS"))
    #expect(script.lastSent == first)
  }

  @Test(arguments: [
    (["Require: 100rel, precondition"], "SIP/2.0 420 Bad Extension"),
    (["Max-Forwards: 0"], "SIP/2.0 483 Too Many Hops"),
  ])
  func `a request that cannot be served is refused before anything is kept`(fields: [String], line: String) {
    var script = Script(.bob)
    expect(script.receive(Requests.make("INVITE", fields: fields)), [])
    #expect(script.lastLine == line)
    #expect(script.agent.callCount == 0 && script.agent.transactionCount == 0)
  }

  @Test func `a 420 names what is unsupported`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE", fields: ["Require: 100rel, precondition"]))
    #expect(lines(script.lastSent)["Unsupported"] == "100rel, precondition")
  }

  @Test(arguments: [
    ("sips:room@127.0.0.1", "SIP/2.0 416 Unsupported URI Scheme"),
    ("tel:+1", "SIP/2.0 416 Unsupported URI Scheme"),
    ("sip:room@127.0.0.1:99999", "SIP/2.0 400 Bad Request-URI"),
  ])
  func `a Request-URI that cannot be served is refused`(uri: String, line: String) {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE", uri: uri))
    #expect(script.lastLine == line)
    #expect(script.agent.callCount == 0)
  }

  @Test func `an INVITE without Contact is refused`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE", contact: nil))
    #expect(script.lastLine == "SIP/2.0 400 Bad Request: no Contact")
  }

  @Test func `past the limit of calls an INVITE gets 503 and nothing is kept`() {
    var script = Script(.bob) {
      $0.maximumCalls = 1
      $0.retryAfter = 9
    }
    script.receive(Requests.make("INVITE"))
    expect(script.receive(Requests.make("INVITE", branch: "z9hG4bK2", callID: "call-2")), [])
    #expect(script.lastLine == "SIP/2.0 503 Service Unavailable")
    #expect(lines(script.lastSent)["Retry-After"] == "9")
    #expect(script.agent.callCount == 1 && script.agent.transactionCount == 1)
    #expect(script.agent.statistics.overloads == 1)
    script.receive(Requests.make("ACK", branch: "z9hG4bK2", to: "x", callID: "call-2"))
    #expect(script.statuses == [100, 503])
  }

  @Test func `past the limit of transactions an INVITE gets 503`() {
    var script = Script(.bob) { $0.maximumServerTransactions = 1 }
    script.receive(Requests.make("INVITE"))
    script.agent.reject(script.calls[0], status: 486, at: script.now)
    expect(script.receive(Requests.make("INVITE", branch: "z9hG4bK2", callID: "call-2")), [])
    #expect(script.statuses == [100, 486, 503])
  }

  @Test func `copies of an INVITE get the last provisional response and make no further call`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE"))
    script.receive(Requests.make("INVITE"))
    script.agent.ring(script.calls[0], status: 183, body: Array("early".utf8), at: script.now)
    _ = script.collect()
    script.receive(Requests.make("INVITE"))
    #expect(script.statuses == [100, 100, 183, 183])
    #expect(script.calls.count == 1)
    #expect(script.received.map(\.summary.isRetransmission) == [false, true, true])
    #expect(script.received.allSatisfy { $0.call == script.calls[0] })
    #expect(script.agent.statistics.retransmissionsReceived == 2)
  }

  @Test func `requests are told apart by branch and by who sent them`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE"))
    script.receive(Requests.make("INVITE", via: "127.0.0.3:5060;rport", callID: "call-2"))
    script.receive(Requests.make("INVITE", branch: "z9hG4bK2", callID: "call-3"))
    #expect(script.calls.count == 3)
  }

  @Test func `a branch without the cookie joins the fields of RFC 2543`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE", branch: "1"))
    script.receive(Requests.make("INVITE", branch: "1"))
    script.receive(Requests.make("INVITE", branch: "1", callID: "call-2"))
    #expect(script.calls.count == 2)
    expect(script.receive(Requests.make("CANCEL", branch: "1")), ["cancelled"])
  }

  @Test func `what the invitation says is what the INVITE said`() throws {
    var script = Script(.bob)
    let text = Requests.make(
      "INVITE", uri: "sip:%2B49@127.0.0.1:5060;x=y",
      fields: ["X-Trunk: a, b", "From: \"Al Ice\" <sip:al@ex.org>;tag=far"])
    script.agent.receive(wire(text).span, on: script.peer, at: script.now)
    var invitation: UserAgent.Invitation?
    while let output = script.agent.poll() {
      if case .event(_, .invited(let found)) = output { invitation = found }
    }
    let found = try #require(invitation)
    #expect(found.requestURI == .known("sip:%2B49@127.0.0.1:5060;x=y"))
    #expect(found.fromUser == "al" && found.fromHost == "ex.org" && found.fromDisplay == "Al Ice")
    #expect(found.toUser == "room" && found.callID == "call-1" && found.branch == "z9hG4bK1")
    #expect(found.headers["x-trunk"] == "a, b")
    #expect(found.flow == script.peer)
  }

  @Test func `a request below the last CSeq gets 500`() {
    var (script, tag) = answered(sequence: 10)
    expect(script.receive(Requests.make("BYE", branch: "z9hG4bK3", to: tag, sequence: 9)), [])
    #expect(script.lastLine == "SIP/2.0 500 Server Internal Error")
    expect(script.receive(Requests.make("BYE", branch: "z9hG4bK4", to: tag, sequence: 11)), ["ended"])
  }

  @Test func `a BYE gets the same answer for every copy until timer J`() {
    var (script, tag) = answered()
    let bye = Requests.make("BYE", branch: "z9hG4bK3", to: tag, sequence: 2)
    expect(script.receive(bye), ["ended"])
    expect(script.receive(bye), [])
    #expect(script.statuses.suffix(2) == [200, 200])
    #expect(script.received.last?.summary.isRetransmission == true)
    _ = script.advance(by: 40_000)
    script.receive(bye)
    #expect(script.statuses.last == 481)
  }

  @Test func `a BYE of a stranger or another dialog gets 481`() {
    var (script, tag) = answered()
    let bye = Requests.make("BYE", branch: "z9hG4bK3", to: tag, sequence: 2)
    script.receive(bye.replacing("tag=far", with: "tag=stranger"))
    script.receive(bye.replacing("call-1", with: "call-2").replacing("bK3", with: "bK4"))
    #expect(script.statuses.suffix(2) == [481, 481])
    #expect(script.agent.callCount == 1)
  }

  @Test func `a BYE before the answer ends the call and its INVITE`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE"))
    script.agent.ring(script.calls[0], at: script.now)
    _ = script.collect()
    let tag = localTag(script)
    expect(script.receive(Requests.make("BYE", branch: "z9hG4bK2", to: tag, sequence: 2)), ["ended"])
    #expect(script.statuses == [100, 180, 200, 487])
  }

  @Test func `a re-INVITE before the answer gets 500 with Retry-After`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE"))
    script.agent.ring(script.calls[0], at: script.now)
    _ = script.collect()
    expect(script.receive(Requests.make("INVITE", branch: "z9hG4bK2", to: localTag(script), sequence: 2)), [])
    #expect(script.statuses.last == 500)
    #expect(lines(script.lastSent)["Retry-After"] != nil)
  }

  @Test func `a cancelled re-INVITE leaves the call as it was`() {
    var (script, tag) = answered()
    expect(
      script.receive(Requests.make("INVITE", branch: "z9hG4bK5", to: tag, sequence: 2)), ["reinvited"])
    expect(
      script.receive(Requests.make("CANCEL", branch: "z9hG4bK5", to: tag, sequence: 2)), ["offerWithdrawn"])
    #expect(script.statuses.suffix(2) == [200, 487])
    #expect(script.agent.stage(of: script.calls[0]) == .confirmed)
  }

  @Test func `a copy of an ACK and an ACK of nothing change nothing`() {
    var (script, tag) = answered()
    let ack = Requests.make("ACK", branch: "z9hG4bK9", to: tag, sequence: 1)
    expect(script.receive(ack), [])
    expect(script.receive(Requests.make("ACK", branch: "z9hG4bK8", to: tag, sequence: 7)), [])
    #expect(script.received.suffix(2).map(\.summary.isRetransmission) == [true, false])
    #expect(script.agent.statistics.unmatchedAcknowledgements == 1)
  }

  @Test func `an unsupported body is refused with what is accepted`() {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE"))
    script.agent.rejectMediaType(script.calls[0], at: script.now)
    _ = script.collect()
    #expect(script.lastLine == "SIP/2.0 415 Unsupported Media Type")
    #expect(lines(script.lastSent)["Accept"] == "application/sdp")
  }

  /// An agent with one call that was answered and acknowledged, and its tag.
  private func answered(sequence: Int = 1) -> (Script, String) {
    var script = Script(.bob)
    script.receive(Requests.make("INVITE", sequence: sequence))
    script.agent.answer(script.calls[0], body: [], at: script.now)
    _ = script.collect()
    let tag = localTag(script)
    expect(
      script.receive(Requests.make("ACK", branch: "z9hG4bK9", to: tag, sequence: sequence)), ["acknowledged"])
    return (script, tag)
  }

  private func localTag(_ script: Script) -> String {
    String(lines(script.lastSent)["To"]?.split(separator: "tag=").last ?? "")
  }
}

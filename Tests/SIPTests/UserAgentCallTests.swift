import SIP
import SansIO
import Testing

/// Whole calls between two agents.
struct UserAgentCallTests {
  @Test(arguments: [SIPTransport.udp, .tcp], [1, 13, 1_000_000])
  func `a call is set up and hung up by the caller`(transport: SIPTransport, portion: Int) {
    var wire = Wire()
    wire.portion = portion
    wire.bobAnswers()
    let call = wire.call(transport)
    wire.run(until: 1_000)
    #expect(wire.alice.stage(of: call) == .confirmed)
    wire.alice.bye(call, reason: "SIP;cause=200;text=\"done\"", at: wire.now)
    wire.run()
    #expect(
      wire.events(.alice) == ["provisional 100", "provisional 180", "answered 200", "byeAnswered 200"])
    #expect(wire.events(.bob) == ["invited", "acknowledged", "ended SIP;cause=200;text=\"done\""])
    let suffix = transport == .tcp ? ";transport=tcp" : ""
    #expect(
      wire.sent(.alice) == [
        "INVITE sip:room@127.0.0.1", "ACK sip:room@127.0.0.1:5060\(suffix)",
        "BYE sip:room@127.0.0.1:5060\(suffix)",
      ])
    #expect(
      wire.sent(.bob) == ["100 Trying (INVITE)", "180 Ringing (INVITE)", "200 OK (INVITE)", "200 OK (BYE)"])
    expectNothingLeft(wire)
  }

  @Test func `the called end hangs up`() {
    var wire = Wire()
    wire.bobAnswers()
    _ = wire.call()
    wire.run(until: 1_000)
    wire.bob.bye(wire.bobsCalls[0], reason: "X-Silence;cause=10", at: wire.now)
    wire.run()
    #expect(wire.events(.alice).last == "ended X-Silence;cause=10")
    #expect(wire.events(.bob) == ["invited", "acknowledged", "byeAnswered 200"])
    #expect(wire.sent(.bob).last == "BYE sip:alice@127.0.0.2:5060")
    expectNothingLeft(wire)
  }

  @Test func `both ends hang up at once`() {
    var wire = Wire()
    wire.bobAnswers()
    let call = wire.call()
    wire.run(until: 1_000)
    wire.alice.bye(call, at: wire.now)
    wire.bob.bye(wire.bobsCalls[0], at: wire.now)
    wire.run()
    #expect(wire.events(.alice).last == "byeAnswered 200")
    #expect(wire.events(.bob).last == "byeAnswered 200")
    expectNothingLeft(wire)
  }

  @Test func `a refusal is acknowledged and ends the call`() {
    var wire = Wire()
    wire.react = { wire, end, handle, event in
      guard case .invited = event else { return }
      wire.bob.reject(
        handle, status: 486, reason: "Busy\r\nX: y", headers: [("Retry-After", "7 (soon)")], at: wire.now)
    }
    _ = wire.call()
    wire.run()
    #expect(wire.events(.alice) == ["provisional 100", "refused 486"])
    #expect(wire.sent(.alice) == ["INVITE sip:room@127.0.0.1", "ACK sip:room@127.0.0.1"])
    #expect(wire.text(.bob, "486").hasPrefix("SIP/2.0 486 Busy  X: y\r\n"))
    #expect(wire.bob.statistics.retransmissionsSent == 0)
    expectNothingLeft(wire)
  }

  @Test
  func `the ACK of a refusal repeats the branch, From and CSeq of the INVITE and the To of the refusal`() {
    var wire = Wire()
    wire.react = { wire, _, handle, event in
      if case .invited = event { wire.bob.reject(handle, status: 404, at: wire.now) }
    }
    _ = wire.call()
    wire.run()
    let invite = lines(wire.text(.alice, "INVITE"))
    let ack = lines(wire.text(.alice, "ACK"))
    let refusal = lines(wire.text(.bob, "404"))
    for name in ["Via", "From", "Call-ID"] { #expect(ack[name] == invite[name]) }
    #expect(ack["To"] == refusal["To"])
    #expect(ack["CSeq"] == "1 ACK")
    #expect(refusal["To"]?.contains(";tag=") == true)
  }

  @Test func `a lost ACK makes the 2xx come again and again be acknowledged`() {
    var wire = Wire()
    wire.bobAnswers()
    var lost = 0
    wire.loses = { end, transmission in
      guard transmission.summary.method == .ack, transmission.summary.status == nil, lost < 2 else {
        return false
      }
      lost += 1
      return true
    }
    _ = wire.call()
    wire.run(until: 30_000)
    let answers = wire.sent.filter { $0.line.text.hasPrefix("200") }.map(\.line.description)
    #expect(
      answers == [
        "10 bob 200 OK (INVITE)", "510 bob 200 OK (INVITE) (again)", "1510 bob 200 OK (INVITE) (again)",
      ])
    #expect(wire.sent(.alice).filter { $0.hasPrefix("ACK") }.count == 3)
    #expect(wire.events(.alice).filter { $0 == "answered 200" }.count == 1)
    #expect(wire.events(.bob) == ["invited", "acknowledged"])
  }

  @Test(arguments: [SIPTransport.udp, .tcp])
  func `without any ACK the 2xx is repeated up to T2, then the call is ended with BYE`(
    transport: SIPTransport
  ) {
    var wire = Wire()
    wire.bobAnswers()
    wire.loses = { _, transmission in transmission.summary.method == .ack }
    _ = wire.call(transport)
    wire.run()
    let answers = wire.sent.filter { $0.line.text.hasPrefix("200 OK (INVITE)") }.map {
      $0.line.at.milliseconds - 10
    }
    #expect(
      answers == [0, 500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500])
    #expect(wire.events.map(\.description).contains("32010 bob failed noAcknowledgement"))
    #expect(wire.events(.bob).last == "failed noAcknowledgement")
    #expect(wire.events(.alice).last == "ended")
    expectNothingLeft(wire)
  }

  @Test func `a BYE waits for the ACK of our 2xx`() {
    var wire = Wire()
    wire.react = { wire, end, handle, event in
      guard case .invited = event else { return }
      wire.bob.answer(handle, body: [], at: wire.now)
      wire.bob.bye(handle, at: wire.now)
    }
    _ = wire.call()
    wire.run()
    #expect(wire.sent.map(\.line.description).contains("30 bob BYE sip:alice@127.0.0.2:5060"))
    #expect(wire.events(.bob) == ["invited", "acknowledged", "byeAnswered 200"])
  }

  @Test func `an INVITE that nobody answers fails after 64 T1`() {
    var wire = Wire()
    wire.loses = { _, _ in true }
    _ = wire.call()
    wire.run()
    #expect(wire.events.map(\.description) == ["32000 alice failed timeout(SIP.SIPMethod.invite)"])
    #expect(wire.sent.map(\.line.at.milliseconds) == [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500])
    expectNothingLeft(wire)
  }

  @Test func `a BYE that nobody answers fails after 64 T1`() {
    var wire = Wire()
    wire.bobAnswers()
    let call = wire.call()
    wire.run(until: 1_000)
    wire.loses = { _, _ in true }
    wire.alice.bye(call, at: wire.now)
    wire.run()
    #expect(wire.events.last?.description == "33000 alice failed timeout(SIP.SIPMethod.bye)")
    #expect(wire.alice.callCount == 0)
  }

  @Test(arguments: 0..<40) func `calls come through one third loss, each end told once`(seed: UInt64) {
    var wire = Wire(seed: seed)
    wire.bobAnswers()
    var random = SeededGenerator(seed: seed)
    wire.loses = { _, _ in random.unit() < 0.33 }
    let call = wire.call()
    wire.run(until: 40_000)
    if wire.alice.stage(of: call) == .confirmed { wire.alice.bye(call, at: wire.now) }
    wire.run(until: 200_000)
    #expect(wire.events(.alice).filter { $0 == "answered 200" }.count == 1)
    #expect(wire.events(.bob).filter { $0 == "invited" }.count == 1)
    let last = wire.events(.bob).last
    #expect(last == "ended" || last == "failed noAcknowledgement" || last == "acknowledged", "\(wire.events)")
    #expect(wire.alice.callCount == 0)
    #expect(wire.alice.transactionCount == 0 && wire.bob.transactionCount == 0)
  }

  @Test func `the same seed gives the same bytes`() {
    let runs = (0..<2).map { _ in
      var wire = Wire(seed: 5)
      wire.bobAnswers()
      _ = wire.call()
      wire.run()
      return wire.sent.map(\.transmission.bytes)
    }
    #expect(runs[0] == runs[1])
  }

  private func expectNothingLeft(_ wire: Wire, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(wire.alice.callCount == 0 && wire.bob.callCount == 0, sourceLocation: sourceLocation)
    #expect(wire.alice.transactionCount == 0, sourceLocation: sourceLocation)
    #expect(wire.bob.transactionCount == 0, sourceLocation: sourceLocation)
    #expect(wire.alice.nextDeadline == nil && wire.bob.nextDeadline == nil, sourceLocation: sourceLocation)
  }
}

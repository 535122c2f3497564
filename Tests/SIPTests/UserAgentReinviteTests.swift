import SIP
import SansIO
import Testing

struct UserAgentReinviteTests {
  private func established(_ transport: SIPTransport = .udp) -> (Wire, CallHandle) {
    var wire = Wire()
    wire.bobAnswers()
    let call = wire.call(transport)
    wire.run(until: 1_000)
    return (wire, call)
  }

  @Test func `a re-INVITE changes the session of a call from either end`() {
    var (wire, call) = established()
    wire.alice.reinvite(call, body: Array("hold".utf8), at: wire.now)
    wire.run(until: 2_000)
    #expect(wire.events(.bob) == ["invited", "acknowledged", "reinvited", "acknowledged"])
    #expect(wire.events(.alice).suffix(1) == ["answered 200"])
    wire.react = { wire, end, handle, event in
      if case .reinvited = event { wire.alice.answer(handle, body: [], at: wire.now) }
    }
    wire.bob.reinvite(wire.bobsCalls[0], body: [], at: wire.now)
    wire.run(until: 3_000)
    #expect(wire.events(.bob).last == "answered 200")
    #expect(wire.events(.alice).suffix(2) == ["reinvited", "acknowledged"])
    wire.alice.bye(call, at: wire.now)
    wire.run()
    #expect(wire.events(.bob).last == "ended")
  }

  @Test func `re-INVITEs that cross are both refused with 491 and a delay each`() {
    var (wire, call) = established()
    var delays: [Wire.End: Interval] = [:]
    wire.react = { _, end, _, event in
      if case .reinviteRefused(let refusal) = event { delays[end] = refusal.glareDelay }
    }
    wire.alice.reinvite(call, body: [], at: wire.now)
    wire.bob.reinvite(wire.bobsCalls[0], body: [], at: wire.now)
    wire.run(until: 5_000)
    #expect(wire.events(.alice).last == "reinviteRefused 491")
    #expect(wire.events(.bob).last == "reinviteRefused 491")
    let alice = delays[.alice] ?? .zero
    let bob = delays[.bob] ?? .zero
    #expect(alice >= .milliseconds(2_100) && alice <= .milliseconds(4_000))
    #expect(bob >= .zero && bob <= .milliseconds(2_000))
    #expect(wire.alice.stage(of: call) == .confirmed)
  }

  @Test func `a refused re-INVITE leaves the call as it was`() {
    var (wire, call) = established()
    wire.react = { wire, _, handle, event in
      if case .reinvited = event { wire.bob.reject(handle, status: 488, at: wire.now) }
    }
    wire.alice.reinvite(call, body: [], at: wire.now)
    wire.run(until: 2_000)
    #expect(wire.events(.alice).last == "reinviteRefused 488")
    #expect(wire.alice.stage(of: call) == .confirmed)
    #expect(wire.bob.stage(of: wire.bobsCalls[0]) == .confirmed)
    let again = wire.alice.reinvite(call, body: [], at: wire.now)
    #expect(again)
  }

  @Test func `a second re-INVITE waits for the first`() {
    var (wire, call) = established()
    expect(wire.alice.reinvite(call, body: [], at: wire.now), true)
    expect(wire.alice.reinvite(call, body: [], at: wire.now), false)
  }

  @Test func `a re-INVITE that nobody answers counts as 408`() {
    var (wire, call) = established()
    wire.loses = { _, _ in true }
    wire.alice.reinvite(call, body: [], at: wire.now)
    wire.run()
    #expect(wire.events(.alice).last == "reinviteRefused 408")
    #expect(wire.alice.stage(of: call) == .confirmed)
  }

  @Test func `hanging up answers the peer's open re-INVITE first`() {
    var (wire, call) = established()
    wire.react = { wire, _, handle, event in
      if case .reinvited = event { wire.bob.bye(handle, at: wire.now) }
    }
    wire.alice.reinvite(call, body: [], at: wire.now)
    wire.run()
    #expect(wire.sent(.bob).contains("487 Request Terminated (INVITE)"))
    #expect(wire.events(.alice).last == "ended")
    #expect(wire.events(.bob).last == "byeAnswered 200")
    #expect(wire.alice.transactionCount == 0 && wire.bob.transactionCount == 0)
  }

  @Test func `a call survives its TCP connection and goes on over another`() {
    var (wire, call) = established(.tcp)
    wire.alice.flowFailed(Flow(.tcp, Addresses.bob), reason: "reset", at: wire.now)
    wire.bob.flowFailed(Flow(.tcp, Addresses.aliceConnection), reason: "reset", at: wire.now)
    #expect(wire.alice.stage(of: call) == .confirmed)
    wire.alice.bye(call, at: wire.now)
    wire.run()
    #expect(wire.events(.alice).last == "byeAnswered 200")
    #expect(wire.events(.bob).last == "ended")
  }

  @Test func `after its connection is lost the called end asks for the caller's Contact`() {
    var (wire, _) = established(.tcp)
    wire.bob.bye(wire.bobsCalls[0], at: wire.now)
    wire.run(until: 1_500)
    #expect(
      wire.sent.last { $0.line.text.hasPrefix("BYE") }?.transmission.flow.remote == Addresses.aliceConnection)
    (wire, _) = established(.tcp)
    wire.bob.flowFailed(Flow(.tcp, Addresses.aliceConnection), reason: "reset", at: wire.now)
    wire.bob.bye(wire.bobsCalls[0], at: wire.now)
    wire.run(until: 1_500)
    #expect(wire.sent.last { $0.line.text.hasPrefix("BYE") }?.transmission.flow.remote == Addresses.alice)
  }

  @Test func `requests that wait on a broken flow fail`() {
    var wire = Wire()
    _ = wire.call(.tcp)
    wire.alice.flowFailed(Flow(.tcp, Addresses.bob), reason: "refused", at: wire.now)
    wire.run(until: 100)
    #expect(wire.events(.alice) == ["failed transport(reason: \"refused\")"])
    #expect(wire.alice.transactionCount == 0 && wire.alice.nextDeadline == nil)
  }
}

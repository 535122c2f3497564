import SIP
import SansIO
import Testing

struct UserAgentCancelTests {
  @Test func `a ringing call is cancelled with its reason`() {
    var wire = Wire()
    wire.react = { wire, _, handle, event in
      if case .invited = event { wire.bob.ring(handle, at: wire.now) }
    }
    let call = wire.call()
    wire.run(until: 1_000)
    wire.alice.cancel(call, reason: "SIP;cause=487", at: wire.now)
    wire.run()
    #expect(wire.events(.bob) == ["invited", "cancelled SIP;cause=487"])
    #expect(wire.events(.alice) == ["provisional 100", "provisional 180", "refused 487"])
    #expect(wire.sent(.bob).suffix(2) == ["200 OK (CANCEL)", "487 Request Terminated (INVITE)"])
    #expect(lines(wire.text(.alice, "CANCEL"))["Via"] == lines(wire.text(.alice, "INVITE"))["Via"])
    #expect(lines(wire.text(.alice, "CANCEL"))["To"] == lines(wire.text(.alice, "INVITE"))["To"])
    #expect(wire.alice.transactionCount == 0 && wire.bob.transactionCount == 0)
    #expect(wire.alice.nextDeadline == nil)
  }

  @Test func `a CANCEL waits for a provisional response`() {
    var wire = Wire()
    let call = wire.call()
    wire.alice.cancel(call, at: wire.now)
    wire.alice.cancel(call, at: wire.now)
    wire.run()
    let cancels = wire.sent.filter { $0.line.text.hasPrefix("CANCEL") }.map(\.line.at.milliseconds)
    #expect(cancels == [20])
    #expect(wire.events(.alice) == ["provisional 100", "refused 487"])
  }

  @Test func `a 2xx that crosses our CANCEL is acknowledged and ended with BYE`() {
    var wire = Wire()
    wire.react = { wire, end, handle, event in
      switch event {
      case .invited: wire.bob.ring(handle, at: wire.now)
      case .provisional(180, _, _):
        wire.bob.answer(wire.bobsCalls[0], body: [], at: wire.now)
        wire.alice.cancel(handle, reason: "X-Patience", at: wire.now)
      default: break
      }
    }
    _ = wire.call()
    wire.run()
    #expect(wire.events(.alice) == ["provisional 100", "provisional 180", "byeAnswered 200"])
    #expect(wire.events(.bob) == ["invited", "acknowledged", "ended X-Patience"])
    #expect(wire.sent(.bob).contains("200 OK (CANCEL)"))
    #expect(!wire.sent(.bob).contains { $0.hasPrefix("487") })
  }

  @Test func `a CANCEL that has no effect is followed by failure after 64 T1`() {
    var wire = Wire()
    let call = wire.call()
    wire.run(until: 1_000)
    wire.loses = { end, _ in end == .bob }
    wire.alice.cancel(call, at: wire.now)
    wire.run()
    #expect(wire.events.last?.description == "33000 alice failed timeout(SIP.SIPMethod.cancel)")
    #expect(wire.alice.callCount == 0 && wire.alice.transactionCount == 0)
  }

  @Test func `a refusal that crosses our CANCEL ends the call once`() {
    var wire = Wire()
    wire.react = { wire, _, handle, event in
      if case .provisional(100, _, _) = event {
        wire.alice.cancel(handle, at: wire.now)
        wire.bob.reject(wire.bobsCalls[0], status: 486, at: wire.now)
      }
    }
    _ = wire.call()
    wire.run()
    #expect(wire.events(.alice) == ["provisional 100", "refused 486"])
    #expect(wire.events(.bob) == ["invited"])
    #expect(wire.alice.nextDeadline == nil)
  }

  @Test func `answering a cancelled call does nothing`() {
    var wire = Wire()
    wire.react = { wire, _, handle, event in
      if case .cancelled = event { wire.bob.answer(handle, body: [], at: wire.now) }
    }
    let call = wire.call()
    wire.alice.cancel(call, at: wire.now)
    wire.run()
    #expect(!wire.sent(.bob).contains("200 OK (INVITE)"))
  }

  @Test func `hanging up an unanswered call cancels it at its maker's and refuses it at the other end`() {
    var wire = Wire()
    let first = wire.call()
    wire.run(until: 100)
    wire.alice.bye(first, at: wire.now)
    wire.run(until: 1_000)
    #expect(wire.events(.alice).last == "refused 487")
    _ = wire.call()
    wire.run(until: 1_100)
    wire.bob.bye(wire.bobsCalls[1], at: wire.now)
    wire.run()
    #expect(wire.events(.alice).last == "refused 480")
  }
}

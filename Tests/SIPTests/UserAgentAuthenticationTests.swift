import SIP
import SansIO
import Testing

struct UserAgentAuthenticationTests {
  private static let password = Credentials(username: "alice", password: "s3cret")

  /// A wire whose Bob asks for credentials and answers whoever has them.
  private func makeWire(algorithms: [DigestAlgorithm], wait: Interval = .zero) -> Wire {
    var wire = Wire(bob: {
      $0.digestAlgorithms = algorithms
      $0.nonceLifetime = .milliseconds(1_000)
    })
    wire.react = { wire, end, handle, event in
      guard case .invited = event else { return }
      let verdict = wire.bob.authenticate(
        handle, realm: "bridge", credentials: { $0 == "alice" ? Self.password : nil }, at: wire.now + wait)
      if case .accepted = verdict { wire.bob.answer(handle, body: [], at: wire.now) }
    }
    return wire
  }

  @Test(arguments: [[DigestAlgorithm.md5], [.sha256], [.sha256, .md5], [.md5Session], [.sha256Session]])
  func `a caller that knows the password gets in at the second try`(algorithms: [DigestAlgorithm]) {
    var wire = makeWire(algorithms: algorithms)
    let call = wire.call { $0.credentials = Self.password }
    wire.run(until: 1_000)
    #expect(wire.events(.alice) == ["provisional 100", "provisional 100", "answered 200"])
    let invites = wire.sent.filter { $0.line.text.hasPrefix("INVITE") }
    #expect(invites.count == 2)
    let first = lines(String(decoding: invites[0].transmission.bytes, as: UTF8.self))
    let second = lines(String(decoding: invites[1].transmission.bytes, as: UTF8.self))
    #expect(first["Call-ID"] == second["Call-ID"])
    #expect(first["From"] == second["From"])
    #expect(first["To"] == second["To"])
    #expect(second["CSeq"] == "2 INVITE")
    #expect(second["Authorization"]?.contains("algorithm=\(algorithms[0].rawValue)") == true)
    #expect(lines(wire.text(.alice, "ACK"))["Authorization"] == second["Authorization"])
    wire.alice.bye(call, at: wire.now)
    wire.run()
    #expect(lines(wire.text(.alice, "BYE"))["Authorization"]?.contains("nc=00000002") == true)
    #expect(wire.alice.transactionCount == 0 && wire.bob.transactionCount == 0)
  }

  @Test func `a wrong password is refused after one try`() {
    var wire = makeWire(algorithms: [.sha256])
    _ = wire.call { $0.credentials = Credentials(username: "alice", password: "guess") }
    wire.run()
    #expect(wire.events(.alice) == ["provisional 100", "provisional 100", "refused 401"])
    #expect(wire.bob.statistics.challenges == 2)
    #expect(wire.bob.callCount == 0)
  }

  @Test func `without credentials the first challenge is the end`() {
    var wire = makeWire(algorithms: [.sha256])
    _ = wire.call()
    wire.run()
    #expect(wire.events(.alice) == ["provisional 100", "refused 401"])
  }

  @Test func `a nonce gone stale is replaced and the call tried once more`() {
    var wire = makeWire(algorithms: [.sha256])
    wire.delay = .milliseconds(600)
    _ = wire.call { $0.credentials = Self.password }
    wire.run()
    #expect(wire.text(.bob, "401").contains("stale=true"))
    let tries = wire.sent.filter { $0.line.text.hasPrefix("INVITE") && !$0.line.text.hasSuffix("(again)") }
    #expect(tries.count == 3)
    #expect(wire.events(.alice).last == "refused 401")
  }

  @Test func `a challenge of a scheme nobody knows ends the call`() {
    var script = Script(.alice)
    _ = script.invite { $0.credentials = Self.password }
    let refused = script.respond(401, ["WWW-Authenticate: Bearer realm=\"x\""])
    #expect(refused == ["refused 401"])
  }

  @Test func `a proxy's challenge and the other end's are both answered`() {
    var script = Script(.alice)
    _ = script.invite { $0.credentials = Self.password }
    expect(script.respond(407, ["Proxy-Authenticate: Digest realm=\"p\", nonce=\"n1\", qop=\"auth\""]), [])
    expect(script.respond(401, ["WWW-Authenticate: Digest realm=\"b\", nonce=\"n2\", qop=\"auth\""]), [])
    #expect(script.lastSent.contains("Proxy-Authorization: Digest username=\"alice\", realm=\"p\""))
    #expect(script.lastSent.contains("nc=00000002"))
    #expect(script.lastSent.contains("\r\nAuthorization: Digest username=\"alice\", realm=\"b\""))
    #expect(script.lastSent.contains("CSeq: 3 INVITE"))
    let refused = script.respond(407, ["Proxy-Authenticate: Digest realm=\"p\", nonce=\"n3\", qop=\"auth\""])
    #expect(refused == ["refused 407"])
  }
}

import Connectivity
import SansIO
import Testing

struct ICELiteAgentTests {
  private let local = ICECredentials.test(1)
  private let remote = ICECredentials.test(2)
  private let home = TransportAddress.test(1, 1_000)
  private let elsewhere = TransportAddress.test(2, 2_000)

  private func agent() -> ICELiteAgent {
    var agent = ICELiteAgent(local: local, at: .zero)
    agent.setRemote(remote)
    return agent
  }

  private func check(
    to local: ICECredentials? = nil, from remote: ICECredentials? = nil, nominating: Bool = false,
    role: ICERole = .controlling(tieBreaker: 1)
  ) -> STUNMessage {
    var request = STUNMessage(.request, transaction: TransactionID(high: 3, low: 4))
    request.username = [UInt8]("\((local ?? self.local).ufrag):\((remote ?? self.remote).ufrag)".utf8)
    request.priority = 5
    request.role = role
    request.usesCandidate = nominating
    return request
  }

  private func drain(_ agent: inout ICELiteAgent) -> [ICELiteAgent.Output] {
    var outputs: [ICELiteAgent.Output] = []
    while let output = agent.poll() { outputs.append(output) }
    return outputs
  }

  /// The only response among `outputs`, read.
  private func response(_ outputs: [ICELiteAgent.Output]) throws -> (STUNMessage, [UInt8]) {
    let datagrams = outputs.compactMap { if case .transmit(let bytes, _) = $0 { bytes } else { nil } }
    try #require(datagrams.count == 1)
    let datagram = datagrams[0]
    return (try STUNMessage(parsing: datagram.span), datagram)
  }

  private func key(_ credentials: ICECredentials) -> [UInt8] { [UInt8](credentials.password.utf8) }

  @Test func `a check is answered with its source and makes the path valid but not selected`() throws {
    var agent = agent()
    #expect(!agent.isValid(home))
    #expect(agent.destination == nil)
    agent.receive(check().encoded(key: key(local)).span, from: home, at: .zero)
    let outputs = drain(&agent)
    #expect(outputs.count == 1)
    let (message, datagram) = try response(outputs)
    #expect(message.messageClass == .success)
    #expect(message.transaction == TransactionID(high: 3, low: 4))
    #expect(message.mappedAddress == home)
    #expect(message.isAuthentic(in: datagram, key: key(local)))
    #expect(agent.isValid(home))
    #expect(!agent.isValid(elsewhere))
    #expect(agent.destination == home)
  }

  @Test func `a nomination selects, once per address`() {
    var agent = agent()
    let nomination = check(nominating: true).encoded(key: key(local))
    agent.receive(nomination.span, from: home, at: .zero)
    #expect(drain(&agent).first == .selected(home))
    agent.receive(nomination.span, from: home, at: .zero + .seconds(1))
    #expect(!drain(&agent).contains(.selected(home)))
    agent.receive(nomination.span, from: elsewhere, at: .zero + .seconds(2))
    #expect(drain(&agent).first == .selected(elsewhere))
    #expect(agent.destination == elsewhere)
    #expect(agent.isValid(home))
  }

  @Test func `a peer that moved without nominating is followed after 15 s`() {
    var agent = agent()
    agent.receive(check(nominating: true).encoded(key: key(local)).span, from: home, at: .zero)
    let plain = check().encoded(key: key(local))
    agent.receive(plain.span, from: elsewhere, at: .zero + .milliseconds(14_999))
    #expect(agent.destination == home)
    agent.receive(plain.span, from: elsewhere, at: .zero + .seconds(15))
    #expect(agent.destination == elsewhere)
    #expect(drain(&agent).contains(.selected(elsewhere)))
  }

  @Test func `refusals say why and open no path`() throws {
    let plain = check()
    var stranger = check()
    stranger.username = [UInt8]("nobody:\(remote.ufrag)".utf8)
    var nameless = check()
    nameless.username = nil
    let cases: [(datagram: [UInt8], code: Int)] = [
      (plain.encoded(key: key(remote)), 401), (stranger.encoded(key: key(local)), 401),
      (check(from: local).encoded(key: key(local)), 401), (plain.encoded(key: nil), 400),
      (nameless.encoded(key: key(local)), 400),
      (check(role: .controlled(tieBreaker: 9)).encoded(key: key(local)), 487),
    ]
    for (datagram, code) in cases {
      var agent = agent()
      agent.receive(datagram.span, from: home, at: .zero)
      let (message, bytes) = try response(drain(&agent))
      #expect(message.messageClass == .failure)
      #expect(message.errorCode == code)
      #expect(message.isAuthentic(in: bytes, key: key(local)) == (code == 487))
      #expect(!agent.isValid(home))
    }
  }

  @Test func `error responses are bounded to ten at once and ten a second`() {
    var agent = agent()
    let forged = check().encoded(key: key(remote))
    for _ in 0..<1_000 { agent.receive(forged.span, from: home, at: .zero) }
    #expect(drain(&agent).count == 10)
    for millisecond in 1...1_000 {
      agent.receive(forged.span, from: home, at: .zero + .milliseconds(Int64(millisecond)))
    }
    #expect(drain(&agent).count == 10)
  }

  @Test func `responses, indications and other methods are passed over`() {
    var agent = agent()
    for messageClass in [STUNMessage.Class.indication, .success, .failure] {
      var message = check()
      message.messageClass = messageClass
      agent.receive(message.encoded(key: key(local)).span, from: home, at: .zero)
    }
    var message = check()
    message.method = 0x80
    agent.receive(message.encoded(key: key(local)).span, from: home, at: .zero)
    #expect(drain(&agent) == [])
    #expect(!agent.isValid(home))
  }

  @Test func `the peer is lost 30 s after its last check, not a nanosecond earlier`() throws {
    var agent = agent()
    #expect(agent.nextDeadline == .zero + .seconds(30))
    let datagram = check(nominating: true).encoded(key: key(local))
    let last = Instant.zero + .seconds(29)
    agent.receive(datagram.span, from: home, at: last)
    // Nothing unauthenticated keeps it alive.
    agent.receive(check().encoded(key: key(remote)).span, from: home, at: last + .seconds(5))
    _ = drain(&agent)
    let end = try #require(agent.nextDeadline)
    #expect(end == last + .seconds(30))
    agent.advance(to: end - .nanoseconds(1))
    #expect(drain(&agent) == [])
    #expect(agent.isValid(home))
    agent.advance(to: end)
    #expect(drain(&agent) == [.lost])
    #expect(agent.nextDeadline == nil)
    #expect(!agent.isValid(home))
    #expect(agent.destination == nil)
    agent.receive(datagram.span, from: home, at: end)
    #expect(drain(&agent) == [])
  }

  @Test func `a restart keeps the old path until the peer nominates with the new credentials`() {
    var agent = agent()
    let (newLocal, newRemote) = (ICECredentials.test(3), ICECredentials.test(4))
    let old = check(nominating: true).encoded(key: key(local))
    agent.receive(old.span, from: home, at: .zero)
    agent.restart(local: newLocal, remote: newRemote, at: .zero + .seconds(20))
    #expect(agent.local == newLocal)
    _ = drain(&agent)
    #expect(agent.destination == home)
    // The former credentials still prove life, but nominate nothing.
    agent.receive(old.span, from: elsewhere, at: .zero + .seconds(25))
    #expect(agent.nextDeadline == .zero + .seconds(55))
    #expect(agent.destination == home)
    let new = check(to: newLocal, from: newRemote, nominating: true).encoded(key: key(newLocal))
    agent.receive(new.span, from: elsewhere, at: .zero + .seconds(26))
    #expect(agent.destination == elsewhere)
    _ = drain(&agent)
    agent.receive(old.span, from: home, at: .zero + .seconds(27))
    #expect(agent.nextDeadline == .zero + .seconds(56))
    #expect(agent.destination == elsewhere)
  }

  @Test func `the fragment a check is addressed to can be read without knowing the agent`() {
    #expect(fragment(of: check().encoded(key: nil)) == local.ufrag)
    #expect(fragment(of: STUNMessageTests.request) == "evtj")
    #expect(fragment(of: STUNMessageTests.response) == nil)
    for name in ["", ":", ":abc", "abc", "a b:c", String(repeating: "a", count: 300) + ":b"] {
      var request = check()
      request.username = [UInt8](name.utf8)
      #expect(fragment(of: request.encoded(key: nil)) == nil)
    }
  }
}

import Connectivity
import SansIO
import Testing

struct ICEControllingAgentTests {
  private let local = ICECredentials.test(1)
  private let remote = ICECredentials.test(2)
  private let peer = TransportAddress.test(1, 1_000)
  private let other = TransportAddress.test(2, 2_000)

  private struct Sent {
    var message: STUNMessage
    var bytes: [UInt8]
    var to: TransportAddress
  }

  private func agent() -> ICEControllingAgent {
    ICEControllingAgent(local: local, tieBreaker: 77, using: SeededGenerator(seed: 4), at: .zero)
  }

  private func started(_ candidates: [ICECandidate]) -> ICEControllingAgent {
    var agent = agent()
    agent.setRemote(remote, candidates: candidates, at: .zero)
    return agent
  }

  private func drain(
    _ agent: inout ICEControllingAgent
  ) throws -> (sent: [Sent], news: [ICEControllingAgent.Output]) {
    var (sent, news): ([Sent], [ICEControllingAgent.Output]) = ([], [])
    while let output = agent.poll() {
      if case .transmit(let bytes, let to) = output {
        sent.append(Sent(message: try STUNMessage(parsing: bytes.span), bytes: bytes, to: to))
      } else {
        news.append(output)
      }
    }
    return (sent, news)
  }

  private func success(_ request: Sent, key: ICECredentials? = nil) -> [UInt8] {
    var response = STUNMessage(.success, transaction: request.message.transaction)
    response.mappedAddress = .test(99, 9)
    return response.encoded(key: [UInt8]((key ?? remote).password.utf8))
  }

  /// An agent whose only pair was selected at 40 ms, and its two requests.
  private func connected() throws -> ICEControllingAgent {
    var agent = started([ICECandidate(host: peer)])
    let first = try #require(try drain(&agent).sent.first)
    agent.receive(success(first).span, from: peer, at: .zero + .milliseconds(20))
    let second = try #require(try drain(&agent).sent.first)
    #expect(second.message.usesCandidate)
    agent.receive(success(second).span, from: peer, at: .zero + .milliseconds(40))
    #expect(try drain(&agent).news == [.selected(peer)])
    return agent
  }

  @Test func `the first check goes out at once with everything it needs`() throws {
    var agent = agent()
    #expect(agent.nextDeadline == nil)
    agent.setRemote(remote, candidates: [ICECandidate(host: peer)], at: .zero)
    let sent = try drain(&agent).sent
    try #require(sent.count == 1)
    let message = sent[0].message
    #expect(sent[0].to == peer)
    #expect(message.messageClass == .request)
    #expect(message.username == [UInt8]("\(remote.ufrag):\(local.ufrag)".utf8))
    #expect(message.priority == 1_862_270_975)
    #expect(message.role == .controlling(tieBreaker: 77))
    #expect(!message.usesCandidate)
    #expect(message.hasFingerprint)
    #expect(message.isAuthentic(in: sent[0].bytes, key: [UInt8](remote.password.utf8)))
  }

  @Test func `an unanswered request is repeated as it was, seven times in all`() throws {
    var agent = started([ICECandidate(host: peer)])
    var instants: [Double] = []
    var requests: Set<[UInt8]> = []
    var news: [ICEControllingAgent.Output] = []
    var now = Instant.zero
    while true {
      agent.advance(to: now)
      let outputs = try drain(&agent)
      for sent in outputs.sent {
        instants.append((now - .zero).seconds)
        requests.insert(sent.bytes)
      }
      news += outputs.news
      guard let next = agent.nextDeadline else { break }
      now = next
    }
    #expect(instants == [0, 0.5, 1.5, 3.5, 5.5, 7.5, 9.5])
    #expect(requests.count == 1)
    #expect(news == [.failed(.unanswered)])
    #expect(now == .zero + .seconds(11.5))
  }

  @Test func `candidates are checked best first, 20 ms apart, unusable ones not at all`() throws {
    var tcp = ICECandidate(host: .test(7, 7))
    tcp.transport = .tcp
    var secondComponent = ICECandidate(host: .test(8, 8))
    secondComponent.component = 2
    var agent = started([
      ICECandidate(host: other, localPreference: 1), ICECandidate(host: peer, localPreference: 2), tcp,
      secondComponent, ICECandidate(host: .test(9, 0)), ICECandidate(host: TransportAddress(.anyV4, 5)),
      ICECandidate(host: other, localPreference: 1),
    ])
    #expect(try drain(&agent).sent.map(\.to) == [peer])
    #expect(agent.nextDeadline == .zero + .milliseconds(20))
    agent.advance(to: .zero + .milliseconds(20))
    #expect(try drain(&agent).sent.map(\.to) == [other])
    #expect(agent.nextDeadline == .zero + .milliseconds(500))
  }

  @Test func `of a thousand candidates 32 are taken`() throws {
    var agent = started((0..<1_000).map { ICECandidate(host: .test(5, UInt16($0 + 1))) })
    var addresses: Set<TransportAddress> = []
    for millisecond in 0..<1_000 {
      agent.advance(to: .zero + .milliseconds(Int64(millisecond)))
      for sent in try drain(&agent).sent { addresses.insert(sent.to) }
    }
    #expect(addresses.count == 32)
  }

  @Test func `trickled candidates are checked whether they come before or after the description`() throws {
    var agent = agent()
    agent.addRemote(ICECandidate(host: peer), at: .zero)
    #expect(try drain(&agent).sent.isEmpty)
    agent.setRemote(remote, candidates: [], at: .zero + .seconds(1))
    #expect(try drain(&agent).sent.map(\.to) == [peer])
    agent.addRemote(ICECandidate(host: other), at: .zero + .seconds(1.1))
    #expect(try drain(&agent).sent.map(\.to) == [other])
  }

  @Test func `responses of strangers, to other requests or with wrong integrity count for nothing`() throws {
    var agent = started([ICECandidate(host: peer)])
    let request = try #require(try drain(&agent).sent.first)
    var otherRequest = request
    otherRequest.message.transaction.low ^= 1
    var unprotected = STUNMessage(.success, transaction: request.message.transaction)
    unprotected.mappedAddress = peer
    let now = Instant.zero + .milliseconds(10)
    agent.receive(success(request).span, from: other, at: now)
    agent.receive(success(otherRequest).span, from: peer, at: now)
    agent.receive(success(request, key: local).span, from: peer, at: now)
    agent.receive(unprotected.encoded(key: nil).span, from: peer, at: now)
    agent.advance(to: now + .milliseconds(100))
    let outputs = try drain(&agent)
    #expect(outputs.sent.isEmpty && outputs.news.isEmpty)
    #expect(!agent.isValid(peer) && !agent.isValid(other))
    agent.receive(success(request).span, from: peer, at: now + .milliseconds(101))
    #expect(agent.isValid(peer))
    #expect(try drain(&agent).sent.map(\.message.usesCandidate) == [true])
  }

  @Test func `a forged error does not stop a check that then succeeds`() throws {
    var agent = started([ICECandidate(host: peer)])
    let request = try #require(try drain(&agent).sent.first)
    for code in [400, 401, 487] {
      var forged = STUNMessage(.failure, transaction: request.message.transaction)
      forged.errorCode = code
      agent.receive(forged.encoded(key: nil).span, from: peer, at: .zero + .milliseconds(5))
    }
    #expect(agent.role == .controlling(tieBreaker: 77))
    agent.receive(success(request).span, from: peer, at: .zero + .milliseconds(25))
    #expect(agent.isValid(peer))
  }

  @Test func `an authentic role conflict makes the agent yield and check again`() throws {
    var agent = started([ICECandidate(host: peer)])
    let request = try #require(try drain(&agent).sent.first)
    var conflict = STUNMessage(.failure, transaction: request.message.transaction)
    conflict.errorCode = 487
    let response = conflict.encoded(key: [UInt8](remote.password.utf8))
    agent.receive(response.span, from: peer, at: .zero + .milliseconds(25))
    // The same answer once more must not turn it back.
    agent.receive(response.span, from: peer, at: .zero + .milliseconds(26))
    let again = try #require(try drain(&agent).sent.first)
    guard case .controlled(let tieBreaker)? = again.message.role else {
      Issue.record("claims \(String(describing: again.message.role))")
      return
    }
    #expect(tieBreaker != 77)
    #expect(again.message.transaction != request.message.transaction)
    // Controlled, it waits for the peer's nomination, and not for ever.
    agent.receive(success(again).span, from: peer, at: .zero + .milliseconds(60))
    #expect(try drain(&agent).news == [])
    agent.advance(to: .zero + .seconds(30))
    #expect(try drain(&agent).news == [.failed(.notNominated)])
  }

  @Test func `a pair whose nomination fails gives way to the next that works`() throws {
    var agent = started([
      ICECandidate(host: peer, localPreference: 2), ICECandidate(host: other, localPreference: 1),
    ])
    agent.advance(to: .zero + .milliseconds(20))
    for request in try drain(&agent).sent {
      agent.receive(success(request).span, from: request.to, at: .zero + .milliseconds(40))
    }
    // The best falls silent; its nomination is tried seven times, then the other one's turn comes.
    var now = Instant.zero + .milliseconds(40)
    var selected: TransportAddress?
    while selected == nil, let next = agent.nextDeadline, next < .zero + .seconds(30) {
      now = max(now, next)
      agent.advance(to: now)
      let outputs = try drain(&agent)
      for request in outputs.sent where request.to == other {
        #expect(request.message.usesCandidate)
        agent.receive(success(request).span, from: other, at: now)
      }
      for case .selected(let address) in outputs.news + (try drain(&agent).news) { selected = address }
    }
    #expect(selected == other)
    #expect(now < .zero + .seconds(12))
  }

  @Test func `consent is asked every 4 to 6 s and ends exactly 30 s after the last answer`() throws {
    var agent = try connected()
    var last = Instant.zero + .milliseconds(40)
    for _ in 0..<20 {
      let next = try #require(agent.nextDeadline)
      #expect(next - last >= .seconds(4) && next - last <= .seconds(6))
      agent.advance(to: next)
      let check = try #require(try drain(&agent).sent.first)
      #expect(check.message.usesCandidate)
      agent.receive(success(check).span, from: peer, at: next)
      last = next
    }
    var asked = 0
    while let next = agent.nextDeadline, next < last + .seconds(30) {
      agent.advance(to: next)
      let outputs = try drain(&agent)
      asked += outputs.sent.count
      #expect(outputs.news.isEmpty)
      // What is not authentic is no consent.
      for check in outputs.sent { agent.receive(success(check, key: local).span, from: peer, at: next) }
    }
    #expect((5...7).contains(asked))
    #expect(agent.nextDeadline == last + .seconds(30))
    agent.advance(to: last + .seconds(30) - .nanoseconds(1))
    #expect(agent.destination == peer)
    agent.advance(to: last + .seconds(30))
    #expect(try drain(&agent).news == [.lost])
    #expect(agent.destination == nil)
    #expect(agent.nextDeadline == nil)
  }

  @Test func `a full peer's checks are answered, wrong ones refused`() throws {
    var agent = try connected()
    var request = STUNMessage(.request, transaction: TransactionID(high: 1, low: 1))
    request.username = [UInt8]("\(local.ufrag):\(remote.ufrag)".utf8)
    request.role = .controlled(tieBreaker: 3)
    let now = Instant.zero + .seconds(1)
    agent.receive(request.encoded(key: [UInt8](local.password.utf8)).span, from: peer, at: now)
    agent.receive(request.encoded(key: [UInt8](remote.password.utf8)).span, from: peer, at: now)
    request.role = .controlling(tieBreaker: 3)
    agent.receive(request.encoded(key: [UInt8](local.password.utf8)).span, from: peer, at: now)
    let sent = try drain(&agent).sent
    #expect(sent.map(\.message.messageClass) == [.success, .failure, .failure])
    #expect(sent.map(\.message.errorCode) == [nil, 401, 487])
    #expect(sent.first?.message.mappedAddress == peer)
  }

  @Test func `of two that claim the same role the higher tie-breaker controls`() throws {
    func claim(_ role: ICERole) -> [UInt8] {
      var request = STUNMessage(.request, transaction: TransactionID(high: 1, low: 1))
      request.username = [UInt8]("\(local.ufrag):\(remote.ufrag)".utf8)
      request.role = role
      return request.encoded(key: [UInt8](local.password.utf8))
    }
    var agent = started([ICECandidate(host: peer)])
    _ = try drain(&agent)
    // In turn: what the peer claims, the code it gets, and our role (as controlling) afterwards.
    let steps: [(claimed: ICERole, code: Int?, controls: Bool)] = [
      (.controlling(tieBreaker: 76), 487, true), (.controlling(tieBreaker: 77), 487, true),
      (.controlling(tieBreaker: 78), nil, false), (.controlled(tieBreaker: 78), 487, false),
      (.controlled(tieBreaker: 77), nil, true), (.controlled(tieBreaker: 1), nil, true),
    ]
    for (claimed, code, controls) in steps {
      agent.receive(claim(claimed).span, from: peer, at: .zero + .milliseconds(1))
      let responses = try drain(&agent).sent.filter { $0.message.messageClass != .request }
      #expect(responses.map(\.message.errorCode) == [code])
      #expect(agent.role == (controls ? .controlling(tieBreaker: 77) : .controlled(tieBreaker: 77)))
    }
  }

  @Test func `during a restart a peer that still uses the former names is answered`() throws {
    var agent = try connected()
    var request = STUNMessage(.request, transaction: TransactionID(high: 1, low: 1))
    request.username = [UInt8]("\(local.ufrag):\(remote.ufrag)".utf8)
    let (key, now) = ([UInt8](local.password.utf8), Instant.zero + .seconds(1))
    agent.restart(local: .test(3), at: now)
    agent.receive(request.encoded(key: key).span, from: peer, at: now)
    let sent = try drain(&agent).sent
    #expect(sent.map(\.message.messageClass) == [.success])
    #expect(sent.first.map { $0.message.isAuthentic(in: $0.bytes, key: key) } == true)
  }
}

import Connectivity
import SansIO
import Testing

/// Both ends of a connection over a virtual link: a participant behind a NAT (side 0), the bridge (side 1).
struct ConnectionTests {
  private let home = TransportAddress.test(1, 40_000)
  private let server = TransportAddress.test(2, 7_882)
  private let mine = ICECredentials.test(1)
  private let theirs = ICECredentials.test(2)

  private func full(_ local: ICECredentials, tieBreaker: UInt64, seed: UInt64) -> ICEWorld.Agent {
    .full(
      ICEControllingAgent(
        local: local, tieBreaker: tieBreaker, using: SeededGenerator(seed: seed), at: .zero))
  }

  /// A participant and a lite bridge that know each other's credentials, wrong ones if so told.
  private func world(
    seed: UInt64 = 1, loss: Double = 0, password: ICECredentials? = nil
  ) -> ICEWorld {
    var bridge = ICELiteAgent(local: theirs, at: .zero)
    bridge.setRemote(mine)
    var world = ICEWorld(
      [full(mine, tieBreaker: 1, seed: seed), .lite(bridge)], addresses: [home, server], seed: seed)
    world.loss = loss
    let believed = password ?? theirs
    world.act(0) { agent, now in
      agent.full {
        $0.setRemote(believed, candidates: [ICECandidate(host: self.server)], at: now)
      }
    }
    return world
  }

  /// Two full agents that both claim to control.
  private func peers(tieBreakers: (UInt64, UInt64), seed: UInt64) -> ICEWorld {
    var world = ICEWorld(
      [
        full(mine, tieBreaker: tieBreakers.0, seed: seed),
        full(theirs, tieBreaker: tieBreakers.1, seed: seed + 1),
      ],
      addresses: [home, server], seed: seed)
    for side in 0..<2 {
      let (remote, address) = side == 0 ? (theirs, server) : (mine, home)
      world.act(side) { agent, now in
        agent.full { $0.setRemote(remote, candidates: [ICECandidate(host: address)], at: now) }
      }
    }
    return world
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `a participant reaches a lite bridge through a third of loss`(seed: UInt64) throws {
    var world = world(seed: seed, loss: 0.3)
    world.run(for: .seconds(12))
    let selected = try #require(world.instant(0, .selected(server)))
    #expect(world.news(0) == [.selected(server)])
    #expect(world.news(1) == [.selected(home)])
    // Two round trips of at most 65 ms each way when nothing is lost; a few repetitions otherwise.
    #expect(selected < .zero + .seconds(12))
    #expect(world.agents[0].isValid(server))
    #expect(world.agents[1].isValid(home))
  }

  @Test func `without loss two round trips are enough`() throws {
    var world = world()
    world.run(for: .seconds(2))
    #expect(try #require(world.instant(0, .selected(server))) <= .zero + .milliseconds(4 * 65))
    #expect(world.sent[0] == 2)
    #expect(world.sent[1] == 2)
  }

  @Test func `consent keeps a connection for an hour and costs one check in five seconds`() {
    var world = world(loss: 0.1)
    world.run(for: .seconds(3_600))
    #expect(world.news(0) == [.selected(server)])
    #expect(world.news(1) == [.selected(home)])
    #expect((600...900).contains(world.sent[0]))
  }

  @Test func `when the link is cut both ends find the other lost, 30 s after the last sign`() throws {
    var world = world()
    world.run(for: .seconds(100))
    world.isCut = true
    world.run(for: .seconds(31))
    let cut = Instant.zero + .seconds(100)
    for side in 0..<2 {
      let lost = try #require(world.instant(side, .lost))
      #expect(lost > cut + .seconds(23) && lost <= cut + .seconds(30.1))
      #expect(world.agents[side].destination == nil)
      #expect(world.agents[side].nextDeadline == nil)
    }
  }

  @Test func `the bridge follows a participant whose NAT gives it a new address`() throws {
    var world = world()
    world.run(for: .seconds(20))
    let moved = TransportAddress.test(1, 50_000)
    world.addresses[0] = moved
    world.run(for: .seconds(60))
    #expect(world.news(0) == [.selected(server)])
    #expect(world.news(1) == [.selected(home), .selected(moved)])
    #expect(try #require(world.instant(1, .selected(moved))) <= .zero + .seconds(26.1))
    #expect(world.agents[1].destination == moved)
    #expect(!world.agents[1].isValid(home))
  }

  @Test func `a restart moves both ends to new credentials without a gap`() throws {
    var world = world(loss: 0.2)
    world.run(for: .seconds(20))
    let (mineAnew, theirsAnew) = (ICECredentials.test(3), ICECredentials.test(4))
    world.act(0) { agent, now in agent.full { $0.restart(local: mineAnew, at: now) } }
    #expect(world.agents[0].destination == server)
    world.run(for: .seconds(2))
    world.act(1) { agent, now in
      agent.lite { $0.restart(local: theirsAnew, remote: mineAnew, at: now) }
    }
    world.run(for: .seconds(10))
    #expect(world.agents[0].destination == server)
    #expect(world.agents[1].destination == home)
    // The network changed meanwhile, which is why one restarts.
    let moved = TransportAddress.test(3, 50_000)
    world.addresses[0] = moved
    world.act(0) { agent, now in
      agent.full { $0.setRemote(theirsAnew, candidates: [ICECandidate(host: self.server)], at: now) }
    }
    world.run(for: .seconds(120))
    #expect(world.news(0) == [.selected(server), .selected(server)])
    #expect(world.news(1) == [.selected(home), .selected(moved)])
    #expect(world.agents[1].destination == moved)
  }

  @Test func `a lost connection comes back by a restart`() {
    var world = world()
    world.run(for: .seconds(1))
    world.isCut = true
    world.run(for: .seconds(40))
    world.isCut = false
    world.run(for: .seconds(40))
    #expect(world.agents[0].destination == nil)
    let (mineAnew, theirsAnew) = (ICECredentials.test(3), ICECredentials.test(4))
    world.act(1) { agent, now in
      agent.lite { $0.restart(local: theirsAnew, remote: mineAnew, at: now) }
    }
    world.act(0) { agent, now in
      agent.full {
        $0.restart(local: mineAnew, at: now)
        $0.setRemote(theirsAnew, candidates: [ICECandidate(host: self.server)], at: now)
      }
    }
    world.run(for: .seconds(2))
    #expect(world.news(0) == [.selected(server), .lost, .selected(server)])
    #expect(world.news(1) == [.selected(home), .lost, .selected(home)])
  }

  @Test func `a wrong password ends in a rejection at one end and silence at the other`() throws {
    let wrong = try #require(
      ICECredentials(ufrag: theirs.ufrag, password: String(repeating: "x", count: 22)))
    var world = world(password: wrong)
    world.run(for: .seconds(31))
    #expect(world.news(0) == [.failed(.rejected(code: 401))])
    #expect(world.instant(0, .failed(.rejected(code: 401))) == .zero + .seconds(11.5))
    #expect(world.sent[0] == 7)
    #expect(world.news(1) == [.lost])
    #expect(!world.agents[0].isValid(server))
    #expect(!world.agents[1].isValid(home))
  }

  @Test func `nobody there is unanswered after seven requests, nobody named takes 30 s`() {
    var world = world(loss: 1)
    world.run(for: .seconds(40))
    #expect(world.news(0) == [.failed(.unanswered)])
    #expect(world.sent[0] == 7)
    var lonely = ICEWorld([full(mine, tieBreaker: 1, seed: 1)], addresses: [home], seed: 1)
    lonely.act(0) { agent, now in agent.full { $0.setRemote(self.theirs, candidates: [], at: now) } }
    lonely.run(for: .seconds(40))
    #expect(lonely.instant(0, .failed(.noCandidates)) == .zero + .seconds(30))
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `two full agents that both want to control agree and connect`(seed: UInt64) {
    let tieBreakers: (UInt64, UInt64) = seed % 2 == 0 ? (5, 9) : (9, 5)
    var world = peers(tieBreakers: tieBreakers, seed: seed)
    world.loss = seed <= 20 ? 0 : 0.2
    world.run(for: .seconds(25))
    #expect(world.news(0) == [.selected(server)])
    #expect(world.news(1) == [.selected(home)])
    let controlling = world.agents.filter {
      if case .controlling? = $0.role { true } else { false }
    }
    #expect(controlling.count == 1)
    // With a fifth lost either way, six checks of consent in a row do fail now and then.
    world.loss = 0
    world.run(for: .seconds(120))
    #expect(world.reports.count == 2)
  }

  @Test func `responses that were tampered with count for nothing`() {
    var world = world()
    world.tamper = { side, bytes in if side == 1 { bytes[bytes.count - 12] ^= 1 } }
    world.run(for: .seconds(12))
    #expect(world.news(0) == [.failed(.unanswered)])
    #expect(!world.agents[0].isValid(server))
  }

  @Test func `the same seed gives the same run`() {
    var (first, second) = (world(seed: 7, loss: 0.4), world(seed: 7, loss: 0.4))
    first.run(for: .seconds(60))
    second.run(for: .seconds(60))
    #expect(first.reports == second.reports)
    #expect(first.sent == second.sent)
  }
}

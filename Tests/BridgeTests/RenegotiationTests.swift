import Bridge
import PhoneLeg
import SDP
import SansIO
import Testing

/// What a re-INVITE changes.
@Suite struct RenegotiationTests {
  private static let limit = Interval.seconds(10)

  /// When the bridge last answered 200 to a re-INVITE of `phone`.
  private func lastAnswer(_ world: BridgeWorld, to phone: VirtualPhone) -> Instant? {
    world.signals.last {
      $0.to.ip == phone.ip && $0.text.hasPrefix("SIP/2.0 200 ") && $0.text.contains("m=audio")
    }?.at
  }

  /// With and without speech that ended before the hold.
  @Test(arguments: [MediaDirection.sendonly, .inactive], [nil, 149])
  func `hold suspends the ten seconds`(direction: MediaDirection, lastSpoken: Int?) throws {
    let world = BridgeWorld()
    let alice = world.phone("alice") { frame in frame <= lastSpoken ?? -1 ? .tone(400) : .quiet }
    world.connect(alice)
    world.run(for: .seconds(7))
    world.act { alice.reoffer(direction, at: $0) }
    alice.mouth = { _ in .quiet }
    world.run(for: .seconds(25))
    #expect(alice.endedAt == nil)
    let row = try #require(world.bridge.snapshot(at: world.now).calls.first)
    #expect(row.state == "held")
    #expect(row.hangupInSeconds == nil)
    let held = try #require(lastAnswer(world, to: alice))
    world.act { alice.reoffer(.sendrecv, at: $0) }
    world.run(for: .seconds(11))
    let resumed = try #require(lastAnswer(world, to: alice))
    let silent = try lastSpoken.map { try #require(world.arrival(of: $0, from: alice)) }
    let since = try silent ?? #require(world.answer(to: alice))
    #expect(world.byeSent(to: alice) == since + Self.limit + (resumed - held))
    #expect(world.endings == ["silence"])
    world.expectNothingLeft()
  }

  @Test func `hold of one caller does not keep the other`() throws {
    let world = BridgeWorld()
    let (alice, bob) = (world.phone("alice"), world.phone("bob"))
    world.connect(alice, bob)
    world.act { alice.reoffer(.sendonly, at: $0) }
    world.run(for: .seconds(11))
    #expect(try world.byeSent(to: bob) == #require(world.answer(to: bob)) + Self.limit)
    #expect(alice.endedAt == nil)
  }

  @Test func `music on hold keeps the other caller`() {
    let world = BridgeWorld()
    let (alice, bob) = (world.phone("alice") { _ in .tone(450) }, world.phone("bob"))
    world.connect(alice, bob)
    world.act { alice.reoffer(.sendonly, at: $0) }
    world.run(for: .seconds(20))
    #expect(bob.endedAt == nil)
    let steady = (world.now - .seconds(2))..<world.now
    #expect(abs(bob.heard.level(of: 450, steady) + 20) < 0.5)
    #expect(alice.heard.samples(steady).isEmpty)
  }

  @Test(arguments: [20.0, 29.99])
  func `a long silent hold is no media time-out, nor is its end`(start: Double) throws {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007)))
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(start))
    alice.mouth = { _ in .nothing }
    world.act { alice.reoffer(.sendonly, at: $0) }
    world.run(for: .seconds(59.99 - start))
    world.act { alice.reoffer(.sendrecv, at: $0) }
    world.run(for: .seconds(29))
    #expect(alice.endedAt == nil)
    world.run(for: .seconds(2))
    #expect(try world.byeSent(to: alice) == #require(lastAnswer(world, to: alice)) + .seconds(30))
    #expect(world.endings == ["media-timeout"])
  }

  @Test func `a re-INVITE moves the media to another address`() {
    let world = BridgeWorld()
    let (alice, bob) = (world.phone("alice"), world.phone("bob") { _ in .tone(1_000) })
    world.connect(alice, bob)
    world.run(for: .seconds(1))
    alice.rtpPort = 4_100
    let moved = world.now
    world.act { alice.reoffer(.sendrecv, at: $0) }
    world.run(for: .seconds(2))
    #expect(abs(alice.heard.level(of: 1_000, moved + .seconds(1)..<world.now) + 20) < 0.5)
    #expect(alice.log.filter { $0 == "answered 200" }.count == 2)
  }

  @Test func `a re-INVITE to the other law is heard`() {
    let world = BridgeWorld()
    let (alice, bob) = (world.phone("alice") { _ in .tone(400) }, world.phone("bob"))
    alice.dial("blue", codecs: [.pcmu], at: world.now)
    world.connect(bob)
    world.run(for: .seconds(1))
    world.act { alice.reoffer(.sendrecv, codecs: [.pcma], at: $0) }
    world.run(for: .seconds(3))
    #expect(abs(bob.heard.level(of: 400, world.now - .seconds(2)..<world.now) + 20) < 0.5)
    #expect(world.bridge.snapshot(at: world.now).calls.first?.codec == "PCMA")
  }
}

import Bridge
import PhoneLeg
import SansIO
import Testing
import VirtualWorld

/// Endings other than silence.
@Suite struct CallEndingTests {
  private func world(silenceTimeout: Interval? = .seconds(60)) -> BridgeWorld {
    BridgeWorld(BridgeSettings(silenceTimeout: silenceTimeout, ports: PortRange(20_000...20_007)))
  }

  @Test func `a caller from whom no packet comes is ended, and not for silence`() throws {
    let world = world()
    let alice = world.phone("alice") { _ in .nothing }
    world.connect(alice)
    world.run(for: .seconds(31))
    #expect(try world.byeSent(to: alice) == #require(world.answer(to: alice)) + .seconds(30))
    #expect(alice.endReason == #"Q.850;cause=38;text="media timeout""#)
    #expect(world.endings == ["media-timeout"])
    world.expectNothingLeft()
  }

  @Test func `the media time-out counts from the last packet`() throws {
    let world = world()
    let alice = world.phone("alice") { $0 < 100 ? .quiet : .nothing }
    world.connect(alice)
    world.run(for: .seconds(33))
    #expect(try world.byeSent(to: alice) == #require(world.arrival(of: 99, from: alice)) + .seconds(30))
  }

  @Test func `packets of silence are no media time-out`() {
    let world = world(silenceTimeout: nil)
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(65))
    #expect(alice.endedAt == nil)
  }

  @Test func `silence comes before the media time-out when both are near`() {
    let world = world(silenceTimeout: .seconds(10))
    let alice = world.phone("alice") { _ in .nothing }
    world.connect(alice)
    world.run(for: .seconds(31))
    #expect(world.endings == ["silence"])
  }

  @Test func `a shutdown sends BYE to everybody and takes no more calls`() {
    let world = world()
    let phones = ["alice", "bob", "carol"].map { world.phone($0) }
    world.connect(phones[0], phones[1])
    world.run(for: .seconds(1))
    world.act { world.bridge.shutDown(at: $0) }
    phones[2].dial("blue", at: world.now)
    world.run(for: .seconds(1))
    for phone in phones.prefix(2) {
      #expect(phone.endReason == #"Q.850;cause=41;text="bridge is shutting down""#)
    }
    #expect(phones[2].log == ["provisional 100", "refused 503"])
    #expect(world.bridge.isEmpty)
    #expect(world.endings == ["shutdown", "shutdown"])
    world.expectNothingLeft()
  }

  @Test func `a shutdown refuses a call whose ports are not open yet`() {
    let world = world()
    let alice = world.phone("alice")
    world.binding = { _ in .pending }
    alice.dial("blue", at: world.now)
    world.run(for: .milliseconds(50))
    world.act { world.bridge.shutDown(at: $0) }
    world.run(for: .seconds(1))
    #expect(alice.log.last == "refused 503")
    world.expectNothingLeft()
  }

  @Test func `a caller that never answers the BYE is forgotten all the same`() {
    let world = world(silenceTimeout: .seconds(10))
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(2))
    alice.isAlive = false
    world.run(for: .seconds(12))
    #expect(!world.bridge.isEmpty)
    #expect(world.endings == ["silence"])
    world.expectNothingLeft()
  }

  @Test func `no audio is sent after the BYE`() throws {
    let world = world(silenceTimeout: .seconds(10))
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(20))
    let bye = try #require(world.byeSent(to: alice))
    #expect(alice.heard.packets.allSatisfy { $0.at <= bye + BridgeWorld.delay })
  }
}

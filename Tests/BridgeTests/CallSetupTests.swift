import Bridge
import PhoneLeg
import SIP
import SansIO
import Testing
import VirtualWorld

/// From the INVITE to the room, or to the refusal.
@Suite struct CallSetupTests {
  private static let ports = PortRange(20_000...20_007)

  /// A bridge whose only trunk asks for a password.
  private func guarded() -> BridgeWorld {
    var table = DispatchTable.loopback
    table.trunks[0].credentials = Trunk.Credentials(user: "alice", password: "secret")
    return BridgeWorld(BridgeSettings(dispatch: table, ports: Self.ports))
  }

  private func refusals(_ world: BridgeWorld) -> [Int] {
    world.events.compactMap { event in
      if case .refused(_, _, _, let status, _) = event.kind { status } else { nil }
    }
  }

  @Test func `a call is answered with SDP and enters the room that was dialled`() throws {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    world.connect(alice, room: "blue")
    #expect(alice.log == ["provisional 100", "answered 200"])
    #expect(alice.answerBody.contains("m=audio 20000 RTP/AVP 0 8 101"))
    #expect(alice.answerBody.contains("c=IN IP4 127.0.0.1"))
    let snapshot = world.bridge.snapshot(at: world.now)
    #expect(snapshot.rooms == ["blue"])
    let call = try #require(snapshot.calls.first)
    #expect(
      [call.room, call.trunk, call.from, call.to, call.state] == [
        "blue", "loopback", "alice", "blue", "active",
      ])
    #expect(call.codec == "PCMU")
    #expect(world.openPorts == [20_000])
    alice.hangUp(at: world.now)
    world.expectNothingLeft()
  }

  @Test func `calls to one number share a room and calls to another do not`() {
    let world = BridgeWorld()
    let phones = [world.phone("alice"), world.phone("bob"), world.phone("carol")]
    world.connect(phones[0], phones[1], room: "blue")
    world.connect(phones[2], room: "green")
    let snapshot = world.bridge.snapshot(at: world.now)
    #expect(snapshot.rooms == ["blue", "green"])
    #expect(snapshot.calls.map(\.participants) == [2, 2, 1])
    #expect(snapshot.answered == 3)
  }

  @Test func `a rule can give every call a room of its own`() {
    var table = DispatchTable.loopback
    table.rules = [DispatchRule(name: "alone", kind: .individual(roomPrefix: "call"))]
    let world = BridgeWorld(BridgeSettings(dispatch: table, ports: Self.ports))
    world.connect(world.phone("alice"), world.phone("bob"))
    let rooms = world.bridge.snapshot(at: world.now).rooms
    #expect(rooms.count == 2)
    #expect(rooms.first?.hasPrefix("call_alice_") == true)
  }

  @Test func `a caller's BYE ends its call and frees its port`() {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(2))
    world.act { alice.hangUp(at: $0) }
    world.run(for: .seconds(1))
    #expect(alice.log.last == "BYE answered 200")
    #expect(world.endings == ["caller-hung-up"])
    #expect(world.bridge.snapshot(at: world.now).ended == ["caller-hung-up": 1])
    #expect(world.openPorts == [])
    world.expectNothingLeft()
  }

  @Test func `a caller can give up before the answer`() {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    world.binding = { _ in .pending }
    alice.dial("blue", at: world.now)
    world.run(for: .milliseconds(50))
    #expect(world.bridge.snapshot(at: world.now).calls.map(\.state) == ["connecting"])
    world.act { alice.hangUp(at: $0) }
    world.run(for: .seconds(1))
    #expect(alice.log.last == "refused 487")
    #expect(world.endings == ["cancelled"])
    world.expectNothingLeft()
  }

  @Test func `a call from an address that no trunk knows is forbidden`() {
    var table = DispatchTable.loopback
    table.trunks[0].inboundAddresses = ["192.0.2.0/24"].compactMap(AddressRange.init)
    let world = BridgeWorld(BridgeSettings(dispatch: table, ports: Self.ports))
    let alice = world.phone("alice")
    world.connect(alice)
    #expect(alice.log == ["provisional 100", "refused 403"])
    #expect(alice.warning == #"399 callbridge "no trunk takes calls to blue from this address""#)
    #expect(refusals(world) == [403])
    world.expectNothingLeft()
  }

  @Test func `a call for which no rule stands is not found`() {
    var table = DispatchTable.loopback
    table.rules = []
    let world = BridgeWorld(BridgeSettings(dispatch: table, ports: Self.ports))
    let alice = world.phone("alice")
    world.connect(alice)
    #expect(alice.log == ["provisional 100", "refused 404"])
    world.expectNothingLeft()
  }

  static let videoOnly = """
    v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\nm=video 4000 RTP/AVP 31\r\n
    """
  static let otherCodec = """
    v=0\r\no=- 1 1 IN IP4 127.0.0.2\r\ns=-\r\nc=IN IP4 127.0.0.2\r\nt=0 0\r\nm=audio 4000 RTP/AVP 9\r\n
    """

  @Test(arguments: [("", 488), (videoOnly, 488), (otherCodec, 488), ("no SDP at all", 400)])
  func `an offer that cannot be answered is refused and costs no port`(body: String, status: Int) {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    alice.dial("blue", body: body, at: world.now)
    world.run(for: .milliseconds(50))
    #expect(alice.log == ["provisional 100", "refused \(status)"])
    #expect(refusals(world) == [status])
    #expect(world.bridge.snapshot(at: world.now).freePorts == 4)
    world.expectNothingLeft()
  }

  @Test func `when the ports are used up a call is refused, and taken once one is free`() {
    let world = BridgeWorld(BridgeSettings(ports: PortRange(20_000...20_003)))
    let phones = ["alice", "bob", "carol", "dave"].map { world.phone($0) }
    world.connect(phones[0], phones[1], phones[2])
    #expect(phones[2].log == ["provisional 100", "refused 503"])
    #expect(phones[2].warning == #"399 callbridge "all 2 pairs of audio ports are in use""#)
    world.act { phones[0].hangUp(at: $0) }
    world.run(for: .milliseconds(50))
    world.connect(phones[3])
    #expect(phones[3].log == ["provisional 100", "answered 200"])
    #expect(world.openPorts == [20_000, 20_002])
  }

  @Test func `more calls than the bridge is to take are refused and logged`() {
    let world = BridgeWorld(BridgeSettings(maximumCalls: 1, ports: Self.ports))
    let (alice, bob) = (world.phone("alice"), world.phone("bob"))
    world.connect(alice, bob)
    #expect(alice.log.last == "answered 200")
    #expect(bob.log.last == "refused 503")
    #expect(refusals(world) == [503])
    #expect(bob.warning == #"399 callbridge "all 1 calls are in use""#)
  }

  @Test func `a call whose ports cannot be opened gets others`() {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    world.binding = { $0 == 20_000 ? .unavailable : .opened }
    world.connect(alice)
    #expect(alice.log == ["provisional 100", "answered 200"])
    #expect(alice.answerBody.contains("m=audio 20002 "))
    #expect(world.openPorts == [20_002])
    #expect(refusals(world) == [])
    let received = world.events.filter { if case .received = $0.kind { true } else { false } }
    #expect(received.count == 1)
    world.act { alice.hangUp(at: $0) }
    world.expectNothingLeft()
  }

  @Test func `a call for which no ports at all can be opened is refused after a few attempts`() {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    var attempts = 0
    world.binding = { _ in
      attempts += 1
      return .unavailable
    }
    world.connect(alice)
    #expect(alice.log == ["provisional 100", "refused 503"])
    #expect(alice.warning == #"399 callbridge "address in use""#)
    #expect(refusals(world) == [503])
    #expect((2...20).contains(attempts))
    world.expectNothingLeft()
  }

  @Test func `a guarded trunk takes who knows the password`() {
    let world = guarded()
    let alice = world.phone("alice")
    alice.dial("blue", credentials: Credentials(username: "alice", password: "secret"), at: world.now)
    world.run(for: .milliseconds(100))
    #expect(alice.log.last == "answered 200")
    #expect(
      world.signals.contains { $0.text.hasPrefix("SIP/2.0 401 ") && $0.text.contains("realm=\"loopback\"") })
    #expect(world.bridge.snapshot(at: world.now).answered == 1)
    world.act { alice.hangUp(at: $0) }
    world.expectNothingLeft()
  }

  @Test(arguments: [
    Credentials(username: "alice", password: "wrong"), Credentials(username: "bob", password: "secret"), nil,
  ])
  func `a guarded trunk takes nobody else`(credentials: Credentials?) {
    let world = guarded()
    let alice = world.phone("alice")
    alice.dial("blue", credentials: credentials, at: world.now)
    world.run(for: .milliseconds(100))
    #expect(alice.log.last == "refused 401")
    #expect(world.bridge.snapshot(at: world.now).answered == 0)
    world.expectNothingLeft()
  }

  @Test func `a caller that vanishes before its ACK is given up`() {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    alice.dial("blue", at: world.now)
    world.run(for: .milliseconds(7))
    alice.isAlive = false
    world.run(for: .seconds(40))
    #expect(world.endings.count == 1)
    #expect(world.openPorts == [])
    world.expectNothingLeft()
  }
}

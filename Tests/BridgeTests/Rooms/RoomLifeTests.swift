import Bridge
import PhoneLeg
import RoomLeg
import RoomMessages
import Rooms
import SansIO
import Testing

/// How stays and rooms begin and end.
@Suite struct RoomLifeTests {
  private func settings(_ end: RoomEnd = .withCall) -> BridgeSettings {
    BridgeSettings(ports: PortRange(20_000...20_007), roomEnds: end)
  }

  @Test func `the caller's goodbye ends the room for everybody in it`() throws {
    let world = BridgeWorld()
    let phone = world.phone("alice") { _ in .tone(400) }
    world.connect(phone)
    let (vera, walt) = (try world.visitor("vera") { _ in hum(1_000) }, try world.visitor("walt"))
    world.join(vera, walt)
    world.act { phone.hangUp(at: $0) }
    world.run(for: .seconds(2))
    #expect(vera.leave?.reason == .roomClosed)
    #expect(vera.leave?.action == .disconnect)
    #expect(walt.leave?.reason == .roomClosed)
    #expect(vera.closedAt != nil)
    #expect(vera.others["sip_alice"]?.state == .disconnected)
    #expect(world.departures == ["vera room-closed", "walt room-closed"])
    #expect(vera.events.last == .closedByPeer)
    world.expectNobodyLeft()
  }

  @Test func `a room that ends when it is empty goes on without its call`() throws {
    let world = BridgeWorld(settings(.whenEmpty))
    let phone = world.phone("alice") { _ in .tone(400) }
    world.connect(phone)
    let (vera, walt) = (try world.visitor("vera") { _ in hum(1_000) }, try world.visitor("walt"))
    world.join(vera, walt)
    world.act { phone.hangUp(at: $0) }
    world.run(for: .seconds(4))
    #expect(vera.leave == nil)
    #expect(abs(walt.level(of: 1_000, in: vera.trackSid, world.lately) + 20) < 1.5)
    let again = world.phone("bob") { _ in .tone(400) }
    world.connect(again)
    world.run(for: .seconds(3))
    #expect(abs(vera.level(of: 400, in: world.phoneTrack, world.lately) + 20) < 1.5)
    world.act { again.hangUp(at: $0) }
    vera.request(.leave(.init()))
    walt.hangUp()
    world.run(for: .seconds(1))
    #expect(world.departures == ["vera left", "walt signalling-closed"])
    world.expectNobodyLeft()
  }

  @Test func `participants without a call have a room of their own until the last one leaves`() throws {
    let world = BridgeWorld()
    let (vera, walt) = (try world.visitor("vera") { _ in hum(1_000) }, try world.visitor("walt"))
    world.join(vera, walt)
    world.run(for: .seconds(3))
    #expect(abs(walt.level(of: 1_000, in: vera.trackSid, world.lately) + 20) < 1.5)
    vera.request(.leave(.init()))
    world.run(for: .seconds(1))
    #expect(world.bridge.listRooms([]).map(\.name) == ["blue"])
    #expect(walt.others["vera"]?.state == .disconnected)
    walt.request(.leave(.init()))
    world.run(for: .seconds(1))
    world.expectNobodyLeft()
  }

  @Test func `what a participant says keeps the call, ten seconds after it nothing does`() throws {
    let world = BridgeWorld()
    let phone = world.phone("alice")
    world.connect(phone)
    let vera = try world.visitor("vera") { (400..<750).contains($0) ? hum(1_000) : hush }
    world.join(vera)
    world.run(for: .seconds(16))
    #expect(phone.endedAt == nil)
    world.run(for: .seconds(20))
    // Frame 749 leaves 15 s after the transport opened and takes one delay to the bridge. Opus rings on: the packet
    // after it may hold its last milliseconds.
    let last = try #require(vera.openedAt) + .milliseconds(20) * 750 + BridgeWorld.delay
    let bye = try #require(world.byeSent(to: phone))
    #expect((last + .seconds(10)...last + .seconds(10) + .milliseconds(100)).contains(bye), "\(bye - last)")
    #expect(world.endings == ["silence"])
    #expect(vera.leave?.reason == .roomClosed)
    world.expectNobodyLeft()
  }

  @Test func `silence of a participant keeps nobody`() throws {
    let world = BridgeWorld()
    let phone = world.phone("alice")
    world.connect(phone)
    let vera = try world.visitor("vera") { _ in hush }
    world.join(vera)
    world.run(for: .seconds(11))
    #expect(try world.byeSent(to: phone) == #require(world.answer(to: phone)) + .seconds(10))
  }

  @Test func `the younger of two with one identity stays`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let (older, younger) = (
      try world.visitor("vera") { _ in hum(1_000) }, try world.visitor("vera") { _ in hum(1_700) }
    )
    world.join(older)
    world.join(younger)
    world.run(for: .seconds(3))
    #expect(older.leave?.reason == .duplicateIdentity)
    #expect(older.closedAt != nil)
    #expect(younger.leave == nil)
    #expect(abs(world.phones[0].heard.level(of: 1_700, world.lately) + 20) < 1.5)
    #expect(world.phones[0].heard.level(of: 1_000, world.lately) < -45)
    #expect(world.bridge.listParticipants(in: "blue")?.map(\.identity) == ["sip_alice", "vera"])
  }

  @Test func `who is removed is told so, the others go on`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let (vera, walt) = (try world.visitor("vera") { _ in hum(1_000) }, try world.visitor("walt"))
    world.join(vera, walt)
    #expect(world.bridge.removeParticipant("vera", from: "blue", at: world.now))
    #expect(!world.bridge.removeParticipant("nobody", from: "blue", at: world.now))
    #expect(!world.bridge.removeParticipant("vera", from: "green", at: world.now))
    world.run(for: .seconds(3))
    #expect(vera.leave?.reason == .participantRemoved)
    #expect(walt.others["vera"]?.disconnectReason == .participantRemoved)
    #expect(abs(walt.level(of: 400, in: world.phoneTrack, world.lately) + 20) < 1.5)
    #expect(world.bridge.removeParticipant("sip_alice", from: "blue", at: world.now))
    world.run(for: .seconds(1))
    #expect(world.endings == ["removed"])
    #expect(world.phones[0].endReason == #"Q.850;cause=16;text="removed from the room""#)
    world.expectNobodyLeft()
  }

  @Test func `a deleted room sends everybody away`() throws {
    let world = BridgeWorld(settings(.whenEmpty))
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera") { _ in hum(1_000) }
    world.join(vera)
    #expect(!world.bridge.deleteRoom("green", at: world.now))
    #expect(world.bridge.deleteRoom("blue", at: world.now))
    world.run(for: .seconds(1))
    #expect(vera.leave?.reason == .roomDeleted)
    #expect(world.endings == ["room-ended"])
    #expect(world.phones[0].endReason == #"Q.850;cause=16;text="the room was ended""#)
    world.expectNobodyLeft()
  }

  @Test func `a room made on purpose waits for its time and no longer`() throws {
    let world = BridgeWorld()
    var request = Livekit_CreateRoomRequest()
    request.name = "blue"
    request.emptyTimeout = 60
    let made = world.bridge.createRoom(request, at: world.now)
    #expect(made.name == "blue")
    world.run(for: .seconds(59))
    #expect(world.bridge.listRooms(["blue"]).map(\.sid) == [made.sid])
    #expect(world.bridge.listParticipants(in: "blue")?.isEmpty == true)
    world.run(for: .seconds(1))
    #expect(world.bridge.listRooms([]).isEmpty)
    #expect(world.bridge.listParticipants(in: "blue") == nil)
    world.expectNobodyLeft()
  }

  @Test func `the shutdown sends participants away for what it is`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let (vera, late) = (try world.visitor("vera"), try world.visitor("late"))
    world.join(vera)
    world.act { world.bridge.shutDown(at: $0) }
    late.join()
    world.run(for: .seconds(1))
    #expect(vera.leave?.reason == .serverShutdown)
    #expect(late.refusal?.status == 503)
    world.expectNobodyLeft()
  }
}

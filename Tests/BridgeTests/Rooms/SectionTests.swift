import Bridge
import PhoneLeg
import RoomMessages
import Rooms
import SDP
import SansIO
import Testing

/// Which section of a participant's connection carries which track.
@Suite struct SectionTests {
  @Test func `who has no section left is asked for more and then hears the later one too`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera", receives: 1)
    world.join(vera)
    #expect(vera.requirements == 0)
    let walt = try world.visitor("walt") { _ in hum(1_700) }
    world.join(walt)
    world.run(for: .seconds(3))
    #expect(vera.requirements == 1)
    #expect(vera.offer.sections.count == 2)
    #expect(abs(vera.level(of: 1_700, in: walt.trackSid, world.lately) + 20) < 1.5)
    #expect(abs(vera.level(of: 400, in: world.phoneTrack, world.lately) + 20) < 1.5)
    #expect(vera.strays == 0)
  }

  @Test func `a section whose track left rests for one answer before it carries another`() throws {
    let world = BridgeWorld(BridgeSettings(ports: .init(20_000...20_007), roomEnds: .whenEmpty))
    let vera = try world.visitor("vera", receives: 1)
    let walt = try world.visitor("walt") { _ in hum(1_000) }
    world.join(vera, walt)
    let first = try #require(walt.trackSid)
    #expect(vera.answers.last == ["0": first])
    let source = try #require(vera.answer?.section("0")?.ssrcs.first)
    walt.request(.leave(.init()))
    let xena = try world.visitor("xena") { _ in hum(1_700) }
    xena.join()
    world.run(for: .seconds(3))
    let second = try #require(xena.trackSid)
    let carried = vera.answers.map { $0["0"] }
    let place = try #require(carried.firstIndex(of: second))
    #expect(place > 0 && carried[place - 1] == nil, "\(carried)")
    #expect(vera.answer?.section("0")?.ssrcs.first != source, "each track has a source of its own")
    #expect(abs(vera.level(of: 1_700, in: second, world.lately) + 20) < 1.5)
    #expect(vera.strays == 0)
  }

  @Test func `a section given up is not used`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera", receives: 1)
    vera.offersAgain = false
    world.join(vera)
    let track = try #require(world.phoneTrack)
    #expect(vera.answers.last == ["0": track])
    vera.offer.sections[0] = .unused
    vera.offer.sections.append(.data(sctpPort: 5000, maximumMessageSize: 65_536))
    vera.offerNow()
    world.run(for: .seconds(3))
    #expect(vera.answers.last == [:])
    #expect(vera.packets(world.lately) == 0)
    #expect(vera.answer?.section("0")?.isRejected == true)
  }

  @Test func `who unsubscribes hears nothing, and the track again once it is wanted`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera")
    world.join(vera)
    let track = try #require(world.phoneTrack)
    vera.request(.subscription(.with([track], subscribe: false)))
    world.run(for: .seconds(3))
    #expect(vera.packets(world.lately) == 0)
    vera.request(.subscription(.with([track], subscribe: true)))
    world.run(for: .seconds(3))
    #expect(abs(vera.level(of: 400, in: track, world.lately) + 20) < 1.5)
    vera.request(.subscription(.with(["TR_nobody"], subscribe: true)))
    world.run(for: .seconds(1))
    #expect(vera.unknownTracks == ["TR_nobody"])
  }

  @Test func `who does not subscribe by default hears only what it asks for`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera")
    vera.join { $0.autoSubscribe = false }
    world.run(for: .seconds(3))
    #expect(vera.packets(world.lately) == 0)
    vera.request(.subscription(.with([try #require(world.phoneTrack)], subscribe: true)))
    world.run(for: .seconds(3))
    #expect(vera.packets(world.lately) == 100)
  }

  @Test func `a track that is sent no more is withdrawn`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera") { _ in hum(1_000) }
    let walt = try world.visitor("walt")
    world.join(vera, walt)
    vera.offer.sections[0] = .inactive
    vera.offerNow()
    world.run(for: .seconds(3))
    #expect(walt.others["vera"]?.tracks.isEmpty == true)
    #expect(walt.packets(world.lately, of: vera.trackSid) == 0)
    #expect(world.phones[0].heard.level(of: 1_000, world.lately) < -60)
    #expect(vera.unpublished == [try #require(vera.trackSid)])
  }

  @Test func `a token that does not allow hearing or publishing is obeyed`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let (deaf, dumb) = (try world.visitor("deaf"), try world.visitor("dumb") { _ in hum(1_000) })
    deaf.permission = { $0.canSubscribe = false }
    dumb.permission = { $0.canPublish = false }
    world.join(deaf, dumb)
    world.run(for: .seconds(3))
    #expect(deaf.packets(world.lately) == 0)
    #expect(dumb.refusals == [.notAllowed])
    #expect(world.phones[0].heard.level(of: 1_000, world.lately) < -60)
    #expect(abs(dumb.level(of: 400, in: world.phoneTrack, world.lately) + 20) < 1.5)
  }
}

import Bridge
import PhoneLeg
import RTP
import RoomMessages
import SDP
import SansIO
import Testing

/// Who hears whom where participants are.
@Suite struct RoomHearingTests {
  /// The level must be that of the tone, as far as Opus keeps it.
  private func expectHeard(_ level: Double, _ words: String, _ place: SourceLocation = #_sourceLocation) {
    #expect(abs(level + 20) < 1.5, "\(words) at \(level) dBm0", sourceLocation: place)
  }

  @Test(arguments: [[WebCodec.opus()], [.opus(), .pcmu, .pcma], [.pcmu, .pcma, .opus()]])
  func `a phone and a participant hear each other and not themselves`(codecs: [WebCodec]) throws {
    let world = BridgeWorld()
    let phone = world.phone("alice") { _ in .tone(400) }
    world.connect(phone)
    let visitor = try world.visitor("vera", codecs: codecs) { _ in hum(1_000) }
    world.join(visitor)
    world.run(for: .seconds(3))
    expectHeard(phone.heard.level(of: 1_000, world.lately), "the phone hears the participant")
    #expect(phone.heard.level(of: 400, world.lately) < -45)
    expectHeard(visitor.level(of: 400, in: world.phoneTrack, world.lately), "the participant hears the phone")
    #expect(visitor.level(of: 1_000, in: world.phoneTrack, world.lately) < -45)
    #expect(visitor.packets(world.lately) == 100)
    #expect(visitor.strays == 0)
    #expect(visitor.others["sip_alice"]?.kind == .sip)
    // A tone of −20 dBm0 is 26 dB below overload.
    let told = try #require(world.phoneTrack.flatMap { visitor.levels[$0] })
    #expect(told.isVoice)
    #expect((25...27).contains(told.decibelsBelowOverload))
  }

  @Test func `participants hear each other's packets as they are, the phone hears both`() throws {
    let world = BridgeWorld()
    let phone = world.phone("alice")
    world.connect(phone)
    let vera = try world.visitor("vera") { _ in hum(1_000) }
    let walt = try world.visitor("walt") { _ in hum(1_700) }
    world.join(vera, walt)
    world.run(for: .seconds(3))
    let (ofVera, ofWalt) = (try #require(vera.trackSid), try #require(walt.trackSid))
    expectHeard(vera.level(of: 1_700, in: ofWalt, world.lately), "vera hears walt")
    expectHeard(walt.level(of: 1_000, in: ofVera, world.lately), "walt hears vera")
    expectHeard(phone.heard.level(of: 1_000, world.lately), "the phone hears vera")
    expectHeard(phone.heard.level(of: 1_700, world.lately), "the phone hears walt")
    #expect(vera.heard[ofVera] == nil)
    #expect(walt.heard[ofWalt] == nil)
    #expect(vera.strays + walt.strays == 0)
    // As its speaker told it.
    #expect(vera.levels[ofWalt] == AudioLevel(isVoice: true, decibelsBelowOverload: 33))
  }

  @Test func `two phones and a participant hear the sum of the others`() throws {
    let world = BridgeWorld()
    let alice = world.phone("alice") { _ in .tone(400) }
    let bob = world.phone("bob") { _ in .tone(1_700) }
    world.connect(alice, bob)
    let vera = try world.visitor("vera") { _ in hum(1_000) }
    world.join(vera)
    world.run(for: .seconds(3))
    expectHeard(alice.heard.level(of: 1_700, world.lately), "alice hears bob")
    expectHeard(alice.heard.level(of: 1_000, world.lately), "alice hears vera")
    #expect(alice.heard.level(of: 400, world.lately) < -40)
    let tracks = try #require(world.bridge.listParticipants(in: "blue")).filter { $0.kind == .sip }
    #expect(tracks.map(\.identity) == ["sip_alice", "sip_bob"])
    expectHeard(vera.level(of: 400, in: tracks[0].tracks[0].sid, world.lately), "vera hears alice")
    expectHeard(vera.level(of: 1_700, in: tracks[1].tracks[0].sid, world.lately), "vera hears bob")
  }

  @Test func `a muted participant is heard by nobody until it unmutes`() throws {
    let world = BridgeWorld()
    let phone = world.phone("alice")
    world.connect(phone)
    let vera = try world.visitor("vera") { _ in hum(1_000) }
    let walt = try world.visitor("walt")
    world.join(vera, walt)
    world.run(for: .seconds(1))
    vera.mute(true)
    world.run(for: .seconds(3))
    let track = try #require(vera.trackSid)
    #expect(phone.heard.level(of: 1_000, world.lately) < -60)
    #expect(walt.packets(world.lately, of: track) == 0)
    #expect(walt.others["vera"]?.tracks.first?.muted == true)
    vera.mute(false)
    world.run(for: .seconds(3))
    expectHeard(phone.heard.level(of: 1_000, world.lately), "the phone hears vera")
    expectHeard(walt.level(of: 1_000, in: track, world.lately), "walt hears vera")
  }

  @Test func `the server mutes a participant and a phone`() throws {
    let world = BridgeWorld()
    let phone = world.phone("alice") { _ in .tone(400) }
    world.connect(phone)
    let vera = try world.visitor("vera") { _ in hum(1_000) }
    world.join(vera)
    let track = try #require(vera.trackSid)
    let phoneTrack = try #require(world.phoneTrack)
    #expect(world.bridge.muteTrack(track, of: "vera", in: "blue", muted: true, at: world.now)?.muted == true)
    #expect(
      world.bridge.muteTrack(phoneTrack, of: "sip_alice", in: "blue", muted: true, at: world.now)?.muted
        == true)
    #expect(world.bridge.muteTrack("TR_nobody", of: "vera", in: "blue", muted: true, at: world.now) == nil)
    #expect(world.bridge.muteTrack(track, of: "nobody", in: "blue", muted: true, at: world.now) == nil)
    world.run(for: .seconds(3))
    #expect(phone.heard.level(of: 1_000, world.lately) < -60)
    #expect(vera.packets(world.lately) == 0)
    #expect(vera.mutedByServer == [track])
  }

  @Test func `a paused track sends nothing until it is wanted again`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera")
    world.join(vera)
    let track = try #require(world.phoneTrack)
    var setting = Livekit_UpdateTrackSettings()
    setting.trackSids = [track]
    setting.disabled = true
    vera.request(.trackSetting(setting))
    world.run(for: .seconds(3))
    #expect(vera.packets(world.lately) == 0)
    setting.disabled = false
    vera.request(.trackSetting(setting))
    world.run(for: .seconds(3))
    expectHeard(vera.level(of: 400, in: track, world.lately), "vera hears the phone")
    let numbers = try #require(vera.heard[track]).packets.map(\.sequenceNumber)
    for (before, after) in zip(numbers, numbers.dropFirst()) { #expect(after == before &+ 1) }
  }

  @Test func `both sides report to each other`() throws {
    let world = BridgeWorld()
    world.connect(world.phone("alice") { _ in .tone(400) })
    let vera = try world.visitor("vera") { _ in hum(1_000) }
    world.join(vera)
    world.run(for: .seconds(20))
    #expect(vera.reports >= 2)
  }
}

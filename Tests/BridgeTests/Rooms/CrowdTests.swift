import Audio
import Bridge
import Measurement
import Participants
import PhoneLeg
import RoomMessages
import SansIO
import Scenario
import Testing

/// The simulator's participants in the bridge's rooms.
@Suite struct CrowdTests {
  private static let alice = CallerPlan(role: "alice", dial: "blue", timeline: [], expects: .any)

  private func plan(_ participants: ParticipantPlan..., grace: Interval = .seconds(5)) -> RunPlan {
    RunPlan(name: "crowd", callers: [Self.alice], participants: participants, grace: grace)
  }

  /// A world in which a phone that says `mouth` is in the room and a crowd comes in.
  private func world(
    _ plan: RunPlan, clips: [String: SpeechClip] = [:], end: RoomEnd = .withCall,
    _ mouth: @escaping (Int) -> Sound = { _ in .tone(400) }
  ) throws -> (BridgeWorld, VirtualPhone, Crowd) {
    let world = BridgeWorld(
      BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007), roomEnds: end))
    let phone = world.phone("alice", mouth)
    world.connect(phone)
    let crowd = try Crowd(plan, clips: clips, at: world.now)
    world.admit(crowd)
    return (world, phone, crowd)
  }

  private func speech() throws -> SpeechClip {
    var noise = Noise(.pinkish, level: Level(dBm0: -20), seed: 1)
    return try SpeechClip(samples: noise.samples(24_000))
  }

  @Test(arguments: ParticipantPlan.Codec.allCases)
  func `a record tells the whole stay`(codec: ParticipantPlan.Codec) throws {
    let (world, phone, crowd) = try world(
      plan(ParticipantPlan(role: "agent", codec: codec, timeline: [], expects: .roomEnd)))
    world.run(for: .seconds(4))
    world.act { phone.hangUp(at: $0) }
    world.run(for: .seconds(2))
    let record = try #require(crowd.record(of: "agent"))
    #expect(record.ending.cause == .roomEnded)
    #expect(record.ending.reason == Livekit_DisconnectReason.roomClosed.rawValue)
    let milestones = record.milestones
    let order = [
      milestones.tokenAsked, milestones.tokenReceived, milestones.socketOpened, milestones.joinReceived,
      milestones.iceConnected, milestones.dtlsConnected, milestones.firstPacket, milestones.firstAudible,
      milestones.phoneLeft, milestones.leaveReceived,
    ]
    #expect(!order.contains(nil), "\(milestones)")
    #expect(order.compactMap(\.self) == order.compactMap(\.self).sorted())
    #expect(milestones.trackPublished != nil)
    #expect(milestones.trackSubscribed != nil)
    #expect(try #require(milestones.dtlsConnected) < 100_000_000)
    #expect(record.sent.packets > 150)
    #expect(record.sent.errors == 0)
    #expect(record.received.count == 1)
    #expect(record.ladder.first?.message == "join")
    #expect(crowd.openPorts.isEmpty)
    #expect(crowd.group.isFinished)
    world.expectNobodyLeft()
  }

  @Test func `a participant that leaves by its script says so`() throws {
    let (world, phone, crowd) = try world(
      plan(ParticipantPlan(role: "agent", timeline: [.silence(.idle, .seconds(2)), .leave], expects: .leave)))
    world.run(for: .seconds(4))
    let record = try #require(crowd.record(of: "agent"))
    #expect(record.ending.cause == .scriptLeave)
    #expect(record.ladder.last?.message == "leave")
    #expect(record.milestones.leaveSent != nil)
    #expect(world.departures == ["agent-0 left"])
    #expect(phone.endedAt == nil)
    #expect(crowd.group.nextDeadline == nil)
  }

  @Test func `an echo comes back to the phone`() throws {
    let (world, phone, _) = try world(
      plan(ParticipantPlan(role: "agent", timeline: [.echo(nil)], expects: .roomEnd)))
    world.run(for: .seconds(4))
    #expect(abs(phone.heard.level(of: 400, world.lately) + 20) < 1.5)
  }

  @Test func `a mute step is a mute for everybody`() throws {
    let (world, phone, crowd) = try world(
      plan(
        ParticipantPlan(
          role: "agent",
          timeline: [.mute(.seconds(4)), .tone(hertz: 1_000, level: -20, lasting: .seconds(10)), .leave],
          expects: .leave)))
    let vera = try world.visitor("vera")
    world.join(vera)
    world.run(for: .seconds(3))
    #expect(vera.others["agent-0"]?.tracks.first?.muted == true)
    #expect(phone.heard.level(of: 1_000, world.lately) < -60)
    world.run(for: .seconds(5))
    #expect(vera.others["agent-0"]?.tracks.first?.muted == false)
    #expect(abs(phone.heard.level(of: 1_000, world.lately) + 20) < 1.5)
    world.run(for: .seconds(10))
    #expect(crowd.record(of: "agent")?.mutes.map(\.muted) == [true, false])
  }

  @Test func `probes of one are heard by the other and answered`() throws {
    let (world, _, crowd) = try world(
      plan(
        ParticipantPlan(
          role: "asks",
          timeline: [
            .silence(.idle, .seconds(1)), .probes(every: .seconds(1), lasting: .seconds(5)), .leave,
          ],
          expects: .leave),
        ParticipantPlan(role: "answers", timeline: [.answer(nil)], expects: .roomEnd))
    ) { _ in .quiet }
    world.run(for: .seconds(8))
    world.act { world.phones[0].hangUp(at: $0) }
    world.run(for: .seconds(1))
    let (asks, answers) = (
      try #require(crowd.record(of: "asks")), try #require(crowd.record(of: "answers"))
    )
    #expect(asks.probesSent.count == 5)
    #expect(answers.probesHeard.map(\.identity) == asks.probesSent.map(\.identity))
    #expect(answers.probesSent.count == 5)
    #expect(
      asks.probesHeard.map(\.identity) == answers.probesSent.prefix(asks.probesHeard.count).map(\.identity))
    #expect(asks.probesHeard.count >= 4)
  }

  @Test func `two with one voice send the same packets`() throws {
    let clip = try speech()
    let (world, _, crowd) = try world(
      plan(
        ParticipantPlan(
          role: "first", voice: "v", timeline: [.speech(.seconds(8)), .leave], expects: .leave),
        ParticipantPlan(
          role: "second", voice: "v", timeline: [.speech(.seconds(8)), .leave], expects: .leave)),
      clips: ["v": clip]
    ) { _ in .nothing }
    let vera = try world.visitor("vera", receives: 3)
    world.join(vera)
    world.run(for: .seconds(10))
    #expect(crowd.records.map(\.ending.cause) == [.scriptLeave, .scriptLeave])
    let heard = vera.payloads.values.map { Set($0) }
    #expect(heard.count == 2)
    // The clip's 3 s are 150 frames; each is encoded once, whoever says it and whenever.
    let all = heard.reduce(into: Set<[UInt8]>()) { $0.formUnion($1) }
    #expect((140...153).contains(all.count), "\(all.count) different packets")
  }

  @Test func `who waits for a room that never ends gives up after the grace time`() throws {
    let (world, phone, crowd) = try world(
      plan(ParticipantPlan(role: "agent", timeline: [], expects: .roomEnd), grace: .seconds(3)),
      end: .whenEmpty)
    world.run(for: .seconds(2))
    world.act { phone.hangUp(at: $0) }
    let over = world.now
    world.act { crowd.group.callOver(0, at: $0) }
    world.run(for: .seconds(5))
    let record = try #require(crowd.record(of: "agent"))
    #expect(record.ending.cause == .overtime)
    let ended = try #require(record.milestones.ended)
    #expect(over + .seconds(3) == CrowdTests.instant(ended, of: world))
    world.expectNobodyLeft()
  }

  /// The crowd's clock begins when the phone was connected: 20 ms after the world's.
  private static func instant(_ nanoseconds: Int64, of world: BridgeWorld) -> Instant {
    Instant.zero + .seconds(1) + .milliseconds(20) + Interval.nanoseconds(nanoseconds)
  }

  @Test func `a stopped run ends every stay and says why`() throws {
    let (world, phone, crowd) = try world(
      plan(
        ParticipantPlan(role: "agent", timeline: [], expects: .roomEnd),
        ParticipantPlan(role: "late", offset: .seconds(60), timeline: [], expects: .roomEnd)))
    world.run(for: .seconds(2))
    world.act { crowd.group.stop(reason: "enough", at: $0) }
    world.run(for: .seconds(1))
    #expect(crowd.records.map(\.ending) == [ParticipantEnding(cause: .aborted, detail: "enough")])
    #expect(crowd.group.isFinished)
    #expect(crowd.group.nextDeadline == nil)
    #expect(world.departures == ["agent-0 left"])
    #expect(phone.endedAt == nil)
  }

  @Test func `who is removed says by whom and why`() throws {
    let (world, _, crowd) = try world(
      plan(ParticipantPlan(role: "agent", timeline: [], expects: .removed)))
    world.run(for: .seconds(2))
    #expect(world.bridge.removeParticipant("agent-0", from: "blue", at: world.now))
    world.run(for: .seconds(1))
    let ending = try #require(crowd.record(of: "agent")).ending
    #expect(ending.cause == .removed)
    #expect(ending.reason == Livekit_DisconnectReason.participantRemoved.rawValue)
  }

  /// Two who meet in a room of each call of a scenario without callers.
  private func pairs(_ steps: [Step], arrivals: [Interval]) -> RunPlan {
    RunPlan(
      name: "rooms", arrivals: arrivals, callers: [],
      participants: ["ada", "ben"].map {
        ParticipantPlan(role: $0, room: "room-{call}", timeline: steps + [.leave], expects: .leave)
      })
  }

  @Test func `participants without any call hear each other, and leave nothing`() throws {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: .seconds(1), ports: PortRange(20_000...20_007)))
    let steps: [Step] = [
      .silence(.idle, .seconds(1)), .probes(every: .milliseconds(900), lasting: .seconds(3)),
    ]
    let crowd = try Crowd(
      pairs(steps + [.silence(.idle, .seconds(2))], arrivals: [.zero, .milliseconds(300)]), at: world.now)
    world.admit(crowd)
    world.run(for: .seconds(3))
    #expect(crowd.group.progress.active == 4 && !crowd.group.isFinished)
    world.run(for: .seconds(5))
    #expect(crowd.group.isFinished && crowd.group.nextDeadline == nil)
    #expect(crowd.records.count == 4)
    #expect(crowd.records.allSatisfy { $0.ending.cause == .scriptLeave && $0.mediaReady != nil })
    #expect(Set(crowd.records.map(\.room)) == ["room-0", "room-1"])
    for call in 0...1 {
      let (ada, ben) = (
        try #require(crowd.record(of: "ada", call: call)), try #require(crowd.record(of: "ben", call: call))
      )
      #expect(ada.role == 0 && ben.role == 1)
      #expect(ada.probesHeard.map(\.identity) == ben.probesSent.map(\.identity))
      #expect(ben.probesHeard.map(\.identity) == ada.probesSent.map(\.identity))
      #expect(ada.probesSent.count == 4)
      let trips = CallProbes(members: [CallMember(ada), CallMember(ben)]).trips
      #expect(trips.count == 8 && trips.allSatisfy { $0.direction == .roomToRoom })
    }
    #expect(crowd.openPorts.isEmpty)
    world.expectNobodyLeft()
  }

  @Test func `a hundred joins a second come, publish and leave at once`() throws {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007)))
    let crowd = try Crowd(pairs([], arrivals: (0..<50).map { .milliseconds(20) * $0 }), at: world.now)
    world.admit(crowd)
    world.run(for: .seconds(2))
    #expect(crowd.group.isFinished && crowd.records.count == 100)
    #expect(crowd.records.allSatisfy { $0.ending.cause == .scriptLeave && $0.mediaReady != nil })
    let stays = crowd.records.compactMap { record in record.mediaReady.map { (record.mediaEnd ?? .max) - $0 }
    }
    #expect(stays.allSatisfy { $0 <= 20_000_000 }, "\(stays.max() ?? 0) ns")
    #expect(crowd.openPorts.isEmpty)
    world.expectNobodyLeft()
  }

  @Test func `who leaves is said goodbye to, however many leave after it`() throws {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007)))
    let crowd = try Crowd(pairs([], arrivals: (0..<20).map { .milliseconds(100) * $0 }), at: world.now)
    world.admit(crowd)
    for _ in 0..<20 {
      world.run(for: .milliseconds(100))
      // Those of the last half second at most, two a tenth of a second.
      #expect(world.bridge.departingTransports <= 12)
    }
    #expect(crowd.records.count >= 36)
    world.run(for: .seconds(1))
    #expect(world.bridge.departingTransports == 0)
  }

  @Test func `without callers the longest stay is the limit of a call`() throws {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007)))
    var plan = pairs([], arrivals: [.zero])
    plan.participants = [
      ParticipantPlan(role: "ada", room: "blue", timeline: [.silence(.idle, nil)], expects: .any)
    ]
    plan.maximumCallDuration = .seconds(4)
    let crowd = try Crowd(plan, at: world.now)
    world.admit(crowd)
    world.run(for: .seconds(5))
    let record = try #require(crowd.records.first)
    #expect(record.ending.cause == .overtime && record.verdict == .asExpected)
    #expect(record.milestones.ended == 4_000_000_000)
    world.expectNobodyLeft()
  }

  @Test func `nine participants hear each other`() throws {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007)))
    var plan = RunPlan(
      name: "crowd", callers: [Self.alice],
      participants: [ParticipantPlan(role: "agent", timeline: [], expects: .roomEnd)])
    plan.arrivals = (0..<9).map { .milliseconds(50) * $0 }
    let crowd = try Crowd(plan, at: world.now)
    world.admit(crowd)
    world.run(for: .seconds(5))
    #expect(crowd.group.progress.active == 9)
    #expect(world.bridge.deleteRoom("blue", at: world.now))
    world.run(for: .seconds(1))
    #expect(crowd.records.count == 9)
    #expect(crowd.records.allSatisfy { $0.ending.cause == .roomEnded })
    #expect(crowd.records.map(\.received.count) == [Int](repeating: 8, count: 9))
    world.expectNobodyLeft()
  }
}

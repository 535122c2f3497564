import Audio
import Bridge
import PhoneLeg
import RTP
import SansIO
import Testing

/// The ten-second hang-up, to the nanosecond.
@Suite struct SilenceHangUpTests {
  private static let limit = Interval.seconds(10)

  /// Speech in `frames`, quiet before and after.
  private static func speech(_ frames: Range<Int>) -> (Int) -> Sound {
    let tone = Sound.tone(400)
    return { frames.contains($0) ? tone : .quiet }
  }

  @Test func `a call is ended ten seconds after the arrival of its last active packet`() throws {
    let world = BridgeWorld()
    let alice = world.phone("alice", Self.speech(50..<175))
    world.connect(alice)
    world.run(for: .seconds(20))
    let due = try #require(world.arrival(of: 174, from: alice)) + Self.limit
    #expect(world.byeSent(to: alice) == due)
    #expect(alice.endedAt == due + BridgeWorld.delay)
    #expect(alice.endReason == #"Q.850;cause=16;text="silence timeout""#)
    #expect(world.endings == ["silence"])
    world.expectNothingLeft()
  }

  @Test func `a caller who never speaks is ended ten seconds after the answer`() throws {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(11))
    #expect(try world.byeSent(to: alice) == #require(world.answer(to: alice)) + Self.limit)
    world.expectNothingLeft()
  }

  @Test func `what one caller says keeps everybody in the room`() throws {
    let world = BridgeWorld()
    let alice = world.phone("alice", Self.speech(0..<50))
    let bob = world.phone("bob", Self.speech(400..<450))
    world.connect(alice, bob)
    world.run(for: .seconds(25))
    let due = try #require(world.arrival(of: 449, from: bob)) + Self.limit
    #expect(world.byeSent(to: alice) == due)
    #expect(world.byeSent(to: bob) == due)
    world.expectNothingLeft()
  }

  @Test func `what is said in another room keeps nobody`() throws {
    let world = BridgeWorld()
    let alice = world.phone("alice")
    let bob = world.phone("bob", Self.speech(0..<600))
    world.connect(alice, room: "blue")
    world.connect(bob, room: "green")
    world.run(for: .seconds(11))
    #expect(try world.byeSent(to: alice) == #require(world.answer(to: alice)) + Self.limit)
    #expect(bob.endedAt == nil)
  }

  enum Silence: CaseIterable {
    case idleCode, comfortNoise, noise, noPackets, click

    func sound(_ frame: Int) -> Sound {
      switch self {
      case .idleCode: .quiet
      case .comfortNoise: frame % 10 == 0 ? .comfortNoise : .nothing
      case .noise: .noise(dBm0: -45, frame: frame)
      case .noPackets: .nothing
      case .click:
        frame == 400
          ? .audio([Int16](repeating: 0, count: 40) + samples(of: Click(length: 80, after: 0, seed: 1), 120))
          : .quiet
      }
    }

    private func samples(of click: Click, _ count: Int) -> [Int16] {
      var click = click
      return click.samples(count)
    }
  }

  @Test(arguments: Silence.allCases)
  func `every kind of silence after speech is silence`(kind: Silence) throws {
    let world = BridgeWorld()
    let speech = Self.speech(0..<100)
    let alice = world.phone("alice") { $0 < 100 ? speech($0) : kind.sound($0) }
    world.connect(alice)
    world.run(for: .seconds(13))
    #expect(try world.byeSent(to: alice) == #require(world.arrival(of: 99, from: alice)) + Self.limit)
  }

  enum Activity: CaseIterable {
    case key, tone, quietSpeech, hum

    /// The sound of frame 400 and the frames after it.
    func sound(_ frame: Int) -> Sound {
      switch self {
      case .key: .key(5, from: 400, in: frame)
      case .tone: (400..<412).contains(frame) ? .tone(1_000) : .quiet
      case .quietSpeech: (400..<425).contains(frame) ? .tone(400, dBm0: -34) : .quiet
      case .hum: (400..<450).contains(frame) ? .noise(dBm0: -30, frame: frame) : .quiet
      }
    }

    var lastFrame: Int {
      switch self {
      case .key: 406
      case .tone: 411
      case .quietSpeech: 424
      case .hum: 449
      }
    }
  }

  @Test(arguments: Activity.allCases)
  func `keys, tones and soft speech start the ten seconds anew`(kind: Activity) throws {
    let world = BridgeWorld()
    let alice = world.phone("alice", kind.sound)
    world.connect(alice)
    world.run(for: .seconds(21))
    #expect(
      try world.byeSent(to: alice) == #require(world.arrival(of: kind.lastFrame, from: alice)) + Self.limit)
  }

  /// Frame 493 arrives 110 ms before a caller who never spoke is due.
  @Test(arguments: [493, 490, 475])
  func `speech that starts 100 ms or more before due is honoured`(first: Int) throws {
    let world = BridgeWorld()
    let alice = world.phone("alice", Self.speech(first..<first + 25))
    world.connect(alice)
    world.run(for: .seconds(22))
    let due = try #require(world.answer(to: alice)) + Self.limit
    #expect(try due - #require(world.arrival(of: first, from: alice)) >= .milliseconds(100))
    #expect(try world.byeSent(to: alice) == #require(world.arrival(of: first + 24, from: alice)) + Self.limit)
  }

  @Test func `speech after due changes nothing`() throws {
    let world = BridgeWorld()
    let alice = world.phone("alice", Self.speech(500..<550))
    world.connect(alice)
    world.run(for: .seconds(12))
    #expect(try world.byeSent(to: alice) == #require(world.answer(to: alice)) + Self.limit)
  }

  @Test func `a trunk's own limit goes before the bridge's`() throws {
    var table = DispatchTable.loopback
    table.trunks[0].silenceTimeout = .seconds(3)
    let world = BridgeWorld(BridgeSettings(dispatch: table, ports: PortRange(20_000...20_007)))
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(4))
    #expect(try world.byeSent(to: alice) == #require(world.answer(to: alice)) + .seconds(3))
  }

  @Test func `a bridge told never to hang up does not`() {
    let world = BridgeWorld(BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007)))
    let alice = world.phone("alice")
    world.connect(alice)
    world.run(for: .seconds(60))
    #expect(alice.endedAt == nil)
  }

  /// Writes `value` big-endian over the field at `offset`.
  private static func write(_ value: UInt32, at offset: Int, in packet: [UInt8]) -> [UInt8] {
    var packet = packet
    for byte in 0..<4 { packet[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * byte)) }
    return packet
  }

  enum Disturbance: CaseIterable {
    case newSource, jumpForward, jumpBack

    func altered(_ packet: [UInt8], after count: Int) -> [UInt8] {
      guard count > 300, let header = try? PacketHeader(parsing: packet.span) else { return packet }
      return switch self {
      case .newSource: SilenceHangUpTests.write(0x1234_5678, at: 8, in: packet)
      case .jumpForward: SilenceHangUpTests.write(header.timestamp &+ 800_000, at: 4, in: packet)
      case .jumpBack: SilenceHangUpTests.write(header.timestamp &- 800_000, at: 4, in: packet)
      }
    }
  }

  @Test(arguments: Disturbance.allCases, [99, 400])
  func `a new source or a jump of the timestamp neither starts nor ends speech`(
    kind: Disturbance, lastSpoken: Int
  ) throws {
    let world = BridgeWorld()
    let alice = world.phone("alice", Self.speech(0..<lastSpoken + 1))
    var count = 0
    alice.alters = { packet in
      count += 1
      return kind.altered(packet, after: count)
    }
    world.connect(alice)
    world.run(for: .seconds(19))
    #expect(try world.byeSent(to: alice) == #require(world.arrival(of: lastSpoken, from: alice)) + Self.limit)
  }
}

import Audio
import Bridge
import Measurement
import PacketBudget
import Participants
import PhoneLeg
import RTP
import SansIO
import Scenario
import Testing

/// What the bridge and the simulator's participants allocate while a caller and two participants speak to each other.
@Suite(.enabled(if: AllocationCount.isAvailable, "a sanitizer has a malloc of its own"))
struct PacketBudgetTests {
  private static let seconds = 10

  /// A room in the middle of its life.
  private struct Studio {
    let bridge: Bridge
    let group: ParticipantGroup
    let crowd: IPAddress
    let phone: TransportAddress
    let port: UInt16
    var now: Instant
    var ledger = PacketLedger()
    var pending: [(due: Instant, toBridge: Bool, from: TransportAddress, packet: PacketLedger.Packet)] = []
    var sender = StreamSender(ssrc: 77, sequenceNumber: 1, timestamp: 160)
    var frame = 0
    var bridgeBudget = PacketBudget()
    var crowdBudget = PacketBudget()
    /// RTP packets that the phone was sent.
    var heardByPhone = 0

    /// Lets milliseconds pass and counts anew.
    mutating func run(for length: Interval) {
      (bridgeBudget, crowdBudget, heardByPhone) = (PacketBudget(), PacketBudget(), 0)
      let end = now + length
      while now < end {
        now += .milliseconds(1)
        frame += 1
        if frame.isMultiple(of: 20) { speak() }
        while let first = pending.first, first.due <= now {
          pending.removeFirst()
          first.toBridge ? intoBridge(first.packet, first.from) : intoCrowd(first.packet, first.from)
        }
        advance()
      }
    }

    private mutating func advance() {
      let (bridge, group, now) = (bridge, group, now)
      if let due = bridge.nextDeadline, due <= now {
        carryFromBridge(
          bridgeBudget.count(nil, at: now, in: &ledger) {
            bridge.advance(to: now, sink: &$0)
            return Studio.drain(bridge)
          })
      }
      guard let due = group.nextDeadline, due <= now else { return }
      carryFromCrowd(
        crowdBudget.count(nil, at: now, in: &ledger) {
          group.advance(to: now, sink: &$0)
          return Studio.drain(group)
        })
    }

    /// Takes what the bridge wants besides; whether it was anything.
    private static func drain(_ bridge: Bridge) -> Bool {
      var isAnything = false
      while bridge.poll() != nil { isAnything = true }
      return isAnything
    }

    /// The same of the participants.
    private static func drain(_ group: ParticipantGroup) -> Bool {
      var isAnything = false
      while group.poll() != nil { isAnything = true }
      return isAnything
    }

    /// The phone says the next 20 ms.
    private mutating func speak() {
      let payload = [UInt8](repeating: UInt8(truncatingIfNeeded: frame), count: 160)
      var bytes: [UInt8] = []
      sender.write(payload: payload.span, payloadType: 0, samples: 160, into: &bytes)
      intoBridge(PacketLedger.Packet(bytes: bytes, kind: .rtp, port: port, to: phone), phone)
    }

    private mutating func intoBridge(_ packet: PacketLedger.Packet, _ source: TransportAddress) {
      let (bridge, now) = (bridge, now)
      let port = packet.kind == .room ? packet.to.port : port
      carryFromBridge(
        bridgeBudget.count(packet, at: now, in: &ledger) {
          bridge.receiveMedia(
            packet.bytes.span, kind: packet.kind, port: port, from: source, at: now, sink: &$0)
          return Studio.drain(bridge)
        })
    }

    private mutating func intoCrowd(_ packet: PacketLedger.Packet, _ source: TransportAddress) {
      let (group, now) = (group, now)
      carryFromCrowd(
        crowdBudget.count(packet, at: now, in: &ledger) {
          group.receiveMedia(packet.bytes.span, port: packet.to.port, from: source, at: now, sink: &$0)
          return Studio.drain(group)
        })
    }

    private mutating func carryFromBridge(_ packets: [PacketLedger.Packet]) {
      for packet in packets {
        if packet.kind == .room {
          pending.append((now + .milliseconds(5), false, TransportAddress(.loopback, packet.port), packet))
        } else if packet.kind == .rtp {
          heardByPhone += 1
        }
      }
    }

    private mutating func carryFromCrowd(_ packets: [PacketLedger.Packet]) {
      for packet in packets {
        pending.append((now + .milliseconds(5), true, TransportAddress(crowd, packet.port), packet))
      }
    }
  }

  /// A room of a phone and two participants of `codec` that do `timeline`, four seconds after they came.
  private func studio(
    _ timeline: [Step] = [.speech(.seconds(60))], codec: ParticipantPlan.Codec = .any
  ) throws -> Studio {
    let world = BridgeWorld(
      BridgeSettings(silenceTimeout: nil, ports: PortRange(20_000...20_007), roomEnds: .withCall))
    let phone = world.phone("alice") { _ in .tone(400) }
    world.connect(phone)
    var noise = Noise(.pinkish, level: Level(dBm0: -20), seed: 1)
    let plan = RunPlan(
      name: "budget", callers: [CallerPlan(role: "alice", dial: "blue", timeline: [], expects: .any)],
      participants: ["one", "other"].map {
        ParticipantPlan(role: $0, voice: "voice", codec: codec, timeline: timeline, expects: .roomEnd)
      })
    let crowd = try Crowd(
      plan, clips: ["voice": try SpeechClip(samples: noise.samples(24_000))], at: world.now)
    world.admit(crowd)
    world.run(for: .seconds(4))
    #expect(crowd.group.progress.active == 2)
    return Studio(
      bridge: world.bridge, group: crowd.group, crowd: crowd.ip,
      phone: TransportAddress(phone.ip, phone.rtpPort), port: try #require(world.openPorts.first),
      now: world.now)
  }

  @Test func `a packet through the bridge allocates nothing, whichever way it goes`() throws {
    var studio = try studio()
    studio.run(for: .seconds(10))
    studio.run(for: .seconds(Self.seconds))
    let packets = 50 * Self.seconds
    // From the phone and both participants; to the phone, and to each participant from two others.
    #expect(studio.bridgeBudget.received >= 3 * packets - 4)
    #expect(studio.bridgeBudget.sent >= 5 * packets - 8)
    #expect(studio.heardByPhone >= packets - 1)
    #expect(studio.bridgeBudget.perPackets == 0)
    #expect(studio.bridgeBudget.others <= 175)
  }

  @Test func `a caller's packet that has to become Opus allocates nothing either`() throws {
    var studio = try studio(codec: .opus)
    studio.run(for: .seconds(10))
    studio.run(for: .seconds(Self.seconds))
    #expect(studio.bridgeBudget.sent >= 5 * 50 * Self.seconds - 8)
    #expect(studio.bridgeBudget.perPackets == 0)
    #expect(studio.bridgeBudget.others <= 175)
  }

  @Test func `a participant's packet sent and received allocates nothing`() throws {
    var studio = try studio()
    studio.run(for: .seconds(10))
    studio.run(for: .seconds(Self.seconds))
    #expect(studio.crowdBudget.sent >= 2 * 50 * Self.seconds - 2)
    #expect(studio.crowdBudget.received >= 4 * 50 * Self.seconds - 8)
    #expect(studio.crowdBudget.perPackets == 0)
    #expect(studio.crowdBudget.others <= 180)
  }
}

import Callers
import Measurement
import PacketBudget
import PhoneLeg
import SansIO
import Scenario
import Testing

/// What telephones of the simulator allocate while they speak and hear themselves.
@Suite(.enabled(if: AllocationCount.isAvailable, "a sanitizer has a malloc of its own"))
struct CallerBudgetTests {
  private static let seconds = 10
  private static let callers = 4

  /// Telephones in the middle of their calls, at a loop that sends everything back after 5 ms.
  private struct Loop {
    let group: CallerGroup
    var now: Instant
    var ledger = PacketLedger()
    var pending: [(due: Instant, packet: PacketLedger.Packet)] = []

    /// Lets milliseconds pass and counts.
    mutating func run(for length: Interval) -> PacketBudget {
      var budget = PacketBudget()
      let end = now + length
      while now < end {
        now += .milliseconds(1)
        while let first = pending.first, first.due <= now {
          pending.removeFirst()
          deliver(first.packet, &budget)
        }
        let (group, now) = (group, now)
        guard let due = group.nextDeadline, due <= now else { continue }
        let sent = budget.count(nil, at: now, in: &ledger) {
          group.advance(to: now, sink: &$0)
          return Loop.drain(group)
        }
        pending += sent.map { (now + .milliseconds(5), $0) }
      }
      return budget
    }

    /// Takes what the group wants besides; whether it was anything.
    private static func drain(_ group: CallerGroup) -> Bool {
      var isAnything = false
      while group.poll() != nil { isAnything = true }
      return isAnything
    }

    private func deliver(_ packet: PacketLedger.Packet, _ budget: inout PacketBudget) {
      var ledger = PacketLedger()
      _ = budget.count(packet, at: now, in: &ledger) {
        group.receiveMedia(
          packet.bytes.span, kind: packet.kind, port: packet.port, from: packet.to, at: now, sink: &$0)
        return Loop.drain(group)
      }
    }
  }

  /// Calls that do `timeline` after they were answered, a good second in.
  private func loop(_ timeline: [Step]) throws -> Loop {
    let plan = RunPlan(
      name: "budget", arrivals: (0..<Self.callers).map { .milliseconds(Int64(7 * $0)) },
      callers: [
        CallerPlan(role: "alice", dial: "echo", voice: Talk.path, timeline: timeline, expects: .caller)
      ])
    let world = CallWorld(
      plan, .reflector(.milliseconds(5)), delay: .milliseconds(1), clips: [Talk.path: try Talk.clip()])
    world.run(for: .milliseconds(1_500))
    #expect(world.group.progress.active == Self.callers)
    return Loop(group: world.group, now: world.now)
  }

  @Test func `an allocation is noticed`() {
    var budget = PacketBudget()
    var ledger = PacketLedger()
    let packet = PacketLedger.Packet(
      bytes: [0x80, 0], kind: .rtp, port: 1, to: TransportAddress(.loopback, 2))
    var kept: [UInt8] = []
    _ = budget.count(packet, at: .zero, in: &ledger) { _ in
      kept = packet.bytes.reversed()
      return false
    }
    #expect(kept == [0, 0x80])
    #expect(budget.perPackets == 1)
    #expect(budget.received == 1)
  }

  @Test func `a packet sent and a packet received allocate nothing`() throws {
    var loop = try loop([.speech(.seconds(60))])
    _ = loop.run(for: .seconds(10))
    let budget = loop.run(for: .seconds(Self.seconds))
    #expect(budget.sent == 50 * Self.seconds * Self.callers)
    #expect(budget.received >= budget.sent - Self.callers)
    #expect(budget.perPackets == 0)
    #expect(budget.others <= 30)
  }

  @Test func `silence, comfort noise and an echo allocate nothing either`() throws {
    let kinds: [Step] = [
      .silence(.idle, .seconds(60)), .silence(.comfortNoise, .seconds(60)), .echo(.seconds(60)),
      .silence(.noise(level: -50), .seconds(60)),
    ]
    for step in kinds {
      var loop = try loop([step])
      _ = loop.run(for: .seconds(10))
      #expect(loop.run(for: .seconds(Self.seconds)).perPackets == 0, "\(step)")
    }
  }
}

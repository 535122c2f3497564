import Callers
import Measurement
import PhoneLeg
import SansIO
import Scenario
import Testing

/// Callers against a loop of known delay.
@Suite struct CallerGroupTests {
  private static let link = Interval.milliseconds(8)

  private func plan(
    _ timeline: [Step], expects: ExpectedEnding = .caller, calls: Int = 1, probeShare: Double = 1,
    seed: UInt64 = 1
  ) -> RunPlan {
    RunPlan(
      name: "test", seed: seed, arrivals: (0..<calls).map { .milliseconds(Int64(100 * $0)) },
      callers: [
        CallerPlan(
          role: "alice", dial: "room-{call}", voice: Talk.path, timeline: timeline, expects: expects)
      ],
      probeShare: probeShare, silenceThreshold: .seconds(1), grace: .milliseconds(500))
  }

  private static let probes: [Step] = [
    .probes(every: .milliseconds(600), lasting: .seconds(3)), .silence(.idle, .seconds(1)), .hangUp,
  ]

  private func finished(
    _ plan: RunPlan, _ farEnd: FarEnd = .reflector(.milliseconds(5)), delay: Interval = link
  )
    throws -> CallWorld
  {
    let world = CallWorld(plan, farEnd, delay: delay, clips: [Talk.path: try Talk.clip()])
    world.runToEnd()
    return world
  }

  @Test(arguments: [0, 8, 60] as [Int64], [0, 5, 33] as [Int64])
  func `the round trip on the wire is that of the link and the reflector`(link: Int64, delay: Int64) throws {
    let world = try finished(
      plan(Self.probes), .reflector(.milliseconds(delay)), delay: .milliseconds(link))
    let record = try #require(world.records.first)
    #expect(record.probesSent.count == 5)
    #expect(record.probesHeard.map(\.identity) == record.probesSent.map(\.identity))
    for (sent, heard) in zip(record.probesSent, record.probesHeard) {
      let trip = Interval.nanoseconds(heard.wire - sent.mouth)
      #expect((trip - .milliseconds(2 * link + delay)).magnitude < .microseconds(200), "round trip \(trip)")
      #expect(heard.ear > heard.wire)
    }
  }

  @Test func `a record tells the whole call`() throws {
    let world = try finished(plan(Self.probes))
    let record = try #require(world.records.first)
    #expect(world.records.count == 1)
    #expect(record.ending == Ending(cause: .scriptBye))
    #expect(record.callID?.isEmpty == false)
    #expect(record.dialled == "sip:room-0@127.0.0.1:5060")
    #expect(record.planned == 0)
    #expect(
      record.ladder.map(\.message) == [
        "INVITE", "100 Trying (INVITE)", "200 OK (INVITE)", "ACK", "BYE", "200 OK (BYE)",
      ])
    #expect(record.ladder.map(\.sent) == [true, false, false, true, true, false])
    let link = Self.link.nanoseconds
    #expect(record.milestones.inviteSent == 0)
    #expect(record.milestones.trying == 2 * link)
    #expect(record.milestones.answered == 2 * link)
    #expect(record.milestones.acknowledged == 2 * link)
    let bye = try #require(record.milestones.byeSent)
    #expect(record.milestones.byeAnswered == bye + 2 * link)
    #expect(record.milestones.ended == record.milestones.byeAnswered)
    let firstPacket = try #require(record.milestones.firstPacket)
    #expect(try #require(record.milestones.firstAudible) >= firstPacket)
    #expect(record.activity.map(\.kind) == [.probes, .silence])
    #expect(record.sent.packets == 200)
    #expect(record.sent.octets == 32_000)
    #expect(record.sent.errors == 0)
    #expect(record.sent.maximumLag == 0)
    let stream = try #require(record.received.first)
    #expect(record.received.count == 1)
    #expect(stream.packets == stream.expected)
    #expect((195...200).contains(stream.packets))
    #expect(
      [stream.lost, stream.duplicates, stream.reordered, stream.late, stream.timestampJumps] == [
        0, 0, 0, 0, 0,
      ])
    #expect(stream.jitter == 0)
  }

  @Test func `the segments of a record join and the last activity is a send instant`() throws {
    let world = try finished(plan([.speech(.seconds(2)), .silence(.idle, .seconds(1)), .dtmf("1"), .hangUp]))
    let record = try #require(world.records.first)
    #expect(record.activity.map(\.kind) == [.speech, .silence, .dtmf])
    for (before, after) in zip(record.activity, record.activity.dropFirst()) {
      #expect(before.to == after.from)
    }
    #expect(record.activity[0].lastActive == record.activity[0].to)
    #expect(record.activity[1].lastActive == nil)
    #expect(try #require(record.activity[2].lastActive) == record.activity[2].from + 7 * 20_000_000)
  }

  @Test func `a share of the calls sends probes and the others speak`() throws {
    let world = try finished(plan(Self.probes, calls: 20, probeShare: 0.05))
    #expect(world.records.count == 20)
    for record in world.records {
      #expect(record.probesSent.isEmpty == (record.call >= 5))
      #expect(record.activity.first?.kind == (record.call < 5 ? .probes : .speech))
    }
  }

  @Test func `callers dial at their planned instants`() throws {
    let world = try finished(plan([.silence(.idle, .seconds(2)), .hangUp], calls: 12))
    let records = world.records.sorted { $0.call < $1.call }
    #expect(records.map(\.milestones.inviteSent) == (0..<12).map { Int64($0) * 100_000_000 })
    #expect(records.map(\.planned) == records.map(\.milestones.inviteSent))
    let progress = world.group.progress
    #expect([progress.due, progress.started, progress.answered, progress.ended] == [12, 12, 12, 12])
    #expect(progress.active == 0)
    #expect(world.group.isFinished)
    #expect(world.openPorts == [])
    #expect(world.group.sendLag.count == 12 * 100)
  }

  @Test func `a peer that never hangs up is given up after threshold and grace`() throws {
    let world = try finished(plan([.speech(.seconds(2)), .silence(.idle, nil)], expects: .silence))
    let record = try #require(world.records.first)
    #expect(record.ending.cause == .overtime)
    let last = try #require(record.activity[0].lastActive)
    #expect(record.milestones.byeSent == last + 1_500_000_000)
    #expect(record.silenceThreshold == 1_000_000_000)
  }

  @Test func `what another caller of the call says puts the overtime off`() throws {
    var plan = plan([.silence(.idle, nil)], expects: .silence)
    plan.callers.append(
      CallerPlan(
        role: "bob", dial: "room-{call}", voice: Talk.path,
        timeline: [.silence(.idle, .seconds(1)), .speech(.seconds(3)), .silence(.idle, nil)],
        expects: .silence))
    let world = try finished(plan)
    let bob = try #require(world.records.first { $0.caller == "bob" })
    let last = try #require(bob.activity[1].lastActive)
    #expect(world.records.map(\.milestones.byeSent) == [last + 1_500_000_000, last + 1_500_000_000])
  }

  @Test func `a caller's own hold puts its overtime off`() throws {
    let world = try finished(
      plan(
        [.silence(.idle, .milliseconds(500)), .hold(.seconds(3)), .silence(.idle, nil)], expects: .silence))
    let record = try #require(world.records.first)
    let hold = try #require(record.activity.first { $0.kind == .hold })
    #expect(hold.to - hold.from == 3_000_000_000)
    #expect(record.milestones.byeSent == hold.to + 1_500_000_000)
    #expect(record.ladder.filter { $0.sent && $0.message == "INVITE" }.count == 3)
  }

  @Test func `a call as long as the plan allows is ended`() throws {
    var plan = plan([.silence(.idle, nil)], expects: .any)
    plan.maximumCallDuration = .seconds(3)
    let record = try #require(finished(plan).records.first)
    #expect(record.ending.cause == .overtime)
    let answered = try #require(record.milestones.answered)
    #expect(record.milestones.byeSent == answered + 3_000_000_000)
  }

  @Test func `a refusal is recorded with its status`() throws {
    let world = try finished(
      plan([.silence(.idle, .seconds(5)), .hangUp], calls: 3),
      .reflector(.milliseconds(5), ports: 20_000...20_003))
    let refused = world.records.filter { $0.ending.cause == .refused }
    #expect(refused.map(\.call) == [2])
    #expect(refused.first?.ending.status == 503)
    #expect(refused.first?.milestones.answered == nil)
    #expect(refused.first?.milestones.ended != nil)
    #expect(world.records.count == 3)
  }

  @Test func `an unreachable target is a failure at once`() throws {
    let record = try #require(finished(plan(Self.probes), .nobody(saysSo: true)).records.first)
    #expect(record.ending == Ending(cause: .failed, detail: "connection refused"))
    #expect(record.milestones.ended == Self.link.nanoseconds)
  }

  @Test func `a target that never answers is a failure after 32 seconds`() throws {
    let world = try finished(plan(Self.probes), .nobody(saysSo: false))
    let record = try #require(world.records.first)
    #expect(record.ending == Ending(cause: .failed, detail: "no answer to INVITE"))
    #expect(record.milestones.ended == 32_000_000_000)
    #expect(record.ladder.filter(\.retransmission).count == 6)
    #expect(world.openPorts == [])
  }

  @Test func `a caller whose ports cannot be opened takes others`() throws {
    let world = CallWorld(
      plan([.silence(.idle, .seconds(1)), .hangUp]), .reflector(.milliseconds(5)), delay: Self.link)
    world.opens = { $0 > 30_004 }
    world.runToEnd()
    #expect(world.records.map(\.ending.cause) == [.scriptBye])
  }

  @Test func `a stall of the simulator shows in its send lag, not only in what is missing`() {
    let world = CallWorld(
      plan([.silence(.idle, .seconds(3)), .hangUp]), .reflector(.milliseconds(5)), delay: Self.link)
    world.run(for: .seconds(1))
    world.stall(for: .seconds(1))
    world.runToEnd()
    let lag = world.group.sendLag.percentiles
    #expect(lag.maximum ?? 0 >= 900_000_000)
    #expect(lag.count >= 140)
    #expect(world.records.first?.sent.maximumLag ?? 0 >= 900_000_000)
  }

  @Test func `callers without a port fail`() throws {
    let plan = plan([.silence(.idle, .seconds(1)), .hangUp], calls: 3)
    let world = CallWorld(
      plan, .reflector(.milliseconds(5)), delay: Self.link, ports: PortRange(30_000...30_003))
    world.opens = { $0 > 30_000 }
    world.runToEnd()
    let details = world.records.sorted { $0.call < $1.call }.map(\.ending.detail)
    let taken = "no audio port could be opened: address in use"
    #expect(details == [nil, taken, taken])
  }

  @Test func `stopping hangs up everybody and marks the records`() throws {
    let plan = plan([.silence(.idle, nil)], expects: .any, calls: 10)
    let world = CallWorld(plan, .reflector(.milliseconds(5)), delay: Self.link)
    // The fifth caller's INVITE is under way, the sixth has not dialled.
    world.run(for: .milliseconds(405))
    world.stop("interrupted")
    world.runToEnd()
    #expect(world.group.isFinished)
    #expect(world.records.count == 5)
    #expect(world.records.allSatisfy { $0.ending == Ending(cause: .aborted, detail: "interrupted") })
    #expect(world.records.filter { $0.milestones.byeSent != nil }.count >= 4)
    #expect(world.openPorts == [])
  }

  @Test func `stopping while a call waits for its answer cancels it and marks the record`() {
    let world = CallWorld(plan([.silence(.idle, nil)]), .reflector(.milliseconds(5)), delay: Self.link)
    world.farEndOpens = false
    world.run(for: .milliseconds(300))
    world.stop("interrupted")
    world.runToEnd()
    #expect(world.records.map(\.ending) == [Ending(cause: .aborted, detail: "interrupted")])
    #expect(world.records.first?.ladder.map(\.message).contains("CANCEL") == true)
    #expect(world.records.first?.ladder.contains { $0.message.hasPrefix("487 ") } == true)
  }

  @Test func `stopping while nobody answers at all marks the record`() {
    let world = CallWorld(plan([.silence(.idle, nil)]), .nobody(saysSo: false), delay: Self.link)
    world.run(for: .milliseconds(300))
    world.stop("interrupted")
    world.runToEnd()
    #expect(world.records.map(\.ending) == [Ending(cause: .aborted, detail: "interrupted")])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the same seed gives the same records`(seed: UInt64) throws {
    let timeline: [Step] = [.speech(.seconds(1)), .silence(.noise(level: -50), .seconds(1))] + Self.probes
    let first = try finished(plan(timeline, calls: 3, seed: seed)).records
    let second = try finished(plan(timeline, calls: 3, seed: seed)).records
    let other = try finished(plan(timeline, calls: 3, seed: seed + 10)).records
    #expect(second == first)
    #expect(other != first)
  }
}

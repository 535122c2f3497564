import Measurement
import SansIO

/// A made-up run for the golden files, for tests and for looking at reports. The same arguments make the same
/// run.
struct ExampleRun {
  var header: RunHeader
  var records: [CallRecord]
  var participants: [ParticipantRecord] = []
  var health: RunHealth

  /// The run as it is judged.
  var summary: RunSummary { RunSummary(header: header, records: all, health: health) }
  /// All records.
  var all: RunRecords { RunRecords(callers: records, participants: participants) }

  /// Three calls of two callers, nothing wrong.
  static let golden = ExampleRun(calls: 3)

  /// The run of `Reports/example`: the same with an agent in each room.
  static let room = ExampleRun(room: 3)

  /// A run of `calls` calls with two callers and an agent each.
  init(room calls: Int) {
    self.init(calls: calls)
    for place in records.indices where records[place].role == 0 {
      var stay = ExampleStay(call: records[place].call, seed: 42)
      participants.append(stay.record(with: &records[place]))
    }
    header.plannedParticipants = calls
    header.thresholds += ["participants_joined.rate == 100 %", "wire_to_wire_room_to_phone.p95 < 60 ms"]
    for place in health.samples.indices {
      let at = health.samples[place].at
      health.samples[place].participants = participants.count {
        ($0.milestones.dtlsConnected ?? .max) <= at && ($0.milestones.ended ?? .max) > at
      }
    }
  }

  /// A run of `calls` calls with two callers each, dialled `spacing` apart.
  init(
    calls: Int, spacing: Int64 = 2_000_000_000, troubles: [Int: ExampleCall.Trouble] = [:], seed: UInt64 = 42
  ) {
    let records = (0..<calls).flatMap { number in
      var call = ExampleCall(
        number: number, start: 500_000_000 + Int64(number) * spacing, trouble: troubles[number] ?? .none,
        seed: seed)
      return call.records()
    }
    self.records = records
    header = ExampleRun.header(calls: calls, seed: seed)
    health = ExampleRun.health(records, planned: calls * 2, seed: seed)
  }

  private static func header(calls: Int, seed: UInt64) -> RunHeader {
    RunHeader(
      scenario: "example: silence hang-up",
      summary: "Made-up data that shows every part of a report; nothing was measured.",
      file: "Scenarios/silence-hang-up.yaml", overrides: ["calls=\(calls)"], seed: seed, target: "embedded",
      startedAt: "2026-01-01T12:00:00Z", plannedCallers: calls * 2, plannedCalls: calls,
      thresholds: [
        "hangup_error.p99 < 40 ms", "hangup_missed.count == 0", "hangup_false.count == 0",
        "answer_delay.p95 < 500 ms",
        "mouth_to_ear.p95 < 200 ms", "packets_lost.rate < 0.5 %",
      ],
      limits: RunLimits(), jitterBuffer: ExampleCall.jitterBuffer, packetLength: ExampleCall.packet,
      host: [
        "cpu": "example CPU, 2 cores", "kernel": "Linux 6.1", "memory": "8 GB", "version": "callsim 1.0.0",
      ])
  }

  private static func health(_ records: [CallRecord], planned: Int, seed: UInt64) -> RunHealth {
    var random = SeededGenerator(seed: seed).branch(1 << 40)
    var lag = LagHistogram()
    for _ in 0..<4_000 {
      // Steps of 20 µs keep the committed files small.
      lag.record(.microseconds(Int64(random.unit() * random.unit() * random.unit() * 90) * 20))
    }
    var health = RunHealth()
    health.duration = (records.compactMap(\.milestones.ended).max() ?? 0) + 1_000_000_000
    health.planned = planned
    health.started = records.count { $0.milestones.inviteSent != nil }
    health.sendLag = lag.pairs
    health.clockStep = 12_400
    health.calibration = RunHealth.Calibration(
      known: 40_000_000, measured: (0..<12).map { _ in 40_000_000 + Int64(random.unit() * 300_000) })
    health.availableCores = 2
    health.simulator = RunHealth.Usage(cpuSeconds: 3.42, maximumResident: 61_400_000, maximumDescriptors: 38)
    health.bridge = RunHealth.Usage(cpuSeconds: 2.07, maximumResident: 44_900_000, maximumDescriptors: 31)
    health.samples = samples(records, until: health.duration, &random)
    return health
  }

  private static func samples(
    _ records: [CallRecord], until end: Int64, _ random: inout SeededGenerator
  ) -> [RunHealth.Sample] {
    stride(from: Int64(0), through: end, by: 500_000_000).map { at in
      func reached(_ milestone: KeyPath<Milestones, Int64?>) -> Int {
        records.count { ($0.milestones[keyPath: milestone] ?? .max) <= at }
      }
      let active = records.count { record in
        (record.milestones.answered ?? .max) <= at && (record.milestones.ended ?? .max) > at
      }
      func cores(_ each: Double) -> Double {
        ((0.02 + each * Double(active) + random.unit() * 0.03) * 1_000).rounded() / 1_000
      }
      return RunHealth.Sample(
        at: at, planned: records.count { $0.planned <= at }, started: reached(\.inviteSent),
        answered: reached(\.answered), ended: reached(\.ended), active: active, simulatorCores: cores(0.012),
        bridgeCores: cores(0.007))
    }
  }
}

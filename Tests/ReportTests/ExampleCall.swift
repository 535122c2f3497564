import Measurement
import SansIO

/// One made-up call of two callers: Alice speaks, Bob speaks, Alice sends probes that Bob echoes, then both
/// are silent until the bridge hangs up. Made for examples and tests; nothing in it was measured.
struct ExampleCall {
  /// What goes wrong in it.
  enum Trouble {
    case none, refused, early, missed, wrongCause, loss, retransmission
  }

  static let millisecond: Int64 = 1_000_000
  static let second: Int64 = 1_000_000_000
  static let threshold = 10 * second
  static let jitterBuffer = 40 * millisecond
  /// From a sample on the wire to its playout: the rest of its packet comes first.
  static let earDelay = packet + jitterBuffer
  static let packet = 20 * millisecond

  private var number: Int
  private var trouble: Trouble
  private var random: SeededGenerator
  private var start: Int64

  /// Call `number`, dialled at `start` nanoseconds after the start of the run.
  init(number: Int, start: Int64, trouble: Trouble, seed: UInt64) {
    self.number = number
    self.trouble = trouble
    self.start = start
    random = SeededGenerator(seed: seed).branch(UInt64(number))
  }

  /// The records of both callers.
  mutating func records() -> [CallRecord] {
    var alice = record("alice", role: 0, planned: start)
    var bob = record("bob", role: 1, planned: start + 400 * ExampleCall.millisecond)
    setUp(&alice)
    guard trouble != .refused else {
      setUp(&bob)
      refuse(&alice)
      refuse(&bob)
      return [alice, bob]
    }
    setUp(&bob)
    let start = (bob.milestones.answered ?? 0) + ExampleCall.second / 2
    speak(from: start, &alice, &bob)
    probe(from: start + 8 * ExampleCall.second, &alice, &bob)
    let last = bob.activity.compactMap(\.lastActive).max() ?? 0
    let end = last + ExampleCall.threshold
    finish(&alice, due: end)
    finish(&bob, due: end)
    receive(&alice, heardFrom: start + 4_500 * ExampleCall.millisecond)
    receive(&bob, heardFrom: start)
    return [alice, bob]
  }

  private func record(_ caller: String, role: Int, planned: Int64) -> CallRecord {
    CallRecord(
      call: number, caller: caller, role: role, dialled: "sip:room-\(number)@127.0.0.1:5060",
      planned: planned,
      expected: .silence, silenceThreshold: ExampleCall.threshold)
  }

  /// A length between two numbers of microseconds, small ones likelier than large ones.
  private mutating func some(_ least: Double, _ most: Double) -> Int64 {
    let share = random.unit() * random.unit()
    return Int64((least + (most - least) * share).rounded()) * 1_000
  }

  private mutating func setUp(_ record: inout CallRecord) {
    record.callID = "example-\(number)-\(record.role)@callsim"
    let invite = record.planned + some(30, 900)
    let again = trouble == .retransmission && record.role == 0 ? 500 * ExampleCall.millisecond : 0
    record.milestones.inviteSent = invite
    record.milestones.trying = invite + again + some(800, 3_000)
    record.ladder.append(LadderEntry(at: invite, sent: true, message: "INVITE", retransmission: false))
    if again > 0 {
      record.ladder.append(
        LadderEntry(at: invite + again, sent: true, message: "INVITE", retransmission: true))
    }
    answer(&record, trying: invite + again + some(800, 3_000))
  }

  private mutating func answer(_ record: inout CallRecord, trying: Int64) {
    let ringing = trying + some(2_000, 40_000)
    record.milestones.trying = trying
    record.ladder.append(LadderEntry(at: trying, sent: false, message: "100 Trying", retransmission: false))
    guard trouble != .refused else { return }
    let answered = ringing + some(20_000, 160_000)
    let acknowledged = answered + some(100, 700)
    record.milestones.ringing = ringing
    record.milestones.answered = answered
    record.milestones.acknowledged = acknowledged
    record.ladder += [
      LadderEntry(at: ringing, sent: false, message: "180 Ringing", retransmission: false),
      LadderEntry(at: answered, sent: false, message: "200 OK (INVITE)", retransmission: false),
      LadderEntry(at: acknowledged, sent: true, message: "ACK", retransmission: false),
    ]
  }

  private mutating func refuse(_ record: inout CallRecord) {
    let at = (record.milestones.trying ?? 0) + some(3_000, 9_000)
    record.milestones.ended = at + some(100, 400)
    record.ending = Ending(cause: .refused, status: 486, detail: "Busy Here")
    record.ladder += [
      LadderEntry(at: at, sent: false, message: "486 Busy Here (INVITE)", retransmission: false),
      LadderEntry(at: at + 200_000, sent: true, message: "ACK", retransmission: false),
    ]
  }

  private mutating func speak(from start: Int64, _ alice: inout CallRecord, _ bob: inout CallRecord) {
    let second = ExampleCall.second
    append(.silence, to: &alice, until: start)
    append(.speech, to: &alice, until: start + 4 * second)
    append(.silence, to: &alice, until: start + 8 * second)
    append(.silence, to: &bob, until: start + 4_500 * ExampleCall.millisecond)
    append(.speech, to: &bob, until: start + 7_500 * ExampleCall.millisecond)
    append(.silence, to: &bob, until: start + 8 * second)
  }

  private func append(_ kind: ActivitySegment.Kind, to record: inout CallRecord, until end: Int64) {
    let from = record.activity.last?.to ?? record.milestones.acknowledged ?? 0
    let lastActive = kind == .silence ? nil : end - 2 * ExampleCall.packet
    record.activity.append(ActivitySegment(kind: kind, from: from, to: end, lastActive: lastActive))
  }

  private mutating func probe(from start: Int64, _ alice: inout CallRecord, _ bob: inout CallRecord) {
    for sequence in 0..<8 {
      let mouth = start + Int64(sequence) * ExampleCall.second / 2
      // 11 bits of call, 2 of role, 3 of sequence.
      let identity = UInt16(number % 2_048) << 5 | UInt16(sequence)
      alice.probesSent.append(SentProbe(identity: identity, mouth: mouth))
      let there = mouth + some(26_000, 90_000)
      let ear = there + ExampleCall.earDelay - some(0, 8_000)
      let back = ear + some(24_000, 60_000)
      let confidence = Double(20 + Int(random.next() % 200)) / 2
      bob.probesHeard.append(HeardProbe(identity: identity, wire: there, ear: ear, confidence: confidence))
      alice.probesHeard.append(
        HeardProbe(
          identity: identity, wire: back, ear: back + ExampleCall.earDelay, confidence: confidence))
    }
    append(.probes, to: &alice, until: start + 4 * ExampleCall.second)
    append(.echo, to: &bob, until: start + 4_250 * ExampleCall.millisecond)
  }

  private mutating func finish(_ record: inout CallRecord, due: Int64) {
    var bye = due + some(1_500, 24_000)
    record.ending = Ending(cause: .remoteBye, detail: "SIP;cause=200;text=\"silence\"")
    switch trouble {
    case .early: bye = due - 2_134_512 * 1_000
    case .wrongCause:
      bye = due - 4 * ExampleCall.second
      record.ending = Ending(cause: .remoteBye, detail: "SIP;cause=503;text=\"trunk down\"")
    case .missed:
      bye = due + 5 * ExampleCall.second
      record.ending = Ending(cause: .overtime, detail: "no BYE within 5 s after due")
    case .none, .refused, .loss, .retransmission: break
    }
    append(.silence, to: &record, until: bye - 7 * ExampleCall.millisecond)
    let ours = trouble == .missed
    let answered = bye + some(150, 2_000)
    if ours {
      record.milestones.byeSent = bye
      record.milestones.byeAnswered = answered
    } else {
      record.milestones.byeReceived = bye
    }
    record.milestones.ended = answered
    record.ladder += [
      LadderEntry(at: bye, sent: ours, message: "BYE", retransmission: false),
      LadderEntry(at: answered, sent: !ours, message: "200 OK (BYE)", retransmission: false),
    ]
  }

  private mutating func receive(_ record: inout CallRecord, heardFrom audible: Int64) {
    let answered = record.milestones.answered ?? 0
    let first = answered + some(4_000, 30_000)
    let last = (record.milestones.byeReceived ?? record.milestones.byeSent ?? 0) - some(1_000, 19_000)
    record.milestones.firstPacket = first
    record.milestones.firstAudible = audible + some(26_000, 60_000)
    record.sent.packets = Int((last - answered) / ExampleCall.packet)
    record.sent.octets = record.sent.packets * 160
    record.sent.maximumLag = some(90, 2_500)
    var stream = ReceivedStream(ssrc: UInt32(truncatingIfNeeded: random.next()), payloadType: 8)
    stream.expected = Int((last - first) / ExampleCall.packet) + 1
    stream.lost = trouble == .loss ? 41 : Int(random.next() % 11 / 9)
    stream.lossBursts =
      stream.lost == 41 ? [[1, 12], [2, 7], [5, 3]] : stream.lost > 0 ? [[1, stream.lost]] : []
    stream.packets = stream.expected - stream.lost
    stream.octets = stream.packets * 160
    stream.late = trouble == .loss ? 6 : 0
    stream.first = first
    stream.last = last
    stream.jitter = Double(some(150, 1_900)) / 1e6
    stream.maximumJitter = stream.jitter + Double(some(200, 2_500)) / 1e6
    stream.timestampSeconds = Double(stream.expected) / 50
    stream.audioSeconds = Double(stream.packets) / 50
    stream.adjustments = trouble == .loss ? 3 : 0
    stream.gaps = gaps(stream)
    record.received = [stream]
  }

  private mutating func gaps(_ stream: ReceivedStream) -> [[Int]] {
    let lost = stream.lost
    let around = (0..<4).map { _ in Int(random.next() % 60) }
    let rest = stream.packets - 1 - lost - around.reduce(0, +) - 5
    return [
      [17, 3], [18, around[0]], [19, rest - rest / 3], [20, rest / 3], [21, around[1]], [22, around[2]],
      [23, around[3]], [27, 2], [40, lost],
    ].filter { $0[1] > 0 }
  }
}

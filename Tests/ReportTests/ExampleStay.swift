import Measurement
import SansIO

/// A made-up stay of an agent in the room of one call of `ExampleCall`: it hears Alice's probes, answers
/// each, and leaves with the room. Made for examples and tests; nothing in it was measured.
struct ExampleStay {
  private var random: SeededGenerator

  init(call: Int, seed: UInt64) { random = SeededGenerator(seed: seed).branch(0x57A7 + UInt64(call)) }

  /// The agent of the call of `alice`, who hears the answers.
  mutating func record(with alice: inout CallRecord) -> ParticipantRecord {
    var record = ParticipantRecord(
      call: alice.call, participant: "agent", role: 2, identity: "agent-\(alice.call)",
      room: "room-\(alice.call)",
      planned: alice.planned, expected: .roomEnd, publishes: true)
    record.codecDelay = 6_500_000
    join(&record, alice)
    answer(&record, &alice)
    receive(&record)
    return record
  }

  private mutating func some(_ least: Double, _ most: Double) -> Int64 {
    Int64((least + (most - least) * random.unit() * random.unit()).rounded()) * 1_000
  }

  private mutating func join(_ record: inout ParticipantRecord, _ alice: CallRecord) {
    var at = record.planned + some(40, 600)
    func after(_ milestone: WritableKeyPath<JoinMilestones, Int64?>, _ length: Int64) {
      at += length
      record.milestones[keyPath: milestone] = at
    }
    after(\.tokenAsked, 0)
    after(\.tokenReceived, some(900, 4_000))
    after(\.socketOpened, some(700, 3_000))
    after(\.joinReceived, some(300, 2_000))
    after(\.iceConnected, some(1_500, 22_000))
    after(\.dtlsConnected, some(2_500, 9_000))
    after(\.trackPublished, some(400, 5_000))
    let answered = alice.milestones.answered ?? at
    record.milestones.phoneJoined = answered + some(400, 2_000)
    record.milestones.trackSubscribed = answered + some(2_000, 9_000)
    record.milestones.firstPacket = answered + some(12_000, 40_000)
    record.milestones.firstAudible = answered + 920_000_000 + some(20_000, 60_000)
    record.ladder = [
      LadderEntry(at: at - 3_000_000, sent: true, message: "AddTrack", retransmission: false),
      LadderEntry(at: at, sent: false, message: "TrackPublished", retransmission: false),
    ]
    guard let bye = alice.milestones.byeReceived else { return }
    record.milestones.phoneLeft = bye + some(500, 4_000)
    record.milestones.leaveReceived = bye + some(2_000, 9_000)
    record.milestones.socketClosed = bye + some(9_500, 20_000)
    record.milestones.ended = record.milestones.socketClosed
    record.ending = ParticipantEnding(cause: .roomEnded, reason: 5)
    record.activity = [ActivitySegment(kind: .silence, from: at, to: bye)]
  }

  private mutating func answer(_ record: inout ParticipantRecord, _ alice: inout CallRecord) {
    for probe in alice.probesSent {
      let wire = probe.mouth + some(22_000, 48_000)
      let heard = HeardProbe(
        identity: probe.identity, wire: wire, ear: wire + ExampleCall.earDelay, confidence: 7.5)
      record.probesHeard.append(heard)
      let mouth = heard.ear + 330_000_000 + some(0, 20_000)
      let identity = probe.identity | 2 << 3
      record.probesSent.append(SentProbe(identity: identity, mouth: mouth, answers: AnsweredProbe(heard)))
      let back = mouth + record.codecDelay + some(21_000, 44_000)
      alice.probesHeard.append(
        HeardProbe(identity: identity, wire: back, ear: back + ExampleCall.earDelay, confidence: 7.1))
    }
    guard let first = record.probesSent.first, let last = record.probesSent.last,
      let silence = record.activity.first, last.mouth + 260_000_000 < silence.to
    else { return }
    let end = last.mouth + 260_000_000
    record.activity = [
      ActivitySegment(kind: .silence, from: silence.from, to: first.mouth),
      ActivitySegment(kind: .answers, from: first.mouth, to: end, lastActive: end - 20_000_000),
      ActivitySegment(kind: .silence, from: end, to: silence.to),
    ]
  }

  private mutating func receive(_ record: inout ParticipantRecord) {
    let first = record.milestones.firstPacket ?? 0
    let last = (record.milestones.phoneLeft ?? first) - 12_000_000
    record.sent.packets = Int(max(0, last - first) / 20_000_000)
    record.sent.octets = record.sent.packets * 82
    record.sent.maximumLag = some(90, 2_000)
    var stream = ReceivedStream(ssrc: UInt32(truncatingIfNeeded: random.next()), payloadType: 111)
    stream.expected = Int(max(0, last - first) / 20_000_000) + 1
    stream.packets = stream.expected
    stream.octets = stream.packets * 78
    stream.first = first
    stream.last = last
    stream.jitter = Double(some(150, 1_900)) / 1e6
    stream.maximumJitter = stream.jitter + 0.4
    stream.timestampSeconds = Double(stream.expected) / 50
    stream.audioSeconds = Double(stream.packets) / 50
    stream.gaps = [[19, stream.packets - 1]]
    record.received = [stream]
  }
}

import Audio
import Measurement
import RTP
import RoomLeg
import RoomMessages
import SDP
import SansIO
import Scenario
import Voices

/// One simulated participant: its stage, its transport, its mouth and ears, and the record it fills.
final class Participant {
  /// Names it in every exchange with the driver: its place among all participants of the run.
  let id: Int
  let plan: ParticipantPlan
  /// When it is to ask for its token.
  let planned: Instant
  var stage = ParticipantStage.waiting
  var record: ParticipantRecord
  var port: UInt16?
  var transport: RoomTransport?
  /// What it offers; sections are appended when the room asks for more.
  var offer: WebOffer?
  var offerID: UInt32 = 0
  /// Sid of its own track, and payload type by which it sends.
  var trackSid: String?
  var sender: StreamSender
  var sendType: UInt8?
  var extensions = PacketExtensions()
  /// Id of the header extension that tells the audio level, if the room takes it.
  var levelExtension: UInt8?
  var isTalking = false
  /// What it speaks with, once it has spoken.
  var voice: EncodedVoice?
  /// Encodes what nobody else says.
  var mouth: OpusMouth?
  /// The tracks of phones that are in the room, by participant.
  var phones: [String: [String]] = [:]
  /// Sections that carry a track, as the last answer said.
  var carried: [String: String] = [:]
  /// What the payload types of received packets mean.
  var laws: [UInt8: G711.Law] = [:]
  var streams: ReceivedStreams
  var ears: [UInt32: TrackEar] = [:]
  /// Payload type of each stream's first packet.
  var payloadTypes: [UInt32: UInt8] = [:]
  var speaker: Speaker
  var activity: ActivityLog
  var reports: ReportSchedule
  /// Whether its call is one of those in which probes are sent and looked for.
  let isProbed: Bool
  /// Whether probes are looked for, or what is heard is needed for another reason.
  let isListening: Bool
  /// The samples of the current packet, and what is heard at this instant.
  var samples = [Int16](repeating: 0, count: 160)
  private(set) var heard = [Int16](repeating: 0, count: 160)
  /// The probes heard so far by all ears, and how many of each ear are among them.
  var probesHeard: [HeardProbe] = []
  var noticed: [UInt32: Int] = [:]

  private let start: Instant

  init(
    id: Int, plan: ParticipantPlan, role: Int, call: Int, planned: Instant, clip: SpeechClip?,
    firstCaller: CallerPlan?, isProbed: Bool,
    generator: inout SeededGenerator, runStart: Instant
  ) {
    self.id = id
    self.plan = plan
    self.planned = planned
    start = runStart
    record = ParticipantRecord(
      call: call, participant: plan.role, role: role, identity: plan.identity(call: call),
      room: plan.room(call: call, firstCaller: firstCaller), planned: (planned - runStart).nanoseconds,
      expected: plan.expects,
      publishes: plan.publishes)
    speaker = Speaker(
      timeline: plan.timeline, clip: clip, call: call, role: role, sendsProbes: isProbed,
      seed: generator.next())
    sender = StreamSender(using: &generator)
    streams = ReceivedStreams()
    activity = ActivityLog(runStart: runStart)
    reports = ReportSchedule(using: generator.branch(7), at: planned)
    let needsSound = plan.timeline.contains { step in
      switch step {
      case .echo, .answer: true
      default: false
      }
    }
    self.isProbed = isProbed
    isListening = isProbed || needsSound
  }

  /// Begins what is heard at this instant.
  func hearSilence() { Participant.clear(&heard) }

  /// Adds what one ear hears to it.
  func hear(_ samples: [Int16]) { Participant.add(samples.span, to: &heard) }

  private static func clear(_ sum: inout [Int16]) {
    var sum = sum.mutableSpan
    for index in sum.indices { sum[index] = 0 }
  }

  private static func add(_ samples: Span<Int16>, to sum: inout [Int16]) {
    var sum = sum.mutableSpan
    for index in sum.indices { sum[index] = Int16(clamping: Int32(sum[index]) + Int32(samples[index])) }
  }

  /// Notes a milestone the first time it happens.
  func mark(_ milestone: WritableKeyPath<JoinMilestones, Int64?>, at now: Instant) {
    if record.milestones[keyPath: milestone] == nil {
      record.milestones[keyPath: milestone] = (now - start).nanoseconds
    }
  }

  /// Adds a signalling message to the ladder.
  func note(_ message: String, sent: Bool, at now: Instant) {
    guard record.ladder.count < 200 else { return }
    record.ladder.append(
      LadderEntry(at: (now - start).nanoseconds, sent: sent, message: message, retransmission: false))
  }

  /// A probe began at `mouth`.
  func sentProbe(_ identity: ProbeIdentity, at mouth: Instant) {
    record.probesSent.append(
      SentProbe(identity: identity.bits, mouth: (mouth - start).nanoseconds, answers: speaker.answered))
  }

  /// Notes a change of its mute.
  func noteMute(_ muted: Bool, byServer: Bool, at now: Instant) {
    record.mutes.append(MuteRecord(at: (now - start).nanoseconds, muted: muted, byServer: byServer))
  }

  /// Fills in what only the end of the stay tells.
  func close(_ ending: ParticipantEnding, at now: Instant) {
    mark(\.ended, at: now)
    record.ending = ending
    record.activity = activity.segments
    record.probesHeard = ears.values.flatMap(\.heard).sorted { $0.wire < $1.wire }
    record.sent.packets = Int(sender.packets)
    record.sent.octets = Int(sender.octets)
    record.received = streams.streams.map { stream in
      let type = payloadTypes[stream.ssrc] ?? 0
      return ReceivedStream(
        stream, payloadType: type, start: start, buffer: ears[stream.ssrc]?.buffer,
        clockRate: Double(stream.clockRate))
    }
    stage = .over
  }
}

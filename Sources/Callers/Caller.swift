import Audio
import Measurement
import PhoneLeg
import RTP
import SDP
import SIP
import SansIO
import Scenario
import Voices

/// One simulated caller: its stage, its mouth and ear, and the record it fills.
final class Caller {
  let plan: CallerPlan
  /// When its INVITE is to leave.
  let planned: Instant
  /// The even port of its audio, once it has one.
  var port: UInt16?
  var stage = CallerStage.waiting
  var record: CallRecord
  var media: MediaSession?
  var negotiation: OfferAnswer
  var speaker: Speaker
  let ear: Ear
  var activity: ActivityLog
  /// The law of the audio received last.
  var law = G711.Law.mu
  /// The hold it wants and could not offer yet.
  var wantsHold: Bool?
  /// How many pairs of ports turned out to be taken by others so far.
  var portsTaken = 0
  /// Its call, once it is over.
  var handle: CallHandle?
  /// The ending that our own BYE will have.
  var leavingBecause: Ending?

  private let start: Instant

  init(
    plan: CallerPlan, role: Int, call: Int, planned: Instant, run: RunPlan, clip: SpeechClip?,
    sendsProbes: Bool, memory: EarMemory,
    dialled: String, generator: inout SeededGenerator, runStart: Instant
  ) {
    self.plan = plan
    self.planned = planned
    start = runStart
    let threshold = plan.expects == .silence ? run.silenceThreshold.nanoseconds : nil
    record = CallRecord(
      call: call, caller: plan.role, role: role, dialled: dialled, planned: (planned - runStart).nanoseconds,
      expected: plan.expects, silenceThreshold: threshold)
    speaker = Speaker(
      timeline: plan.timeline, clip: clip, call: call, role: role, sendsProbes: sendsProbes,
      seed: generator.next())
    negotiation = OfferAnswer(sessionID: generator.next() >> 1)
    ear = Ear(delay: run.jitterBuffer, runStart: runStart, memory: memory, findsProbes: sendsProbes)
    activity = ActivityLog(runStart: runStart)
  }

  /// Whether it is in a call in which it may send audio.
  var maySend: Bool { media?.audio.maySend ?? false }

  /// Notes a milestone the first time it happens.
  func mark(_ milestone: WritableKeyPath<Milestones, Int64?>, at now: Instant) {
    if record.milestones[keyPath: milestone] == nil {
      record.milestones[keyPath: milestone] = (now - start).nanoseconds
    }
  }

  /// A probe began at `mouth`.
  func sentProbe(_ identity: ProbeIdentity, at mouth: Instant) {
    record.probesSent.append(
      SentProbe(identity: identity.bits, mouth: (mouth - start).nanoseconds, answers: speaker.answered))
  }

  /// Adds a SIP message to the ladder.
  func note(_ summary: UserAgent.MessageSummary, sent: Bool, at now: Instant) {
    let message = summary.status == nil ? summary.method.name : summary.text
    record.ladder.append(
      LadderEntry(
        at: (now - start).nanoseconds, sent: sent, message: message, retransmission: summary.isRetransmission)
    )
  }

  /// Fills in what only the end of the call tells.
  func close(_ ending: Ending, at now: Instant) {
    mark(\.ended, at: now)
    record.ending = ending
    record.activity = activity.segments
    record.probesHeard = ear.heard
    if let media {
      record.sent.packets = Int(media.sender.packets)
      record.sent.octets = Int(media.sender.octets)
      let streams = media.streams.streams
      record.received = streams.enumerated().map { index, stream in
        ReceivedStream(
          stream, payloadType: ear.buffer.payloadType, start: start,
          buffer: index == streams.count - 1 ? ear.buffer : nil)
      }
    }
    stage = .over
  }
}

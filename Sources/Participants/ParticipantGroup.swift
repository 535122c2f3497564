public import Audio
public import Measurement
public import Opus
import RTP
import RoomLeg
import RoomMessages
public import SansIO
public import Scenario
public import SecureMedia
import Voices

/// All simulated participants of one shard as a machine: they ask for tokens and join at the planned instants, publish,
/// speak and listen, and hand out one record each. It owns no socket, no clock and no connection.
///
/// After any input, call `poll` until it answers `nil`.
public final class ParticipantGroup {
  /// What the driver has to do. Participants are named by their place among all of the run.
  public enum Output {
    /// Get a token for this identity in this room, then call `tokenReceived`, `refused` or `failed`.
    case askToken(Int, identity: String, room: String)
    /// Bind a port for a room leg, then call `portBound` or `failed`.
    case bindPort(Int)
    /// Close the port.
    case closePort(UInt16)
    /// Open a signalling connection, then call what happens to it.
    case openSignal(Int, url: String, token: String)
    /// Send a signalling message, one WebSocket frame.
    case sendSignal(Int, [UInt8])
    /// Close the signalling connection once everything is sent.
    case closeSignal(Int)
    /// A participant is done.
    case finished(ParticipantRecord)
  }

  /// How far the participants have come.
  public struct Progress: Sendable, Equatable {
    /// Those whose planned instant has come.
    public var due = 0
    /// Those whose transport came up.
    public var joined = 0
    /// Those whose transport is up now.
    public var active = 0
    /// Those who are done.
    public var ended = 0

    /// Nobody has done anything yet.
    public init() {}
  }

  /// Why a participant wants to be woken.
  enum Alarm: Hashable, Sendable {
    /// Its transport has something to do.
    case transport(Int)
    /// Its signalling needs a ping.
    case ping(Int)
    /// Its RTCP is due.
    case report(Int)
    /// It did not get into the room in time.
    case joinLimit(Int)
    /// It stayed as long as a stay may last, or as long as it waits for the end of a room whose calls are over.
    case limit(Int)
  }

  let plan: RunPlan
  let clips: [String: SpeechClip]
  let certificate: Certificate
  let randomBytes: (Int) -> [UInt8]
  let start: Instant
  var generator: SeededGenerator
  var grid: PacketGrid<Int>
  var alarms = DeadlineQueue<Alarm>()
  var participants: [Int: Participant] = [:]
  var participantsByPort: [UInt16: Participant] = [:]
  /// The participants of each simulated call, for what others need to know of them.
  var companions: [Int: [Participant]] = [:]
  var outputs: [Output] = []
  var stopping = false
  /// Shared by all ears.
  let memory = EarMemory()
  var packet: [UInt8] = []
  var voices: [String: EncodedVoice] = [:]
  /// What all who say nothing send.
  let silence: [UInt8]
  /// Look-ahead of the encoder, nanoseconds.
  let codecDelay: Int64
  private let arrivals: [PlannedParticipant]
  private var nextArrival = 0
  private var nextOutput = 0

  /// How far they have come.
  public internal(set) var progress = Progress()
  /// Distance of every RTP send from its planned instant.
  public internal(set) var sendLag = LagHistogram()

  /// Makes the participants of `plan`; the first begins at `start` plus its planned offset.
  /// - Parameters:
  ///   - clips: the voices by the path that the plan gives.
  ///   - certificate: shared by all participants of the process.
  ///   - randomBytes: that many bytes which nobody can predict, for ICE credentials.
  /// - Throws: `OpusError` when there is no memory for an encoder.
  public init(
    plan: RunPlan, clips: [String: SpeechClip], certificate: Certificate,
    randomBytes: @escaping (Int) -> [UInt8], start: Instant
  ) throws(OpusError) {
    self.plan = plan
    self.clips = clips
    self.certificate = certificate
    self.randomBytes = randomBytes
    silence = try EncodedVoice.silence()
    codecDelay = try Int64(OpusMouth().lookAhead) * 125_000
    self.start = start
    generator = SeededGenerator(seed: plan.seed).branch(0x900B)
    grid = PacketGrid(origin: start)
    arrivals = PlannedParticipant.all(of: plan)
    packet.reserveCapacity(1500)
    // Before the run: at the first word it would make everybody's packets late.
    for path in plan.participants.compactMap(\.voice) where voices[path] == nil {
      if let clip = clips[path] { voices[path] = try EncodedVoice(clip) }
    }
  }

  /// When to call `advance` at the latest; `nil` when nothing is pending.
  public var nextDeadline: Instant? {
    let arrival = !stopping && nextArrival < arrivals.count ? start + arrivals[nextArrival].at : nil
    return Instant.earlier(arrival, Instant.earlier(alarms.next, grid.nextDeadline))
  }

  /// Lets time pass: begins who is due, runs transports, speaks and listens in every slot that is due.
  public func advance(to now: Instant, sink: inout some MediaSink) {
    while !stopping, nextArrival < arrivals.count, start + arrivals[nextArrival].at <= now {
      progress.due += 1
      begin(arrivals[nextArrival], id: nextArrival, at: now)
      nextArrival += 1
    }
    while let alarm = alarms.popDue(at: now) { ring(alarm, at: now, sink: &sink) }
    while let due = grid.popDue(at: now) { play(slot: due.slot, planned: due.planned, now: now, sink: &sink) }
    accountForStall()
  }

  /// The next thing to do; `nil` when there is none until the next input.
  public func poll() -> Output? {
    if nextOutput < outputs.count {
      defer { nextOutput += 1 }
      return outputs[nextOutput]
    }
    outputs.removeAll(keepingCapacity: true)
    nextOutput = 0
    return nil
  }

  /// Whether every planned participant is done.
  public var isFinished: Bool {
    (stopping || nextArrival == arrivals.count) && progress.ended == progress.due
  }

  /// When anybody of call number `call` was last active; `nil` when nobody was.
  public func lastActivity(inCall call: Int) -> Instant? {
    companions[call]?.compactMap(\.activity.lastActive).max()
  }

  /// The phone calls of call number `call` are over: who waits for the room's end waits a grace time longer, not for ever.
  public func callOver(_ call: Int, at now: Instant) {
    for participant in companions[call] ?? [] {
      if case .over = participant.stage { continue }
      alarms.set(.limit(participant.id), to: now + plan.grace)
    }
  }

  /// Begins nobody any more and has everybody leave; their records say that the run was aborted.
  public func stop(reason: String, at now: Instant) {
    stopping = true
    for participant in participants.values.sorted(by: { $0.id < $1.id }) {
      leave(participant, ParticipantEnding(cause: .aborted, detail: reason), at: now)
    }
  }
}

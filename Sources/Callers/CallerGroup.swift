public import Audio
public import Measurement
public import PhoneLeg
public import SIP
public import SansIO
public import Scenario
import Voices

/// All simulated callers of one shard as a machine: it dials at the planned instants, speaks and listens, and hands out
/// one record for each caller. It owns no socket and no clock.
///
/// After any input, call `poll` until it answers `nil`.
public final class CallerGroup: PhoneMachine {
  /// What the driver has to do.
  public enum Output {
    /// Send a SIP message, then call `transmitted` with the instant just before it left.
    case signal(UserAgent.Transmission)
    /// Close a TCP connection whose peer broke the framing.
    case closeFlow(Flow)
    /// Bind this even port for RTP and the next one for RTCP, then call `mediaBound` or `mediaUnavailable`.
    case bindMedia(port: UInt16)
    /// Close the ports.
    case closeMedia(port: UInt16)
    /// A caller is done.
    case finished(CallRecord)
  }

  /// How far a run has come.
  public struct Progress: Sendable, Equatable {
    /// Callers whose planned instant has come.
    public var due = 0
    /// Callers whose INVITE was sent.
    public var started = 0
    /// Callers answered.
    public var answered = 0
    /// Callers in an answered call now.
    public var active = 0
    /// Callers that are done.
    public var ended = 0
  }

  /// Why a caller wants to be woken.
  enum Alarm: Hashable, Sendable {
    /// The bridge may have missed its hang-up.
    case overtime(CallHandle)
    /// The call reached its longest duration.
    case limit(CallHandle)
    /// An RTCP report.
    case report(CallHandle)
  }

  let plan: RunPlan
  let target: CallTarget
  let clips: [String: SpeechClip]
  let start: Instant
  let arrivals: [PlannedCaller]
  var agent: UserAgent
  var ports: PortRange
  var generator: SeededGenerator
  var grid: PacketGrid<CallHandle>
  var alarms = DeadlineQueue<Alarm>()
  var callers: [CallHandle: Caller] = [:]
  var callersByPort: [UInt16: Caller] = [:]
  /// The callers of each simulated call that are in it, for what each needs to know of the others.
  var companions: [Int: [Caller]] = [:]
  var outputs: [Output] = []
  /// Callers that are done and whose records leave once every message before them has.
  var finishing: [Caller] = []
  /// When anybody in the room of a simulated call, other than its callers, was last active.
  public var roomActivity: (Int) -> Instant? = { _ in nil }
  var stopping = false
  /// Shared by all ears.
  let memory = EarMemory()
  /// What the caller in turn says.
  var samples = [Int16](repeating: 0, count: 160)
  var packetMemory = PacketMemory()
  private var nextArrival = 0
  private var nextOutput = 0

  /// How far the run has come.
  public internal(set) var progress = Progress()
  /// Distance of every RTP send from its planned instant.
  public internal(set) var sendLag = LagHistogram()

  /// Makes the callers of `plan`; the first dials at `start` plus its planned offset.
  /// - Parameters:
  ///   - clips: the voices by the path that the plan gives.
  ///   - agent: the callers' SIP side, not used by anybody else.
  ///   - ports: ports for audio, bound on demand.
  public init(
    plan: RunPlan, target: CallTarget, clips: [String: SpeechClip], agent: UserAgent, ports: PortRange,
    start: Instant
  ) {
    self.plan = plan
    self.target = target
    self.clips = clips
    self.agent = agent
    self.ports = ports
    self.start = start
    generator = SeededGenerator(seed: plan.seed).branch(0xCA11)
    grid = PacketGrid(origin: start)
    arrivals = PlannedCaller.all(of: plan)
  }

  /// Takes in a SIP datagram.
  public func receiveSIP(_ datagram: Span<UInt8>, on flow: Flow, at now: Instant) {
    agent.receive(datagram, on: flow, at: now)
    drainAgent(at: now)
  }

  /// Takes in a piece of a SIP byte stream.
  public func receiveSIP(stream chunk: Span<UInt8>, on flow: Flow, at now: Instant) {
    agent.receive(stream: chunk, on: flow, at: now)
    drainAgent(at: now)
  }

  /// A SIP path broke: connection closed or refused, destination unreachable.
  public func flowFailed(_ flow: Flow, reason: String, at now: Instant) {
    agent.flowFailed(flow, reason: reason, at: now)
    drainAgent(at: now)
  }

  /// When to call `advance` at the latest; `nil` when nothing is pending.
  public var nextDeadline: Instant? {
    let arrival = !stopping && nextArrival < arrivals.count ? start + arrivals[nextArrival].at : nil
    return Instant.earlier(
      Instant.earlier(agent.nextDeadline, arrival), Instant.earlier(alarms.next, grid.nextDeadline))
  }

  /// Lets time pass: dials who is due, runs SIP timers, speaks and listens in every slot that is due.
  public func advance(to now: Instant, sink: inout some MediaSink) {
    while !stopping, nextArrival < arrivals.count, start + arrivals[nextArrival].at <= now {
      progress.due += 1
      begin(arrivals[nextArrival], at: now)
      nextArrival += 1
    }
    agent.advance(to: now)
    while let alarm = alarms.popDue(at: now) { ring(alarm, at: now, sink: &sink) }
    drainAgent(at: now)
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
    guard let caller = finishing.popLast() else { return nil }
    forget(caller)
    return .finished(caller.record)
  }

  /// Whether every planned caller is done.
  public var isFinished: Bool {
    (stopping || nextArrival == arrivals.count) && progress.ended == progress.due
  }

  /// Dials nobody any more and hangs up every call; their records say that the run was aborted.
  public func stop(reason: String, at now: Instant) {
    stopping = true
    for caller in callersByPort.values.sorted(by: { ($0.port ?? 0) < ($1.port ?? 0) }) {
      abort(caller, Ending(cause: .aborted, detail: reason), at: now)
    }
    drainAgent(at: now)
  }
}

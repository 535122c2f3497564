public import PhoneLeg
public import SIP
public import SansIO

/// The bridge of one shard as a machine: SIP in and out, rooms, mixing, the silence hang-up. It owns no socket and no
/// clock; whoever drives it hands in datagrams and the time, and carries out what `poll` answers.
///
/// After any input, call `poll` until it answers `nil`.
public final class Bridge: PhoneMachine {
  /// What the driver has to do.
  public enum Output {
    /// Send a SIP message.
    case signal(UserAgent.Transmission)
    /// Close a TCP connection whose peer broke the framing.
    case closeFlow(Flow)
    /// Bind this even port for RTP and the next one for RTCP, then call `mediaBound` or `mediaUnavailable`.
    case bindMedia(CallHandle, port: UInt16)
    /// Close the ports.
    case closeMedia(port: UInt16)
    /// Write to the log.
    case event(CallEvent)
  }

  /// Why the bridge wants to be woken.
  enum Alarm: Hashable, Sendable {
    case silence(CallHandle)
    case media(CallHandle)
    case report(CallHandle)
  }

  let settings: BridgeSettings
  var agent: UserAgent
  var generator: SeededGenerator
  var ports: PortRange
  var calls: [CallHandle: BridgeCall] = [:]
  var callsByPort: [UInt16: BridgeCall] = [:]
  var rooms: [String: Room] = [:]
  var grid: PacketGrid<String>
  var alarms = DeadlineQueue<Alarm>()
  var outputs: [Output] = []
  var counters = BridgeCounters()
  var draining = false
  var payload: [UInt8] = []

  private var nextOutput = 0

  /// Makes a bridge without calls.
  /// - Parameters:
  ///   - agent: its SIP side, not used by anybody else.
  ///   - now: where the 20 ms grid is anchored.
  public init(settings: BridgeSettings, agent: UserAgent, generator: SeededGenerator, at now: Instant) {
    self.settings = settings
    self.agent = agent
    self.generator = generator
    ports = settings.ports
    grid = PacketGrid(origin: now)
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
    Instant.earlier(agent.nextDeadline, Instant.earlier(alarms.next, grid.nextDeadline))
  }

  /// Lets time pass: SIP timers, hang-ups, and the audio of every slot that is due.
  public func advance(to now: Instant, sink: inout some MediaSink) {
    agent.advance(to: now)
    while let alarm = alarms.popDue(at: now) { ring(alarm, at: now, sink: &sink) }
    drainAgent(at: now)
    while let due = grid.popDue(at: now) { mix(slot: due.slot, planned: due.planned, sink: &sink) }
    skipStall()
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

  /// Stops taking calls and ends those that are up, each with BYE.
  public func shutDown(at now: Instant) {
    draining = true
    for call in calls.values.sorted(by: { $0.handle < $1.handle }) { hangUp(call, cause: .shutdown, at: now) }
    drainAgent(at: now)
  }

  /// Whether no call is left.
  public var isEmpty: Bool { calls.isEmpty }
}

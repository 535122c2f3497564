public import PhoneLeg
import RoomLeg
import RoomMessages
public import SIP
public import SecureMedia
public import SansIO

/// The bridge of one shard as a machine: SIP and room signalling in and out, rooms, forwarding and mixing, the silence
/// hang-up. It owns no socket and no clock; whoever drives it hands in datagrams and the time, and carries out what `poll` answers.
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
    /// Admit the client of this signalling connection and send it its first message.
    case admit(UInt64, first: [UInt8])
    /// Refuse the client of this signalling connection: an HTTP status and a sentence.
    case refuse(UInt64, status: Int, text: String)
    /// Send a signalling message, one WebSocket frame.
    case sendSignal(UInt64, [UInt8])
    /// Close a signalling connection once everything is sent.
    case closeSignal(UInt64)
    /// Write to the log.
    case participantEvent(ParticipantEvent)
  }

  /// Why the bridge wants to be woken.
  enum Alarm: Hashable, Sendable {
    case silence(CallHandle)
    case media(CallHandle)
    case report(CallHandle)
    /// A participant's transport must be up.
    case joinLimit(UInt64)
    /// A participant has said nothing for too long.
    case signalIdle(UInt64)
    /// A participant's transport has something to do.
    case transport(UInt64)
    /// A participant's RTCP is due.
    case roomReport(UInt64)
    /// A room was empty for its time.
    case emptyRoom(String)
    /// Transports of those who left say goodbye.
    case departures
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
  var packetMemory = PacketMemory()
  let certificate: Certificate
  let randomBytes: (Int) -> [UInt8]
  /// Participants by their signalling connection, by the ICE fragment that checks for them name, and by the addresses
  /// that such checks came from.
  var participants: [UInt64: RoomParticipant] = [:]
  var participantsByFragment: [String: RoomParticipant] = [:]
  var participantsByAddress: [TransportAddress: RoomParticipant] = [:]
  /// Transports of those who left, whose goodbye is not sent yet.
  var departing: [(transport: RoomTransport, goodbye: Instant)] = []
  /// Memory of the packet that is being forwarded.
  var packet: [UInt8] = []

  private var nextOutput = 0

  /// Makes a bridge without calls.
  /// - Parameters:
  ///   - agent: its SIP side, not used by anybody else.
  ///   - certificate: proves the bridge to participants.
  ///   - randomBytes: that many bytes which nobody can predict, for the secrets of connections.
  ///   - now: where the 20 ms grid is anchored.
  public init(
    settings: BridgeSettings, agent: UserAgent, certificate: Certificate, generator: SeededGenerator,
    randomBytes: @escaping (Int) -> [UInt8], at now: Instant
  ) {
    self.randomBytes = randomBytes
    self.settings = settings
    self.certificate = certificate
    packet.reserveCapacity(1500)
    self.agent = agent
    self.generator = generator
    ports = settings.ports
    grid = PacketGrid(origin: now)
  }

  /// A room and those in it hold each other: whoever is still there goes with the bridge.
  deinit {
    for room in rooms.values { room.dissolve() }
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
    // Before the calls, whose end would close their rooms for another reason.
    for participant in participants.values.sorted(by: { $0.connection < $1.connection }) {
      dismiss(participant, .serverShutdown, at: now)
    }
    for call in calls.values.sorted(by: { $0.handle < $1.handle }) { hangUp(call, cause: .shutdown, at: now) }
    drainAgent(at: now)
  }

  /// Transports of participants who are gone that have not said goodbye yet.
  package var departingTransports: Int { departing.count }

  /// Whether no call and no participant is left.
  public var isEmpty: Bool { calls.isEmpty && participants.isEmpty && departing.isEmpty }
}

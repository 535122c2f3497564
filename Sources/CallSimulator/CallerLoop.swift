import Audio
import Callers
import LiveWorld
import Cryptography
import Measurement
import Opus
import Participants
import PhoneLeg
import RoomClient
import SIP
import SansIO
import Scenario
import SecureMedia

/// Drives everybody of a run on an event loop: sockets, time, signalling connections, and news for the run.
final class CallerLoop: PhoneLoopHandler {
  /// What other threads ask.
  enum Message: Sendable {
    /// Dial nobody any more and hang up; records say why.
    case stop(reason: String)
    /// The addresses of a server's name.
    case found(HostFound)
  }

  /// What the loop tells the run.
  enum News: Sendable {
    /// The run's clock starts here.
    case started(at: Instant)
    /// The sockets cannot be opened, or there is no memory; in words.
    case failed(String)
    /// A caller is done.
    case record(CallRecord)
    /// A participant is done.
    case participantRecord(ParticipantRecord)
    /// How far the run has come, twice a second.
    case progress(CallerGroup.Progress, ParticipantGroup.Progress, at: Instant)
    /// Everybody is done; with the send lag of the whole run.
    case finished(sendLag: [[Int]], at: Instant)
    /// The thread is over; nothing follows.
    case stopped(EventLoopStatistics)
  }

  /// What the callers do, with everything they need from outside.
  struct Assignment: Sendable {
    var plan: RunPlan
    var host: String
    var port: UInt16
    var flow: Flow
    var clips: [String: SpeechClip]
    var mediaAddress: IPAddress
    var ports: PortRange
    /// How participants get into their rooms; `nil` in a run of telephones only.
    var rooms: RoomAccess?
  }

  /// Time between opening the sockets and the start of the run's clock, in which voices are encoded.
  private static let leadTime = Interval.milliseconds(250)
  private static let progressPeriod = Interval.milliseconds(500)

  private let assignment: Assignment
  private let tell: @Sendable (News) -> Void
  private var loop: EventLoop<CallerLoop>?
  private(set) var sockets: PhoneSockets<CallerLoop, Population>?
  private var client: RoomClient<CallerLoop>?
  private var connections: [Int: SignalConnection] = [:]
  private var nextProgress = Instant.distantFuture
  /// Whether the end was told.
  private var isDone = false

  init(_ assignment: Assignment, tell: @escaping @Sendable (News) -> Void) {
    self.assignment = assignment
    self.tell = tell
  }

  func started(_ loop: EventLoop<CallerLoop>) {
    self.loop = loop
    do {
      let sip = try SIPSockets(on: TransportAddress(assignment.mediaAddress, 0), loop: loop)
      let (udp, tcp) = (sip.udpAddress, sip.tcpAddress)
      let configuration = UserAgent.Configuration(product: "callsim", udpContact: udp, tcpContact: tcp)
      let start = loop.now + CallerLoop.leadTime
      var system = SystemRandomNumberGenerator()
      let group = CallerGroup(
        plan: assignment.plan,
        target: CallTarget(
          host: assignment.host, port: assignment.port, flow: assignment.flow,
          mediaAddress: assignment.mediaAddress,
          local: assignment.flow.transport == .udp ? udp : tcp),
        clips: assignment.clips,
        agent: UserAgent(configuration: configuration, generator: SeededGenerator(seed: system.next())),
        ports: assignment.ports, start: start)
      let media = MediaSockets(on: assignment.mediaAddress, loop: loop)
      let population = Population(
        plan: assignment.plan, callers: group, participants: try participants(from: start))
      sockets = PhoneSockets(sip: sip, media: media, machine: population, loop: loop)
      client = RoomClient(loop: loop) { [weak loop] in _ = loop?.post(.found($0)) }
      nextProgress = start + CallerLoop.progressPeriod
      tell(.started(at: start))
    } catch {
      tell(.failed("\(error)"))
      loop.stop()
    }
  }

  private func participants(from start: Instant) throws -> ParticipantGroup? {
    guard !assignment.plan.participants.isEmpty else { return nil }
    return try ParticipantGroup(
      plan: assignment.plan, clips: assignment.clips, certificate: Certificate(),
      randomBytes: { RandomBytes.make(count: $0) }, start: start)
  }

  func message(_ message: Message, at now: Instant) {
    switch message {
    case .stop(let reason): sockets?.machine.stop(reason: reason, at: now)
    case .found(let host): client?.found(host)
    }
    carryOut()
  }

  func connected(_ connection: SocketToken) {
    guard let client, client.connected(connection) else { return }
    carryOut()
  }

  func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant) {
    if client?.receivedStream(bytes, on: connection, at: arrival) != true {
      sockets?.receivedStream(bytes, on: connection, at: arrival)
    }
    carryOut()
  }

  func closed(_ connection: SocketToken, reason: String) {
    if client?.closed(connection, reason: reason) != true {
      sockets?.closed(connection, reason: reason)
    }
    carryOut()
  }

  func advance(to now: Instant) {
    sockets?.advance(to: now)
    client?.advance(to: now)
    carryOut()
    guard now >= nextProgress, let group = sockets?.machine else { return }
    tellProgress(of: group, at: now)
    nextProgress = now + CallerLoop.progressPeriod
  }

  func stopped(at now: Instant) {
    guard let loop else { return }
    tell(.stopped(loop.statistics))
  }

  var nextDeadline: Instant? {
    guard let group = sockets?.machine else { return nil }
    let people = min(group.nextDeadline ?? nextProgress, nextProgress)
    return min(client?.nextDeadline ?? people, people)
  }

  /// Does what the callers want until they want nothing more.
  func carryOut() {
    guard let sockets, let loop else { return }
    let population = sockets.machine
    while let output = population.poll() {
      switch output {
      case .caller(let output): carryOut(output, for: population.callers, sockets, loop)
      case .participant(let output):
        if let participants = population.participants { carryOut(output, for: participants, sockets, loop) }
      }
    }
    client?.flush()
    guard population.isFinished, !isDone else { return }
    isDone = true
    tellProgress(of: population, at: loop.now)
    var sendLag = population.callers.sendLag
    if let participants = population.participants { sendLag.merge(participants.sendLag) }
    tell(.finished(sendLag: sendLag.pairs, at: loop.now))
    loop.stop()
  }

  private func tellProgress(of population: Population, at now: Instant) {
    tell(
      .progress(
        population.callers.progress, population.participants?.progress ?? ParticipantGroup.Progress(), at: now
      ))
  }

  private func carryOut(
    _ output: CallerGroup.Output, for group: CallerGroup, _ sockets: PhoneSockets<CallerLoop, Population>,
    _ loop: EventLoop<CallerLoop>
  ) {
    switch output {
    case .signal(let transmission): group.transmitted(transmission, at: sockets.send(transmission))
    case .closeFlow(let flow): sockets.closeBroken(flow)
    case .bindMedia(let port):
      do throws(SocketError) {
        try sockets.media.open(port)
        group.mediaBound(port: port, at: loop.now)
      } catch {
        group.mediaUnavailable(port: port, reason: "\(error)", at: loop.now)
      }
    case .closeMedia(let port): sockets.media.close(port)
    case .finished(let record): tell(.record(record))
    }
  }

  private func carryOut(
    _ output: ParticipantGroup.Output, for group: ParticipantGroup,
    _ sockets: PhoneSockets<CallerLoop, Population>, _ loop: EventLoop<CallerLoop>
  ) {
    switch output {
    case .askToken(let id, let identity, let room):
      guard let rooms = assignment.rooms, let client else { return }
      rooms.askToken(identity: identity, room: room, by: client) { [weak self] in
        self?.take($0, of: id, group)
      }
    case .bindPort(let id):
      do throws(SocketError) {
        // On every address: which one leads to the room's candidates is not known before they are.
        let port = try sockets.media.openRoom(0, on: .anyV4, isShared: false)
        group.portBound(id, port: port, at: loop.now)
      } catch {
        group.failed(id, "\(error)", at: loop.now)
      }
    case .closePort(let port): sockets.media.closeRoom(port)
    case .openSignal(let id, let url, let token):
      guard let rooms = assignment.rooms, let client else { return }
      do throws(RoomClientError) {
        connections[id] = try rooms.connect(url, token: token, by: client) { [weak self] in
          self?.take($0, of: id, group)
        }
      } catch {
        group.failed(id, "\(error)", at: loop.now)
      }
    case .sendSignal(let id, let bytes):
      if let connection = connections[id] { client?.send(bytes, on: connection) }
    case .closeSignal(let id):
      if let connection = connections.removeValue(forKey: id) { client?.close(connection) }
    case .finished(let record): tell(.participantRecord(record))
    }
  }

  private func take(_ news: ParticipantNews, of id: Int, _ group: ParticipantGroup) {
    switch news {
    case .token(let url, let token, let instant): group.tokenReceived(id, url: url, token: token, at: instant)
    case .opened(let instant): group.signalOpened(id, at: instant)
    case .message(let response, let instant): group.receiveSignal(response, for: id, at: instant)
    case .refused(let status, let text, let instant):
      group.refused(id, status: status, text: text, at: instant)
    case .failed(let words, let instant): group.failed(id, words, at: instant)
    case .closed(let reason, let instant):
      connections[id] = nil
      group.signalClosed(id, reason: reason, at: instant)
    }
  }
}

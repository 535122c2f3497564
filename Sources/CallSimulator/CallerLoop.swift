import Audio
import Callers
import LiveWorld
import Measurement
import PhoneLeg
import SIP
import SansIO
import Scenario

/// Drives a `CallerGroup` on an event loop: sockets, time, and news for the run.
final class CallerLoop: PhoneLoopHandler {
  /// What other threads ask.
  enum Message: Sendable {
    /// Dial nobody any more and hang up; records say why.
    case stop(reason: String)
  }

  /// What the loop tells the run.
  enum News: Sendable {
    /// The run's clock starts here.
    case started(at: Instant)
    /// The sockets cannot be opened.
    case failed(SocketError)
    /// A caller is done.
    case record(CallRecord)
    /// How far the run has come, twice a second.
    case progress(CallerGroup.Progress, at: Instant)
    /// Every caller is done; with the send lag of the whole run.
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
  }

  /// Time between opening the sockets and the start of the run's clock.
  private static let leadTime = Interval.milliseconds(50)
  private static let progressPeriod = Interval.milliseconds(500)

  private let assignment: Assignment
  private let tell: @Sendable (News) -> Void
  private var loop: EventLoop<CallerLoop>?
  private(set) var sockets: PhoneSockets<CallerLoop, CallerGroup>?
  private var nextProgress = Instant.distantFuture
  /// Whether the end was told.
  private var isDone = false

  init(_ assignment: Assignment, tell: @escaping @Sendable (News) -> Void) {
    self.assignment = assignment
    self.tell = tell
  }

  func started(_ loop: EventLoop<CallerLoop>) {
    self.loop = loop
    do throws(SocketError) {
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
      sockets = PhoneSockets(sip: sip, media: media, machine: group, loop: loop)
      nextProgress = start + CallerLoop.progressPeriod
      tell(.started(at: start))
    } catch {
      tell(.failed(error))
      loop.stop()
    }
  }

  func message(_ message: Message, at now: Instant) {
    switch message {
    case .stop(let reason):
      sockets?.machine.stop(reason: reason, at: now)
      carryOut()
    }
  }

  func advance(to now: Instant) {
    sockets?.advance(to: now)
    carryOut()
    guard now >= nextProgress, let group = sockets?.machine else { return }
    tell(.progress(group.progress, at: now))
    nextProgress = now + CallerLoop.progressPeriod
  }

  func stopped(at now: Instant) {
    guard let loop else { return }
    tell(.stopped(loop.statistics))
  }

  var nextDeadline: Instant? {
    guard let group = sockets?.machine else { return nil }
    return min(group.nextDeadline ?? nextProgress, nextProgress)
  }

  /// Does what the callers want until they want nothing more.
  func carryOut() {
    guard let sockets, let loop else { return }
    let group = sockets.machine
    while let output = group.poll() {
      switch output {
      case .signal(let transmission):
        group.transmitted(transmission, at: sockets.send(transmission))
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
    guard group.isFinished, !isDone else { return }
    isDone = true
    tell(.progress(group.progress, at: loop.now))
    tell(.finished(sendLag: group.sendLag.pairs, at: loop.now))
    loop.stop()
  }
}

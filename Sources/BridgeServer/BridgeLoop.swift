import Bridge
import LiveWorld
import PhoneLeg
import SIP
import SansIO

/// Drives a `Bridge` on an event loop: sockets, time, log, and the questions of the HTTP side.
final class BridgeLoop: PhoneLoopHandler {
  /// What other threads ask.
  enum Message: Sendable {
    /// Answer with the calls of this moment.
    case snapshot(@Sendable (BridgeSnapshot) -> Void)
    /// End all calls, then the loop.
    case shutDown
  }

  /// What the loop tells its owner, from its own thread.
  struct Reports: Sendable {
    /// SIP is answered at these addresses, or could not be.
    var listening: @Sendable (Result<Listening, SocketError>) -> Void
    /// Something happened to a call.
    var event: @Sendable (CallEvent) -> Void
    /// The loop has ended; nothing more is said.
    var stopped: @Sendable () -> Void
  }

  /// Where a bridge answers SIP.
  struct Listening: Sendable {
    var udp: TransportAddress
    var tcp: TransportAddress
  }

  /// How long a shutdown waits for callers to answer their BYE; container engines give 10 s in all.
  private static let farewell = Interval.seconds(5)

  private let settings: ServerSettings
  private let bridgeSettings: BridgeSettings
  private let reports: Reports
  private var loop: EventLoop<BridgeLoop>?
  private(set) var sockets: PhoneSockets<BridgeLoop, Bridge>?
  /// When the loop ends although calls are left whose callers do not answer our BYE.
  private var closingTime: Instant?

  init(settings: ServerSettings, bridge: BridgeSettings, reports: Reports) {
    self.settings = settings
    bridgeSettings = bridge
    self.reports = reports
  }

  func started(_ loop: EventLoop<BridgeLoop>) {
    self.loop = loop
    do throws(SocketError) {
      let sip = try SIPSockets(on: settings.sipAddress, loop: loop)
      let (udp, tcp) = (sip.udpAddress, sip.tcpAddress)
      let host =
        settings.publicAddress ?? (udp.ip.isUnspecified ? HostAddress.primary() ?? .loopback : udp.ip)
      var configuration = UserAgent.Configuration(
        product: "callbridge", udpContact: TransportAddress(host, udp.port),
        tcpContact: TransportAddress(host, tcp.port))
      // One more than the bridge takes, which refuses that one itself and says so in the log.
      configuration.maximumCalls = settings.maximumCalls + 1
      var system = SystemRandomNumberGenerator()
      let generator = SeededGenerator(seed: system.next())
      let bridge = Bridge(
        settings: bridgeSettings,
        agent: UserAgent(configuration: configuration, generator: generator.branch(1)),
        generator: generator.branch(2), at: loop.now)
      let media = MediaSockets(on: settings.rtpAddress, loop: loop)
      sockets = PhoneSockets(sip: sip, media: media, machine: bridge, loop: loop)
      reports.listening(.success(Listening(udp: udp, tcp: tcp)))
    } catch {
      reports.listening(.failure(error))
      loop.stop()
    }
  }

  func message(_ message: Message, at now: Instant) {
    switch message {
    case .snapshot(let answer): if let bridge = sockets?.machine { answer(bridge.snapshot(at: now)) }
    case .shutDown:
      closingTime = now + BridgeLoop.farewell
      sockets?.machine.shutDown(at: now)
      carryOut()
    }
  }

  func advance(to now: Instant) {
    sockets?.advance(to: now)
    carryOut()
  }

  func stopped(at now: Instant) { reports.stopped() }

  var nextDeadline: Instant? { Instant.earlier(sockets?.machine.nextDeadline, closingTime) }

  /// Does what the bridge wants until it wants nothing more.
  func carryOut() {
    guard let sockets, let loop else { return }
    let bridge = sockets.machine
    while let output = bridge.poll() {
      switch output {
      case .signal(let transmission): _ = sockets.send(transmission)
      case .closeFlow(let flow): sockets.closeBroken(flow)
      case .bindMedia(let call, let port):
        do throws(SocketError) {
          try sockets.media.open(port)
          bridge.mediaBound(call, at: loop.now)
        } catch {
          bridge.mediaUnavailable(call, reason: "\(error)", at: loop.now)
        }
      case .closeMedia(let port): sockets.media.close(port)
      case .event(let event): reports.event(event)
      }
    }
    guard let closingTime, bridge.isEmpty || loop.now >= closingTime else { return }
    loop.stop()
  }
}

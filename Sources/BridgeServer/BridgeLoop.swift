import Bridge
import Cryptography
import LiveWorld
import PhoneLeg
import Rooms
import SIP
import SansIO
import SecureMedia

/// Drives a `Bridge` on an event loop: sockets, time, log, signalling connections, and the questions of the HTTP side.
final class BridgeLoop: PhoneLoopHandler {
  /// What other threads ask.
  enum Message: Sendable {
    /// Let this question have its answer from the bridge, or this order be carried out.
    case ask(@Sendable (Bridge, Instant) -> Void)
    /// A client with a valid token asks to join by this connection.
    case join(SignalOutlet, JoinPetition, TokenGrants)
    /// A signalling connection brought a message.
    case signal([UInt8], isText: Bool, connection: UInt64)
    /// A signalling connection ended.
    case signalClosed(UInt64)
    /// End all calls, then the loop.
    case shutDown
  }

  /// What the loop tells its owner, from its own thread.
  struct Reports: Sendable {
    /// SIP is answered at these addresses, or could not be.
    var listening: @Sendable (Result<Listening, SocketError>) -> Void
    /// Something happened to a call.
    var event: @Sendable (CallEvent) -> Void
    /// Something happened to a participant.
    var participantEvent: @Sendable (ParticipantEvent) -> Void
    /// The loop has ended; nothing more is said.
    var stopped: @Sendable () -> Void
  }

  /// Where a bridge answers SIP.
  struct Listening: Sendable {
    var udp: TransportAddress
    var tcp: TransportAddress
    /// Where participants' media arrives.
    var ice: TransportAddress
  }

  /// How long a shutdown waits for callers to answer their BYE; container engines give 10 s in all.
  private static let farewell = Interval.seconds(5)

  private let settings: ServerSettings
  private let bridgeSettings: BridgeSettings
  private let certificate: Certificate
  private let reports: Reports
  private var loop: EventLoop<BridgeLoop>?
  private(set) var sockets: PhoneSockets<BridgeLoop, Bridge>?
  /// When the loop ends although calls are left whose callers do not answer our BYE.
  private var closingTime: Instant?
  private var signalling = SignalConnections()

  init(settings: ServerSettings, bridge: BridgeSettings, certificate: Certificate, reports: Reports) {
    self.settings = settings
    self.certificate = certificate
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
      let media = MediaSockets(on: settings.rtpAddress, loop: loop)
      let icePort = try media.openRoom(settings.icePort, isShared: true)
      let bridge = Bridge(
        settings: withRooms(at: icePort),
        agent: UserAgent(configuration: configuration, generator: generator.branch(1)),
        certificate: certificate, generator: generator.branch(2),
        randomBytes: { RandomBytes.make(count: $0) },
        at: loop.now)
      sockets = PhoneSockets(sip: sip, media: media, machine: bridge, loop: loop)
      reports.listening(
        .success(
          Listening(udp: udp, tcp: tcp, ice: TransportAddress(settings.rtpAddress, icePort))))
    } catch {
      reports.listening(.failure(error))
      loop.stop()
    }
  }

  /// The bridge's settings with the addresses that candidates name: port by port what was configured, or what was bound.
  private func withRooms(at port: UInt16) -> BridgeSettings {
    var complete = bridgeSettings
    complete.roomPort = port
    let named = settings.icePublic ?? TransportAddress(bridgeSettings.mediaAddress, 0)
    complete.roomAddresses = [TransportAddress(named.ip, named.port == 0 ? port : named.port)]
    complete.epoch = (WallClock.now() - MonotonicClock.now().nanoseconds) / 1_000_000
    return complete
  }

  func message(_ message: Message, at now: Instant) {
    guard let bridge = sockets?.machine else { return }
    switch message {
    case .ask(let question): question(bridge, now)
    case .join(let outlet, let petition, let grants):
      signalling.add(outlet)
      bridge.join(petition, grants, on: outlet.id, at: now)
    case .signal(let bytes, let isText, let connection):
      switch signalling.read(bytes, isText: isText, from: connection) {
      case .success(let request): bridge.receiveSignal(request, on: connection, at: now)
      case .failure(let error): bridge.receiveGarbage(on: connection, reason: "\(error)", at: now)
      }
    case .signalClosed(let connection):
      signalling.remove(connection)
      bridge.signalClosed(connection, at: now)
    case .shutDown:
      closingTime = now + BridgeLoop.farewell
      bridge.shutDown(at: now)
    }
    carryOut()
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
      case .participantEvent(let event): reports.participantEvent(event)
      case .admit(let connection, let first): signalling.admit(connection, first: first)
      case .refuse(let connection, let status, let text):
        signalling.refuse(connection, status: status, text: text)
      case .sendSignal(let connection, let bytes): signalling.send(bytes, to: connection)
      case .closeSignal(let connection): signalling.close(connection)
      }
    }
    guard let closingTime, bridge.isEmpty || loop.now >= closingTime else { return }
    loop.stop()
  }
}

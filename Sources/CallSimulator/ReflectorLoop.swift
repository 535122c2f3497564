import Callers
import LiveWorld
import PhoneLeg
import SIP
import SansIO

/// Drives a `Reflector` on an event loop.
final class ReflectorLoop: EventLoopHandler {
  typealias Message = Never

  private let address: TransportAddress
  private let delay: Interval
  private let ports: PortRange
  private let listening: @Sendable (Result<TransportAddress, SocketError>) -> Void
  private var loop: EventLoop<ReflectorLoop>?
  private var reflector: Reflector?
  private var sip: SIPSockets<ReflectorLoop>?
  private var media: MediaSockets<ReflectorLoop>?

  init(
    on address: TransportAddress, delay: Interval, ports: PortRange,
    listening: @escaping @Sendable (Result<TransportAddress, SocketError>) -> Void
  ) {
    self.address = address
    self.delay = delay
    self.ports = ports
    self.listening = listening
  }

  func started(_ loop: EventLoop<ReflectorLoop>) {
    self.loop = loop
    do throws(SocketError) {
      let sip = try SIPSockets(on: address, loop: loop)
      guard let bound = sip.udpAddress else { return }
      let own = bound.ip.isUnspecified ? HostAddress.primary() ?? .loopback : bound.ip
      let contact = TransportAddress(own, bound.port)
      let configuration = UserAgent.Configuration(
        product: "callsim reflector", udpContact: contact, tcpContact: contact)
      var system = SystemRandomNumberGenerator()
      let generator = SeededGenerator(seed: system.next())
      self.sip = sip
      media = MediaSockets(on: bound.ip, loop: loop)
      reflector = Reflector(
        delay: delay, agent: UserAgent(configuration: configuration, generator: generator.branch(1)), ports: ports,
        mediaAddress: own, generator: generator.branch(2))
      listening(.success(bound))
    } catch {
      listening(.failure(error))
      loop.stop()
    }
  }

  func received(_ datagram: Span<UInt8>, from source: TransportAddress, on socket: SocketToken, at arrival: Instant) {
    if let place = media?.place(of: socket) {
      reflector?.receiveMedia(datagram, kind: place.kind, port: place.port, from: source, at: arrival)
    } else if let flow = sip?.flow(of: socket, from: source) {
      reflector?.receiveSIP(datagram, on: flow, at: arrival)
      carryOut()
    }
  }

  func receivedStream(_ bytes: Span<UInt8>, on connection: SocketToken, at arrival: Instant) {
    guard let flow = sip?.flow(of: connection) else { return }
    reflector?.receiveSIP(stream: bytes, on: flow, at: arrival)
    carryOut()
  }

  func accepted(_ connection: SocketToken, from peer: TransportAddress, listener: SocketToken) {
    sip?.accepted(connection, from: peer)
  }

  func closed(_ connection: SocketToken, reason: String) {
    guard let flow = sip?.closed(connection), let loop else { return }
    reflector?.flowFailed(flow, reason: reason, at: loop.now)
    carryOut()
  }

  func unreachable(_ destination: TransportAddress, on socket: SocketToken, error: Int32) {
    guard let flow = sip?.flow(of: socket, from: destination), flow.transport == .udp, let loop else { return }
    reflector?.flowFailed(flow, reason: "unreachable (errno \(error))", at: loop.now)
    carryOut()
  }

  func message(_ message: Never, at now: Instant) {}

  func advance(to now: Instant) {
    guard var sink = media else { return }
    reflector?.advance(to: now, sink: &sink)
    carryOut()
  }

  var nextDeadline: Instant? { reflector?.nextDeadline }

  private func carryOut() {
    guard let reflector, let sip, let media, let loop else { return }
    while let output = reflector.poll() {
      switch output {
      case .signal(let transmission): _ = sip.send(transmission.bytes, over: transmission.flow)
      case .closeFlow(let flow): sip.close(flow)
      case .bindMedia(let call, let port):
        do throws(SocketError) {
          try media.open(port)
          reflector.mediaBound(call, at: loop.now)
        } catch {
          reflector.mediaUnavailable(call, at: loop.now)
        }
      case .closeMedia(let port): media.close(port)
      }
    }
  }
}

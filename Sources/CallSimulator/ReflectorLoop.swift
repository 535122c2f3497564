import Callers
import LiveWorld
import PhoneLeg
import SIP
import SansIO

/// Drives a `Reflector` on an event loop.
final class ReflectorLoop: PhoneLoopHandler {
  typealias Message = Never

  private let address: TransportAddress
  private let delay: Interval
  private let ports: PortRange
  private let listening: @Sendable (Result<TransportAddress, SocketError>) -> Void
  private var loop: EventLoop<ReflectorLoop>?
  private(set) var sockets: PhoneSockets<ReflectorLoop, Reflector>?

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
      let bound = sip.udpAddress
      let own = bound.ip.isUnspecified ? HostAddress.primary() ?? .loopback : bound.ip
      let contact = TransportAddress(own, bound.port)
      let configuration = UserAgent.Configuration(
        product: "callsim reflector", udpContact: contact, tcpContact: contact)
      var system = SystemRandomNumberGenerator()
      let generator = SeededGenerator(seed: system.next())
      let reflector = Reflector(
        delay: delay, agent: UserAgent(configuration: configuration, generator: generator.branch(1)),
        ports: ports,
        mediaAddress: own, generator: generator.branch(2))
      let media = MediaSockets(on: bound.ip, loop: loop)
      sockets = PhoneSockets(sip: sip, media: media, machine: reflector, loop: loop)
      listening(.success(bound))
    } catch {
      listening(.failure(error))
      loop.stop()
    }
  }

  func message(_ message: Never, at now: Instant) {}

  func advance(to now: Instant) {
    sockets?.advance(to: now)
    carryOut()
  }

  var nextDeadline: Instant? { sockets?.machine.nextDeadline }

  func carryOut() {
    guard let sockets, let loop else { return }
    let reflector = sockets.machine
    while let output = reflector.poll() {
      switch output {
      case .signal(let transmission): _ = sockets.send(transmission)
      case .closeFlow(let flow): sockets.closeBroken(flow)
      case .bindMedia(let call, let port):
        do throws(SocketError) {
          try sockets.media.open(port)
          reflector.mediaBound(call, at: loop.now)
        } catch {
          reflector.mediaUnavailable(call, at: loop.now)
        }
      case .closeMedia(let port): sockets.media.close(port)
      }
    }
  }
}

import LiveWorld
import PhoneLeg
import SansIO

/// A reflector as a service of its own: what `callsim reflect` runs.
public struct ReflectorService: Sendable {
  private let address: TransportAddress
  private let delay: Interval
  private let ports: PortRange

  /// A reflector that answers SIP at `sip` (`ip:port`).
  /// - Throws: `RunError` for an address or a range that cannot be read.
  public init(sip: String, delayMilliseconds: Double, rtpPorts: String) throws {
    guard let address = TransportAddress(sip) else {
      throw RunError(.configuration, "--sip \(sip): expected an address with a port, such as 127.0.0.1:5090")
    }
    guard let ports = PortRange(rtpPorts) else {
      throw RunError(.configuration, "--rtp-ports \(rtpPorts): expected a range such as 32000-32399")
    }
    self.address = address
    self.ports = ports
    delay = .seconds(delayMilliseconds / 1000)
  }

  /// Answers calls until SIGTERM or SIGINT; `ready` is told the bound address.
  /// - Throws: `RunError` when the address cannot be bound.
  public func run(ready: @Sendable (String) -> Void) async throws {
    let (addresses, teller) = AsyncStream.makeStream(of: Result<TransportAddress, SocketError>.self)
    let (signals, raised) = AsyncStream.makeStream(of: Int32.self)
    let watch = try SignalWatch { raised.yield($0) }
    defer { watch.cancel() }
    let loop = try EventLoop(
      ReflectorLoop(on: address, delay: delay, ports: ports) { teller.yield($0) },
      options: .media(name: "reflector"))
    try loop.start()
    for await result in addresses {
      do {
        ready("\(try result.get())")
      } catch {
        throw RunError(.environment, "\(error)")
      }
      break
    }
    for await _ in signals { break }
    loop.stop()
  }
}

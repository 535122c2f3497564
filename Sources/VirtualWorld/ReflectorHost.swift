public import Callers
import PhoneLeg
import SIP
public import SansIO

/// A reflector in a virtual world.
public final class ReflectorHost: VirtualHost {
  /// Where it answers SIP.
  public let sip: TransportAddress
  public var ip: IPAddress { sip.ip }

  /// Whether it gets its ports, without which it never answers.
  public var opens = true

  private let reflector: Reflector
  private let network: VirtualNetwork
  private var openPorts: Set<UInt16> = []

  /// A host of `reflector`.
  public init(_ reflector: Reflector, sip: TransportAddress, network: VirtualNetwork) {
    self.reflector = reflector
    self.sip = sip
    self.network = network
  }

  public var nextDeadline: Instant? { reflector.nextDeadline }

  public func advance(to now: Instant) {
    var outlet = Outlet(network, from: ip, .toPeople)
    reflector.advance(to: now, sink: &outlet)
    settle(at: now)
  }

  public func receive(_ parcel: borrowing Parcel, at now: Instant) {
    switch parcel.kind {
    case .sip: reflector.receiveSIP(parcel.bytes.span, on: Flow(.udp, parcel.from), at: now)
    case .sipStream: reflector.receiveSIP(stream: parcel.bytes.span, on: Flow(.tcp, parcel.from), at: now)
    case .media(let kind):
      let port = parcel.to.port & ~1
      guard openPorts.contains(port) else { return }
      var outlet = Outlet(network, from: ip, .toPeople)
      reflector.receiveMedia(
        parcel.bytes.span, kind: kind, port: port, from: parcel.from, at: now, sink: &outlet)
    }
    settle(at: now)
  }

  public func receive(_ word: SignalWord, connection: UInt64, at now: Instant) {}

  public func settle(at now: Instant) {
    while let output = reflector.poll() {
      switch output {
      case .signal(let transmission): network.send(Parcel(transmission, from: sip), .toPeople)
      case .closeFlow(let flow): reflector.flowFailed(flow, reason: "\(flow): broken framing", at: now)
      case .bindMedia(let handle, let port):
        guard opens else { break }
        openPorts.insert(port)
        reflector.mediaBound(handle, at: now)
      case .closeMedia(let port): openPorts.remove(port)
      }
    }
  }
}

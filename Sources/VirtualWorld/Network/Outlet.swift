public import SansIO

/// Where the machines of one host put their datagrams: onto the virtual network, at once.
public struct Outlet: MediaSink {
  private let network: VirtualNetwork
  private let ip: IPAddress
  private let direction: VirtualNetwork.Direction

  /// The way out of the host `ip`.
  public init(_ network: VirtualNetwork, from ip: IPAddress, _ direction: VirtualNetwork.Direction) {
    self.network = network
    self.ip = ip
    self.direction = direction
  }

  public mutating func send(
    _ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress
  ) -> Instant? {
    let source = TransportAddress(ip, kind == .rtcp ? port + 1 : port)
    network.send(datagram, kind: kind, from: source, to: to, direction)
    return network.now
  }
}

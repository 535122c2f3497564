public import SansIO

/// The path between this agent and one peer address.
///
/// Over TCP it is the connection whose peer is `remote`: the driver opens one if none exists.
public struct Flow: Hashable, Sendable {
  /// The protocol.
  public var transport: SIPTransport
  /// The peer's address as the socket sees it.
  public var remote: TransportAddress

  /// Makes the flow to `remote` over `transport`.
  public init(_ transport: SIPTransport, _ remote: TransportAddress) {
    self.transport = transport
    self.remote = remote
  }
}

extension Flow: CustomStringConvertible {
  /// As in `udp:127.0.0.1:5060`.
  public var description: String { "\(transport.rawValue):\(remote)" }
}

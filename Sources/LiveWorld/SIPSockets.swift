public import SIP
public import SansIO

/// The sockets under a SIP user agent: one UDP socket, one TCP listener, and the connections by their peer.
///
/// Used on its loop's thread only.
public final class SIPSockets<Handler: EventLoopHandler> {
  /// Where UDP is bound.
  public private(set) var udpAddress: TransportAddress?
  /// Where TCP is bound.
  public private(set) var tcpAddress: TransportAddress?

  private let loop: EventLoop<Handler>
  private var udp: SocketToken?
  private var listener: SocketToken?
  private var tokens: [TransportAddress: SocketToken] = [:]
  private var peers: [SocketToken: TransportAddress] = [:]
  /// Paths that broke while they were used; taken by the owner after each send.
  private var broken: [(flow: Flow, reason: String)] = []

  /// Opens UDP and, on the same port, TCP.
  public init(on address: TransportAddress, loop: EventLoop<Handler>) throws(SocketError) {
    self.loop = loop
    let datagrams = try loop.openUDP(on: address, options: UDPOptions(slotBytes: 65_536))
    udp = datagrams.token
    udpAddress = datagrams.address
    let listening = try loop.listenTCP(on: datagrams.address)
    listener = listening.token
    tcpAddress = listening.address
  }

  /// The flow of a datagram or of a piece of a stream; `nil` when the socket is not one of these.
  public func flow(of token: SocketToken, from source: TransportAddress? = nil) -> Flow? {
    if token == udp { return source.map { Flow(.udp, $0) } }
    return peers[token].map { Flow(.tcp, $0) }
  }

  /// A connection came in on the listener.
  public func accepted(_ token: SocketToken, from peer: TransportAddress) {
    tokens[peer] = token
    peers[token] = peer
  }

  /// A connection ended; its flow, when it was one of these.
  public func closed(_ token: SocketToken) -> Flow? {
    guard let peer = peers.removeValue(forKey: token) else { return nil }
    if tokens[peer] == token { tokens[peer] = nil }
    return Flow(.tcp, peer)
  }

  /// Closes the connection of `flow`.
  public func close(_ flow: Flow) {
    guard let token = tokens.removeValue(forKey: flow.remote) else { return }
    peers[token] = nil
    loop.close(token)
  }

  /// Sends `bytes` over `flow`, connecting first where there is no connection.
  /// - Returns: the instant just before they left. A connection that cannot even be begun is told by `takeBroken`.
  public func send(_ bytes: [UInt8], over flow: Flow) -> Instant {
    switch flow.transport {
    case .udp:
      guard let udp else { return loop.now }
      return loop.send(bytes.span, to: flow.remote, on: udp)
    case .tcp:
      do throws(SocketError) {
        return loop.write(bytes.span, on: try connection(to: flow.remote))
      } catch {
        broken.append((flow, "\(error)"))
        return loop.now
      }
    }
  }

  /// The paths that could not be used since the last call.
  public func takeBroken() -> [(flow: Flow, reason: String)] {
    defer { broken.removeAll() }
    return broken
  }

  private func connection(to peer: TransportAddress) throws(SocketError) -> SocketToken {
    if let known = tokens[peer] { return known }
    let token = try loop.connectTCP(to: peer)
    tokens[peer] = token
    peers[token] = peer
    return token
  }
}

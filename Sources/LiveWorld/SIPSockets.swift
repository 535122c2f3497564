import Glibc
public import SIP
public import SansIO

/// The sockets under a SIP user agent: one UDP socket, one TCP listener, and the connections by their peer.
///
/// Connections that come in are refused beyond `SIPSockets.incomingLimit`. Used on its loop's thread only.
public final class SIPSockets<Handler: EventLoopHandler> {
  /// Where UDP is bound.
  public let udpAddress: TransportAddress
  /// Where TCP is bound.
  public let tcpAddress: TransportAddress

  private let loop: EventLoop<Handler>
  private var udp: SocketToken?
  private var listener: SocketToken?
  private var tokens: [TransportAddress: SocketToken] = [:]
  private var peers: [SocketToken: TransportAddress] = [:]
  /// Those of `peers` that connected to us.
  private var incoming: Set<SocketToken> = []
  /// Paths that broke while they were used; taken by the owner after each send.
  private var broken: [(flow: Flow, reason: String)] = []

  /// The most connections of peers at a time: each costs a descriptor and up to 256 KiB. A further one is closed as
  /// soon as it comes in; our own connections do not count.
  public static var incomingLimit: Int { 1024 }

  /// How often another port is tried when the kernel chose one for UDP that TCP cannot have.
  private static var portRetries: Int { 8 }

  /// Opens UDP and, on the same port, TCP; port 0 lets the kernel choose one that is free for both.
  public init(on address: TransportAddress, loop: EventLoop<Handler>) throws(SocketError) {
    self.loop = loop
    let bound = try SIPSockets.open(on: address, loop: loop)
    udp = bound.udp.token
    udpAddress = bound.udp.address
    listener = bound.tcp.token
    tcpAddress = bound.tcp.address
  }

  private static func open(
    on address: TransportAddress, loop: EventLoop<Handler>
  ) throws(SocketError) -> (udp: EventLoop<Handler>.Bound, tcp: EventLoop<Handler>.Bound) {
    var retries = address.port == 0 ? portRetries : 0
    while true {
      let udp = try loop.openUDP(on: address, options: UDPOptions(slotBytes: 65_536))
      do throws(SocketError) {
        return (udp, try loop.listenTCP(on: udp.address))
      } catch {
        loop.close(udp.token)
        guard error.code == EADDRINUSE, retries > 0 else { throw error }
        retries -= 1
      }
    }
  }

  /// The flow of a datagram or of a piece of a stream; `nil` when the socket is not one of these.
  public func flow(of token: SocketToken, from source: TransportAddress? = nil) -> Flow? {
    if token == udp { return source.map { Flow(.udp, $0) } }
    return peers[token].map { Flow(.tcp, $0) }
  }

  /// A connection came in on the listener: it is kept, or closed when there are `incomingLimit` already.
  public func accepted(_ token: SocketToken, from peer: TransportAddress) {
    guard incoming.count < SIPSockets.incomingLimit else { return loop.close(token) }
    incoming.insert(token)
    tokens[peer] = token
    peers[token] = peer
  }

  /// A connection ended; its flow, when it was one of these.
  public func closed(_ token: SocketToken) -> Flow? {
    guard let peer = peers.removeValue(forKey: token) else { return nil }
    incoming.remove(token)
    if tokens[peer] == token { tokens[peer] = nil }
    return Flow(.tcp, peer)
  }

  /// Closes the connection of `flow`.
  public func close(_ flow: Flow) {
    guard let token = tokens.removeValue(forKey: flow.remote) else { return }
    peers[token] = nil
    incoming.remove(token)
    loop.close(token)
  }

  /// Sends `bytes` over `flow`, connecting first where there is no connection.
  /// - Returns: the instant just before they left. A connection that cannot even be begun is told by `takeBroken`.
  public func send(_ bytes: [UInt8], over flow: Flow) -> Instant {
    switch flow.transport {
    case .udp:
      guard let udp else { return loop.now }
      return loop.send(bytes.span, to: flow.remote, on: udp).stamp
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

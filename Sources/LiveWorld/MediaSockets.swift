public import SansIO

/// The media sockets of a loop: the pairs of RTP and RTCP sockets of its phone legs, by their even port, and the single
/// sockets of its room legs. Used on its loop's thread only.
public final class MediaSockets<Handler: EventLoopHandler>: MediaSink {
  private let loop: EventLoop<Handler>
  /// What packets pass through: a part of `loop` that is not generic.
  private let bench: LoopSockets
  private let address: IPAddress
  private var pairs: [UInt16: (rtp: SocketToken, rtcp: SocketToken)] = [:]
  private var rooms: [UInt16: SocketToken] = [:]
  /// What each socket is, by the index of its token.
  private var places: [(token: SocketToken, port: UInt16, kind: MediaKind)?] = []

  /// Sockets that will be bound to `address`.
  public init(on address: IPAddress, loop: EventLoop<Handler>) {
    self.address = address
    self.loop = loop
    bench = loop.bench
  }

  /// Binds `port` for RTP and the next one for RTCP.
  public func open(_ port: UInt16) throws(SocketError) {
    let pair = try loop.openUDPPair(on: address, ports: port...port + 1, options: MediaSockets.buffers)
    pairs[port] = (pair.rtp.token, pair.rtcp.token)
    note(pair.rtp.token, port, .rtp)
    note(pair.rtcp.token, port, .rtcp)
  }

  /// Binds `port` for a room leg; 0 lets the kernel choose.
  /// - Parameters:
  ///   - other: the address to bind instead of the one of the other sockets.
  ///   - isShared: whether the media of many participants comes by it, as in a bridge.
  /// - Returns: the port bound.
  public func openRoom(
    _ port: UInt16, on other: IPAddress? = nil, isShared: Bool
  ) throws(SocketError) -> UInt16 {
    let bound = try loop.openUDP(
      on: TransportAddress(other ?? address, port), options: isShared ? UDPOptions() : MediaSockets.buffers)
    rooms[bound.address.port] = bound.token
    note(bound.token, bound.address.port, .room)
    return bound.address.port
  }

  /// Closes the room leg's `port`, if it is open.
  public func closeRoom(_ port: UInt16) {
    guard let token = rooms.removeValue(forKey: port) else { return }
    forget(token)
  }

  /// 5 s of one stream: enough for any stall that is worth surviving, small enough for thousands of legs.
  private static var buffers: UDPOptions { UDPOptions(receiveBuffer: 256 << 10, sendBuffer: 256 << 10) }

  /// Closes the pair of `port`, if it is open.
  public func close(_ port: UInt16) {
    guard let pair = pairs.removeValue(forKey: port) else { return }
    for token in [pair.rtp, pair.rtcp] {
      forget(token)
    }
  }

  /// Which leg's port a socket is; `nil` when it is none of these.
  public func place(of token: SocketToken) -> (port: UInt16, kind: MediaKind)? {
    let index = Int(token.index)
    guard index < places.count, let place = places[index], place.token == token else { return nil }
    return (place.port, place.kind)
  }

  private func note(_ token: SocketToken, _ port: UInt16, _ kind: MediaKind) {
    let index = Int(token.index)
    while places.count <= index { places.append(nil) }
    places[index] = (token, port, kind)
  }

  private func forget(_ token: SocketToken) {
    places[Int(token.index)] = nil
    loop.close(token)
  }

  public func send(
    _ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to destination: TransportAddress
  ) -> Instant? {
    let token: SocketToken?
    switch kind {
    case .rtp: token = pairs[port]?.rtp
    case .rtcp: token = pairs[port]?.rtcp
    case .room: token = rooms[port]
    }
    guard let token else { return nil }
    let result = bench.send(datagram.span, to: destination, on: token)
    return result.outcome == .sent ? result.stamp : nil
  }
}

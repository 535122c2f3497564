import CSockets
import Glibc
public import SansIO

/// What the handler does with bench.table. The loop's thread only.
extension EventLoop {
  /// A socket with the address it is bound to.
  public typealias Bound = (token: SocketToken, address: TransportAddress)

  /// Opens a UDP socket at `address`; port 0 lets the kernel choose.
  public func openUDP(
    on address: TransportAddress, options: UDPOptions = UDPOptions()
  ) throws(SocketError) -> Bound {
    confine()
    return try adopt(UDPSocket(bind: address, options: options), options)
  }

  /// Opens an RTP socket at an even port of `ports` and its RTCP socket at the next odd one: the first such
  /// pair that is free (RFC 3550 section 11).
  ///
  /// Throws the refusal of the last pair when none is free.
  public func openUDPPair(
    on ip: IPAddress, ports: ClosedRange<UInt16>, options: UDPOptions = UDPOptions()
  ) throws(SocketError) -> (rtp: Bound, rtcp: Bound) {
    confine()
    var refusal = SocketError(.bind, "RTP and RTCP sockets", code: EADDRINUSE)
    for port in stride(
      from: Int(ports.lowerBound) + Int(ports.lowerBound & 1), to: Int(ports.upperBound), by: 2)
    {
      do throws(SocketError) {
        let rtp = try UDPSocket(bind: TransportAddress(ip, UInt16(port)), options: options)
        let rtcp = try UDPSocket(bind: TransportAddress(ip, UInt16(port + 1)), options: options)
        return try adopt(rtp, rtcp, options)
      } catch {
        guard error.code == EADDRINUSE else { throw error }
        refusal = error
      }
    }
    throw refusal
  }

  /// Listens for connections at `address`; port 0 lets the kernel choose.
  public func listenTCP(on address: TransportAddress) throws(SocketError) -> Bound {
    confine()
    let listener = try TCPListener(bind: address)
    return (try adopt(.listener(listener)), listener.boundAddress)
  }

  /// Begins to connect; `connected` or `closed` will tell how it went. Throws what is refused at once.
  public func connectTCP(to peer: TransportAddress) throws(SocketError) -> SocketToken {
    confine()
    return try adopt(.connection(TCPConnection(to: peer)))
  }

  /// Closes a socket; nothing more is heard of it. Bytes that wait in a connection's buffer are lost.
  public func close(_ token: SocketToken) {
    confine()
    guard let socket = bench.table.remove(token) else { return }
    cs_poller_unwatch(poller.number, socket.descriptor)
    if case .datagrams(let datagrams) = socket { count(datagrams, exactly: true) }
  }

  /// Sends a datagram: the instant just before the call, and what became of it (EBADF: the socket is closed).
  ///
  /// A refusal is counted, and, unless a buffer was full, `unreachable` follows later in the turn.
  @discardableResult
  public func send(
    _ bytes: Span<UInt8>, to destination: TransportAddress, on token: SocketToken
  ) -> SendResult {
    bench.send(bytes, to: destination, on: token)
  }

  /// Writes bytes to a connection, which keeps up to 256 KiB that the peer does not read yet; the instant
  /// just before the call. A connection that breaks over it is reported by `closed` later in the turn.
  @discardableResult
  public func write(_ bytes: Span<UInt8>, on token: SocketToken) -> Instant {
    confine()
    guard case .connection(let connection) = bench.table[token], !connection.isBroken else { return now }
    let stamp = connection.write(bytes)
    if connection.isBroken {
      bench.afterthoughts.append(.broken(token))
    } else {
      watchOutput(connection, token)
    }
    return stamp
  }

  private func adopt(_ socket: UDPSocket, _ options: UDPOptions) throws(SocketError) -> Bound {
    socket.batch = batch(slotBytes: options.slotBytes)
    let token = try adopt(.datagrams(socket))
    bench.live.smallestReceiveBuffer = min(bench.live.smallestReceiveBuffer ?? .max, socket.receiveBuffer)
    return (token, socket.boundAddress)
  }

  /// Both sockets or none.
  private func adopt(
    _ rtp: UDPSocket, _ rtcp: UDPSocket, _ options: UDPOptions
  ) throws(SocketError) -> (rtp: Bound, rtcp: Bound) {
    let first = try adopt(rtp, options)
    do throws(SocketError) {
      return (first, try adopt(rtcp, options))
    } catch {
      close(first.token)
      throw error
    }
  }

  /// Sockets with equal slots share their memory: only one is read at a time.
  private func batch(slotBytes: Int) -> ReceiveBatch {
    if let known = batches.first(where: { $0.slotBytes == slotBytes }) { return known }
    let batch = ReceiveBatch(slotBytes: slotBytes)
    batches.append(batch)
    return batch
  }

  /// Puts a socket into the table and watches it.
  func adopt(_ socket: SocketTable.Socket) throws(SocketError) -> SocketToken {
    let token = bench.table.insert(socket)
    do throws(SocketError) {
      try watch(socket, token)
    } catch {
      _ = bench.table.remove(token)
      throw error
    }
    return token
  }

  /// Begins to watch a socket for input, and for output if it wants that.
  func watch(_ socket: SocketTable.Socket, _ token: SocketToken) throws(SocketError) {
    var output = false
    if case .connection(let connection) = socket {
      output = connection.wantsOutput
      connection.isWatchedForOutput = output
    }
    let result = cs_poller_watch(poller.number, socket.descriptor, token.bits, output ? 1 : 0, 0)
    guard result == 0 else { throw SocketError(.poll, "socket", code: -result) }
  }

  /// Watches for output exactly while something waits to go out.
  func watchOutput(_ connection: TCPConnection, _ token: SocketToken) {
    let wanted = connection.wantsOutput
    guard wanted != connection.isWatchedForOutput else { return }
    connection.isWatchedForOutput = wanted
    let result = cs_poller_watch(
      poller.number, connection.descriptor.number, token.bits, wanted ? 1 : 0, 1)
    precondition(result == 0, "epoll_ctl: \(Errno.describe(-result))")
  }
}

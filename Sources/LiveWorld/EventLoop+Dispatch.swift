import CSockets
import Glibc
import SansIO

/// From the kernel to the handler.
extension EventLoop {
  func dispatch(_ event: cs_event, to handler: Handler) {
    let token = SocketToken(bits: event.token)
    // `nil`: closed earlier in this turn.
    switch bench.table[token] {
    case .datagrams(let socket):
      if event.failed != 0 {
        socket.drainErrors { bench.rememberUnreachable($0, token, $1) }
      }
      if event.readable != 0 { receive(socket, token, handler) }
    case .listener(let listener): accept(listener, token, handler)
    case .connection(let connection): serve(connection, token, event, handler)
    case nil: break
    }
  }

  private func receive(_ socket: UDPSocket, _ token: SocketToken, _ handler: Handler) {
    bench.live.datagramsIn += socket.receiveAdaptively(clock: clock) { datagram, source, arrival in
      handler.received(datagram, from: source, on: token, at: arrival)
      return bench.table.contains(token)
    }
  }

  private func accept(_ listener: TCPListener, _ token: SocketToken, _ handler: Handler) {
    for _ in 0..<64 {
      do {
        guard let connection = try listener.accept() else { return }
        let accepted = try adopt(.connection(connection))
        handler.accepted(accepted, from: connection.peer, listener: token)
      } catch {
        // No descriptor or memory left: the connection stays ready, so look away for a while, not spin.
        cs_poller_unwatch(poller.number, listener.descriptor.number)
        pausedListeners.append(token)
        bench.live.acceptPauses += 1
        return
      }
      if !bench.table.contains(token) { return }
    }
  }

  private func serve(
    _ connection: TCPConnection, _ token: SocketToken, _ event: cs_event, _ handler: Handler
  ) {
    if connection.state == .connecting {
      guard event.writable != 0 || event.failed != 0 else { return }
      connection.finishConnecting()
      if connection.state == .open { handler.connected(token) }
    } else if event.writable != 0 {
      connection.flush()
    }
    if event.readable != 0 || event.failed != 0 { read(connection, token, handler) }
    guard bench.table.contains(token) else { return }
    if connection.isBroken { return end(connection, token, handler) }
    watchOutput(connection, token)
  }

  private func read(_ connection: TCPConnection, _ token: SocketToken, _ handler: Handler) {
    for _ in 0..<4 {
      guard bench.table.contains(token),
        case .bytes(let count, let arrival) = connection.read(
          into: streamBuffer, clock: clock)
      else { return }
      bench.live.streamBytesIn += count
      let bytes = UnsafeBufferPointer(rebasing: streamBuffer[..<count])
      handler.receivedStream(bytes.span, on: token, at: arrival)
      // A short read emptied the socket.
      if count < streamBuffer.count { return }
    }
  }

  /// Removes a broken connection and tells why.
  func end(_ connection: TCPConnection, _ token: SocketToken, _ handler: Handler) {
    guard case .broken(let reason) = connection.state else { return }
    close(token)
    handler.closed(token, reason: reason)
  }
}

import LiveWorld
import SansIO
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventLoopStreamTests {
  /// Listens, connects and accepts on one loop; the ends of the connection.
  private func connect(_ live: LiveLoop) async throws -> (server: SocketToken, client: SocketToken) {
    let client = try await live.perform { handler in
      let listener = try handler.loop.listenTCP(on: anyPort)
      return try handler.loop.connectTCP(to: listener.address)
    }
    var server: SocketToken?
    var isConnected = false
    while server == nil || !isConnected {
      try await live.next { event in
        if case .accepted(let token, _) = event {
          server = token
        } else if case .connected(client) = event {
          isConnected = true
        } else {
          return nil as Void?
        }
        return ()
      }
    }
    return (server!, client)
  }

  private func nextStream(_ live: LiveLoop) async throws -> (bytes: [UInt8], token: SocketToken, at: Instant)
  {
    try await live.next {
      if case .stream(let bytes, let token, let at) = $0 { (bytes, token, at) } else { nil }
    }
  }

  private func nextClosed(_ live: LiveLoop) async throws -> (token: SocketToken, reason: String) {
    try await live.next { if case .closed(let token, let reason) = $0 { (token, reason) } else { nil } }
  }

  @Test func `an echo in pieces comes back whole`() async throws {
    let live = try LiveLoop()
    let (server, client) = try await connect(live)
    let sent = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    try await live.perform { handler in
      handler.echoesStreams = true
      handler.acceptedConnections = [server]
      for start in stride(from: 0, to: sent.count, by: 7_001) {
        handler.loop.write(Array(sent[start..<min(start + 7_001, sent.count)]).span, on: client)
      }
    }
    var received: [UInt8] = []
    while received.count < sent.count {
      let piece = try await nextStream(live)
      #expect(piece.token == client)
      received += piece.bytes
    }
    #expect(received == sent)
  }

  @Test func `bytes carry the instant of their arrival`() async throws {
    let live = try LiveLoop()
    let (server, client) = try await connect(live)
    let sent = try await live.perform { $0.loop.write([1, 2].span, on: client) }
    let piece = try await nextStream(live)
    #expect(piece.bytes == [1, 2])
    #expect(piece.token == server)
    #expect(sent <= piece.at && piece.at <= MonotonicClock.now())
  }

  @Test func `bytes written before the connection stands follow it`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      let listener = try handler.loop.listenTCP(on: anyPort)
      let client = try handler.loop.connectTCP(to: listener.address)
      handler.loop.write([1].span, on: client)
      handler.loop.write([2].span, on: client)
    }
    var received: [UInt8] = []
    while received.count < 2 { received += try await nextStream(live).bytes }
    #expect(received == [1, 2])
  }

  @Test func `a refused connection is reported with the peer and the reason`() async throws {
    let live = try LiveLoop()
    let (client, dead) = try await live.perform { handler in
      let listener = try handler.loop.listenTCP(on: anyPort)
      handler.loop.close(listener.token)
      return (try handler.loop.connectTCP(to: listener.address), listener.address)
    }
    let closed = try await nextClosed(live)
    #expect(closed.token == client)
    #expect(closed.reason.hasPrefix("cannot connect TCP to \(dead): Connection refused (ECONNREFUSED); "))
  }

  @Test func `the peer's closing is reported once, after its last bytes`() async throws {
    let live = try LiveLoop()
    let (server, client) = try await connect(live)
    try await live.perform { handler in
      handler.loop.write([7].span, on: server)
      handler.loop.close(server)
    }
    #expect(try await nextStream(live).bytes == [7])
    let closed = try await nextClosed(live)
    #expect(closed.token == client)
    #expect(closed.reason.hasPrefix("closed by 127.0.0.1:"))
    // Its token is dead: writing is without effect.
    try await live.perform { _ = $0.loop.write([1].span, on: client) }
  }

  @Test func `a peer that does not read is given up at 256 KiB`() async throws {
    let live = try LiveLoop()
    // Its backlog accepts the connection; nobody ever reads it.
    let mute = try TCPListener(bind: anyPort)
    let address = mute.boundAddress
    let client = try await live.perform { try $0.loop.connectTCP(to: address) }
    try await live.next { if case .connected = $0 { () } else { nil } }
    try await live.perform { handler in
      let piece = [UInt8](repeating: 0, count: 64 << 10)
      // More than the kernel's own buffers for both ends of a connection.
      for _ in 0..<1_024 { handler.loop.write(piece.span, on: client) }
    }
    let closed = try await nextClosed(live)
    #expect(closed.token == client)
    #expect(closed.reason == "\(address) does not read: more than 262144 bytes wait for it")
    withExtendedLifetime(mute) {}
  }

  @Test func `a listener closed in the middle accepts no more`() async throws {
    let live = try LiveLoop()
    let client = try await live.perform { handler in
      let listener = try handler.loop.listenTCP(on: anyPort)
      let client = try handler.loop.connectTCP(to: listener.address)
      handler.loop.close(listener.token)
      return client
    }
    #expect(try await nextClosed(live).token == client)
  }
}

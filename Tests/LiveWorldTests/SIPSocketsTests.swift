import Glibc
import LiveWorld
import SansIO
import Testing

@Suite(.timeLimit(.minutes(1))) struct SIPSocketsTests {
  @Test func `UDP and TCP share the port that the kernel chose`() async throws {
    let live = try LiveLoop()
    let (udp, tcp) = try await live.perform { handler in
      let sip = try SIPSockets(on: anyPort, loop: handler.loop)
      return (sip.udpAddress, sip.tcpAddress)
    }
    #expect(udp == tcp)
  }

  @Test func `a TCP port in use leaves no UDP socket behind`() async throws {
    let live = try LiveLoop()
    let address = try await live.perform { try $0.loop.listenTCP(on: anyPort).address }
    let error = await #expect(throws: SocketError.self) {
      try await live.perform { _ = try SIPSockets(on: address, loop: $0.loop) }
    }
    #expect(error?.code == EADDRINUSE)
    let bound = try await live.perform { try $0.loop.openUDP(on: address).address }
    #expect(bound == address)
  }

  @Test func `a connection beyond the limit is closed at once, until another has ended`() async throws {
    let live = try LiveLoop()
    let outcomes = try await live.perform { handler in
      let sip = try SIPSockets(on: anyPort, loop: handler.loop)
      // Each opening has a token of its own: all but the last stand for connections that came before.
      let tokens = try (0..<SIPSockets<ScriptedHandler>.incomingLimit).map { _ in
        let token = try handler.loop.openUDP(on: anyPort).token
        handler.loop.close(token)
        return token
      }
      for (port, token) in tokens.enumerated() {
        sip.accepted(token, from: TransportAddress(.loopback, UInt16(port)))
      }
      func outcome() throws -> SendResult.Outcome {
        let socket = try handler.loop.openUDP(on: anyPort)
        sip.accepted(socket.token, from: TransportAddress(.loopback, 5060))
        return handler.loop.send([1].span, to: socket.address, on: socket.token).outcome
      }
      let refused = try outcome()
      _ = sip.closed(tokens[0])
      return [refused, try outcome(), try outcome()]
    }
    #expect(outcomes == [.failed(EBADF), .sent, .failed(EBADF)])
  }
}

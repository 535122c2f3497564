import Glibc
import LiveWorld
import SansIO
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventLoopDatagramTests {
  @Test func `an echo comes back with kernel stamps between sending and reading`() async throws {
    let live = try LiveLoop()
    let (echo, client, sent) = try await live.perform { handler in
      let echo = try handler.loop.openUDP(on: anyPort)
      let client = try handler.loop.openUDP(on: anyPort)
      let sent = handler.loop.send([1, 2, 3].span, to: echo.address, on: client.token)
      return (echo, client, sent)
    }
    let first = try await live.nextDatagram()
    #expect(first.bytes == [1, 2, 3])
    #expect(first.source == client.address)
    #expect(first.socket == echo.token)
    #expect(sent.outcome == .sent)
    #expect(sent.stamp <= first.at)
    let back = try await live.perform { handler in
      handler.loop.send([4].span, to: first.source, on: echo.token).stamp
    }
    #expect(first.at <= back)
    let second = try await live.nextDatagram()
    #expect(second.socket == client.token)
    #expect(back <= second.at && second.at <= MonotonicClock.now())
  }

  @Test func `an empty datagram is a datagram`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort)
      handler.loop.send([UInt8]().span, to: socket.address, on: socket.token)
    }
    #expect(try await live.nextDatagram().bytes.isEmpty)
  }

  /// The kernel limits its ICMP errors over all sockets of the machine, so one datagram may go unreported.
  @Test func `an unreachable port is reported with its destination`() async throws {
    let live = try LiveLoop()
    let (socket, dead) = try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort)
      let dead = try handler.loop.openUDP(on: anyPort)
      handler.loop.close(dead.token)
      let now = handler.loop.now
      handler.deadlines = (0..<200).map { now + .milliseconds(50) * $0 }
      return (socket.token, dead.address)
    }
    var report: (TransportAddress, SocketToken, Int32)?
    while report == nil {
      report = try await live.next { event -> (TransportAddress, SocketToken, Int32)?? in
        switch event {
        case .unreachable(let to, let on, let code): .some((to, on, code))
        case .advanced: .some(nil)
        default: nil
        }
      }
      _ = try await live.perform { handler in handler.loop.send([1].span, to: dead, on: socket) }
    }
    #expect(report.map { $0 == (dead, socket, ECONNREFUSED) } == true)
  }

  @Test func `an unreachable peer costs no other peer a datagram`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort)
      let dead = try handler.loop.openUDP(on: anyPort)
      let alive = try handler.loop.openUDP(on: anyPort)
      handler.loop.close(dead.token)
      for number in 0..<50 as Range<UInt8> {
        handler.loop.send([number].span, to: dead.address, on: socket.token)
        handler.loop.send([number].span, to: alive.address, on: socket.token)
      }
    }
    for number in 0..<50 as Range<UInt8> { #expect(try await live.nextDatagram().bytes == [number]) }
    let statistics = try await live.perform { $0.loop.statistics }
    #expect(statistics.sendErrors == 0)
    #expect(statistics.datagramsOut == 100)
  }

  @Test func `a datagram the kernel refuses is counted and reported`() async throws {
    let live = try LiveLoop()
    let result = try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort)
      let tooLong = [UInt8](repeating: 0, count: 65_536)
      return handler.loop.send(tooLong.span, to: socket.address, on: socket.token)
    }
    #expect(result.outcome == .failed(EMSGSIZE))
    let code = try await live.next { if case .unreachable(_, _, let code) = $0 { code } else { nil } }
    #expect(code == EMSGSIZE)
    #expect(try await live.perform { $0.loop.statistics.sendErrors } == 1)
  }

  @Test func `datagrams longer than the slot are dropped and counted`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort, options: UDPOptions(slotBytes: 100))
      for count in [100, 101, 5] {
        handler.loop.send([UInt8](repeating: 7, count: count).span, to: socket.address, on: socket.token)
      }
    }
    #expect(try await live.nextDatagram().bytes.count == 100)
    #expect(try await live.nextDatagram().bytes.count == 5)
    let statistics = try await live.perform { $0.loop.statistics }
    #expect(statistics.truncatedDatagrams == 1)
    #expect(statistics.datagramsIn == 3)
  }

  @Test func `a full-sized SIP datagram fits a slot of 65,535 bytes`() async throws {
    let live = try LiveLoop()
    let message = (0..<65_507).map { UInt8(truncatingIfNeeded: $0 * 31) }
    try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort, options: UDPOptions(slotBytes: 65_535))
      handler.loop.send(message.span, to: socket.address, on: socket.token)
    }
    #expect(try await live.nextDatagram().bytes == message)
  }

  @Test func `what a tiny receive buffer cannot hold is counted as dropped`() async throws {
    let live = try LiveLoop()
    let total = 500
    let socket = try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort, options: UDPOptions(receiveBuffer: 4096))
      let payload = [UInt8](repeating: 1, count: 1000)
      for _ in 0..<total { handler.loop.send(payload.span, to: socket.address, on: socket.token) }
      return socket
    }
    var statistics = try await live.perform { $0.loop.statistics }
    while statistics.datagramsIn + statistics.receiveQueueDrops < total {
      _ = try await live.nextDatagram()
      statistics = try await live.perform { $0.loop.statistics }
    }
    #expect(statistics.receiveQueueDrops > total / 2)
    #expect(statistics.datagramsIn + statistics.receiveQueueDrops == total)
    #expect(try #require(statistics.smallestReceiveBuffer) < 8192)
    let afterClosing = try await live.perform { handler in
      handler.loop.close(socket.token)
      return handler.loop.statistics.receiveQueueDrops
    }
    #expect(afterClosing == statistics.receiveQueueDrops)
  }

  @Test func `a closed socket is silent and its token stays dead`() async throws {
    let live = try LiveLoop()
    let (old, new, refused) = try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort)
      let sender = try handler.loop.openUDP(on: anyPort)
      handler.loop.send([1].span, to: socket.address, on: sender.token)
      handler.loop.close(socket.token)
      handler.loop.close(socket.token)
      let successor = try handler.loop.openUDP(on: anyPort)
      let refused = handler.loop.send([2].span, to: successor.address, on: socket.token)
      handler.loop.send([3].span, to: successor.address, on: sender.token)
      return (socket.token, successor.token, refused)
    }
    #expect(refused.outcome == .failed(EBADF))
    #expect(old != new)
    let only = try await live.nextDatagram()
    #expect(only.bytes == [3])
    #expect(only.socket == new)
    #expect(try await live.perform { $0.loop.statistics.sendErrors } == 1)
  }

  @Test func `a pair takes an even port and the odd one above`() async throws {
    let live = try LiveLoop()
    let (first, second) = try await live.perform { handler in
      let first = try handler.loop.openUDPPair(on: .loopback, ports: 41_001...41_999)
      let onwards = first.rtp.address.port...41_999
      let second = try handler.loop.openUDPPair(on: .loopback, ports: onwards)
      return ((first.rtp.address.port, first.rtcp.address.port), second.rtp.address.port)
    }
    #expect(first.0.isMultiple(of: 2))
    #expect(first.1 == first.0 + 1)
    #expect(second > first.1)
  }

  @Test func `no free pair is an error that names the port`() async throws {
    let live = try LiveLoop()
    let taken = try await live.perform { handler in
      let pair = try handler.loop.openUDPPair(on: .loopback, ports: 42_000...42_999)
      return pair.rtp.address.port...pair.rtcp.address.port
    }
    let error = await #expect(throws: SocketError.self) {
      try await live.perform { _ = try $0.loop.openUDPPair(on: .loopback, ports: taken) }
    }
    #expect(error?.code == EADDRINUSE)
    #expect(error?.address == TransportAddress(.loopback, taken.lowerBound))
  }

  @Test(arguments: [43_001...43_002, 65_535...65_535, 43_000...43_000] as [ClosedRange<UInt16>])
  func `a range without room for a pair is refused`(ports: ClosedRange<UInt16>) async throws {
    let live = try LiveLoop()
    await #expect(throws: SocketError.self) {
      try await live.perform { _ = try $0.loop.openUDPPair(on: .loopback, ports: ports) }
    }
  }
}

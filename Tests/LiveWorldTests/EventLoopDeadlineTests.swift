import LiveWorld
import SansIO
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventLoopDeadlineTests {
  private func nextAdvance(_ live: LiveLoop) async throws -> (deadline: Instant, now: Instant) {
    try await live.next { if case .advanced(let deadline, let now) = $0 { (deadline, now) } else { nil } }
  }

  @Test func `deadlines fire in order and never early`() async throws {
    let live = try LiveLoop()
    let wanted = try await live.perform { handler in
      let now = handler.loop.now
      handler.deadlines = [0, 1, 1, 2, 5, 30, 31].map { now + .milliseconds($0) }
      return handler.deadlines
    }
    for deadline in wanted {
      let advance = try await nextAdvance(live)
      #expect(advance.deadline == deadline)
      #expect(advance.now >= deadline)
    }
    let lateness = try await live.perform { $0.loop.statistics.lateness }
    #expect(lateness.count == 7)
    #expect(lateness.early == 0)
    #expect(lateness.maximum > .zero)
  }

  @Test func `a deadline brought forward replaces the one that was armed`() async throws {
    let live = try LiveLoop()
    try await live.perform { $0.deadlines = [$0.loop.now + .milliseconds(3_600_000)] }
    let soon = try await live.perform { handler in
      handler.deadlines = [handler.loop.now + .milliseconds(2)]
      return handler.deadlines[0]
    }
    #expect(try await nextAdvance(live).deadline == soon)
  }

  @Test func `a deadline taken back does not fire`() async throws {
    let live = try LiveLoop()
    try await live.perform {
      $0.deadlines = [$0.loop.now + .milliseconds(1)]; $0.deadlines = []
    }
    let later = try await live.perform { handler in
      handler.deadlines = [handler.loop.now + .milliseconds(5)]
      return handler.deadlines[0]
    }
    #expect(try await nextAdvance(live).deadline == later)
    #expect(try await live.perform { $0.loop.statistics.lateness.count } == 1)
  }

  @Test func `a waiting loop sleeps instead of spinning`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      handler.deadlines = [1, 250].map { handler.loop.now + .milliseconds($0) }
    }
    _ = try await nextAdvance(live)
    _ = try await nextAdvance(live)
    // Two deadlines, a few messages, and the clocks compared ten times a second.
    #expect(try await live.perform { $0.loop.statistics.turns } < 50)
  }

  @Test func `a deadline long past fires at once`() async throws {
    let live = try LiveLoop()
    try await live.perform { $0.deadlines = [.zero] }
    #expect(try await nextAdvance(live).deadline == .zero)
  }

  @Test func `a flood of datagrams does not starve deadlines`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort)
      // Every datagram begets its successor: the socket never runs dry.
      handler.answer = { handler, datagram, source, socket in
        handler.loop.send(datagram, to: source, on: socket)
      }
      for _ in 0..<300 { handler.loop.send([9].span, to: socket.address, on: socket.token) }
      handler.deadlines = (1...20).map { handler.loop.now + .milliseconds($0) }
    }
    for _ in 1...20 { _ = try await nextAdvance(live) }
    let statistics = try await live.perform { $0.loop.statistics }
    #expect(statistics.datagramsIn > 300)
    #expect(statistics.turns > 20)
  }

  @Test func `a handler that is always late leaves the sockets their turn`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      handler.deadlines = Array(repeating: .zero, count: 100_000)
      let socket = try handler.loop.openUDP(on: anyPort)
      handler.loop.send([1].span, to: socket.address, on: socket.token)
    }
    #expect(try await live.nextDatagram().bytes == [1])
    try await live.perform { $0.deadlines = [] }
  }

  @Test func `the loop's figures reach other threads and are complete at its end`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      let socket = try handler.loop.openUDP(on: anyPort)
      handler.loop.send([1].span, to: socket.address, on: socket.token)
    }
    _ = try await live.nextDatagram()
    live.loop.stop()
    live.loop.join()
    let statistics = live.loop.statistics
    #expect(statistics.datagramsIn == 1)
    #expect(statistics.datagramsOut == 1)
    #expect(statistics.messages == 1)
    #expect(statistics.turns >= 2)
    #expect(statistics.threadCPU > .zero)
    #expect(statistics.clockSteps == 0)
    #expect(!statistics.hasRealtimePriority)
  }

  @Test func `a thread on one CPU runs, on a missing one the start is refused`() throws {
    let pinned = try LiveLoop(EventLoopOptions(cpu: 0))
    pinned.loop.stop()
    pinned.loop.join()
    let error = #expect(throws: SocketError.self) { try LiveLoop(EventLoopOptions(cpu: 1_000)) }
    #expect(error?.operation == .startThread)
  }

  @Test func `a real-time priority is taken or left out, never an error`() async throws {
    let live = try LiveLoop(EventLoopOptions(realtimePriority: 1))
    #expect(try await live.perform { $0.loop.statistics.turns } >= 1)
  }
}

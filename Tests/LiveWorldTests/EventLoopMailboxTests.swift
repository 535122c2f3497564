import LiveWorld
import SansIO
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventLoopMailboxTests {
  @Test func `messages of four threads arrive in the order of each`() async throws {
    let live = try LiveLoop()
    let loop = live.loop
    await withTaskGroup { group in
      for producer in 0..<4 {
        group.addTask {
          for number in 0..<2_000 {
            let isPosted = loop.post { $0.events.yield(.note(producer: producer, number: number)) }
            #expect(isPosted)
          }
        }
      }
    }
    var expected = [0, 0, 0, 0]
    for _ in 0..<8_000 {
      let note = try await live.next {
        if case .note(let producer, let number) = $0 { (producer, number) } else { nil }
      }
      #expect(note.1 == expected[note.0])
      expected[note.0] += 1
    }
    #expect(expected == [2_000, 2_000, 2_000, 2_000])
  }

  @Test func `a full mailbox refuses and counts`() async throws {
    let live = try LiveLoop(EventLoopOptions(mailboxCapacity: 3), start: false)
    for number in 0..<5 {
      let isPosted = live.loop.post { $0.events.yield(.note(producer: 0, number: number)) }
      #expect(isPosted == (number < 3))
    }
    #expect(live.loop.statistics.messagesRefused == 2)
    try live.loop.start()
    for number in 0..<3 {
      #expect(try await live.next { if case .note(_, let number) = $0 { number } else { nil } } == number)
    }
    #expect(live.loop.post { _ in })
  }

  @Test func `a handler may post to its own loop`() async throws {
    let live = try LiveLoop()
    try await live.perform { handler in
      _ = handler.loop.post { $0.events.yield(.note(producer: 1, number: 1)) }
    }
    #expect(try await live.next { if case .note(let producer, _) = $0 { producer } else { nil } } == 1)
  }

  @Test func `stopping says the last words, and then messages are refused`() async throws {
    let live = try LiveLoop()
    live.loop.stop()
    try await live.next { if case .stopped = $0 { () } else { nil } }
    live.loop.join()
    #expect(!live.loop.post { _ in })
    live.loop.join()
  }

  @Test func `the handler goes with the loop's end though it keeps the loop`() async throws {
    final class Witness: Sendable {}
    weak var witness: Witness?
    let live = try LiveLoop()
    do {
      let kept = Witness()
      witness = kept
      try await live.perform { handler in handler.answer = { _, _, _, _ in _ = kept } }
    }
    #expect(witness != nil)
    live.loop.stop()
    live.loop.join()
    #expect(witness == nil)
  }
}

import SansIO
import Testing

@Suite struct DeadlineQueueTests {
  private func at(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }

  private func popAll(_ queue: inout DeadlineQueue<String>, at now: Instant) -> [String] {
    var popped: [String] = []
    while let key = queue.popDue(at: now) { popped.append(key) }
    return popped
  }

  @Test func `an empty queue has nothing due`() {
    var queue = DeadlineQueue<String>()
    #expect(queue.isEmpty)
    #expect(queue.next == nil)
    #expect(queue.popDue(at: .distantFuture) == nil)
  }

  @Test func `deadlines come out earliest first and never before their instant`() {
    var queue = DeadlineQueue<String>()
    for (key, instant) in [("c", 30), ("a", 10), ("b", 20)] as [(String, Int64)] {
      queue.set(key, to: at(instant))
    }
    #expect(queue.next == at(10))
    #expect(queue.popDue(at: at(9)) == nil)
    #expect(popAll(&queue, at: at(20)) == ["a", "b"])
    #expect(queue.count == 1)
    #expect(queue.next == at(30))
  }

  @Test func `deadlines of one instant come out in the order they were set`() {
    var queue = DeadlineQueue<String>()
    let keys = (0..<40).map { "key \($0 * 7 % 40)" }
    for key in keys { queue.set(key, to: at(5)) }
    #expect(popAll(&queue, at: at(5)) == keys)
  }

  @Test func `setting a key anew puts it behind others of the same instant`() {
    var queue = DeadlineQueue<String>()
    for key in ["a", "b", "a"] { queue.set(key, to: at(5)) }
    #expect(popAll(&queue, at: at(5)) == ["b", "a"])
  }

  @Test func `a deadline put off neither comes early nor shows as the next one`() {
    var queue = DeadlineQueue<String>()
    queue.set("a", to: at(10))
    queue.set("a", to: at(20))
    #expect(queue.next == at(20))
    #expect(queue.popDue(at: at(15)) == nil)
    #expect(popAll(&queue, at: at(25)) == ["a"])
  }

  @Test func `a cleared deadline never comes`() {
    var queue = DeadlineQueue<String>()
    queue.set("a", to: at(10))
    queue.set("b", to: at(20))
    queue.set("a", to: nil)
    queue.set("stranger", to: nil)
    #expect(queue.next == at(20))
    #expect(popAll(&queue, at: .distantFuture) == ["b"])
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `it agrees with the naive way under random operations`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var queue = DeadlineQueue<Int>()
    var naive = NaiveDeadlines()
    var now: Int64 = 0
    for _ in 0..<3_000 {
      let key = Int.random(in: 0..<25, using: &generator)
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<6:
        let instant = at(now + Int64.random(in: -3...40, using: &generator))
        queue.set(key, to: instant)
        naive.set(key, to: instant)
      case 6:
        queue.set(key, to: nil)
        naive.set(key, to: nil)
      default: now += Int64.random(in: 0...6, using: &generator)
      }
      #expect(queue.popDue(at: at(now)) == naive.popDue(at: at(now)))
      #expect(queue.next == naive.next)
      #expect(queue.count == naive.count)
    }
  }

  @Test func `the heap stays bounded while one deadline is put off for ever`() {
    var queue = DeadlineQueue<Int>()
    queue.set(0, to: at(1))
    var largest = 0
    for round in 0..<10_000 {
      queue.set(1, to: at(1_000 + Int64(round)))
      largest = max(largest, queue.entryCount)
    }
    #expect(largest <= DeadlineQueue<Int>.leastRebuilt)
    #expect(queue.count == 2)
  }

  @Test func `the heap shrinks when deadlines behind the next one are cleared`() {
    var queue = DeadlineQueue<Int>()
    for key in 0..<10_000 { queue.set(key, to: at(Int64(key))) }
    for key in 1..<10_000 { queue.set(key, to: nil) }
    #expect(queue.entryCount <= DeadlineQueue<Int>.leastRebuilt)
    #expect(queue.next == at(0))
  }
}

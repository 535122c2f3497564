/// The pending deadlines of many machines, at most one per key, earliest first.
///
/// Setting and clearing cost O(log n) amortised. A replaced or cleared deadline stays in the heap until it
/// surfaces or until dead entries outnumber live ones, so the memory is bounded by 64 entries or twice the live keys.
/// Deadlines of the same instant come out in the order they were set, which keeps simulations reproducible.
///
/// Inlinable, so that every module has its own for its keys: it is asked after each datagram.
public struct DeadlineQueue<Key: Hashable & Sendable>: Sendable {
  @usableFromInline
  struct Entry: Sendable {
    @usableFromInline var instant: Instant
    @usableFromInline var serial: UInt64
    @usableFromInline var key: Key

    @inlinable
    init(instant: Instant, serial: UInt64, key: Key) {
      self.instant = instant
      self.serial = serial
      self.key = key
    }

    @inlinable
    func precedes(_ other: Entry) -> Bool {
      (instant, serial) < (other.instant, other.serial)
    }
  }

  /// A heap of at most so many entries is not worth rebuilding.
  @inlinable
  package static var leastRebuilt: Int { 64 }

  @usableFromInline var heap: [Entry] = []
  @usableFromInline var current: [Key: UInt64] = [:]
  @usableFromInline var serial: UInt64 = 0

  /// Makes an empty queue.
  @inlinable
  public init() {}

  /// How many entries the heap holds, dead ones too: what the bound above is about.
  package var entryCount: Int { heap.count }

  /// How many keys have a deadline.
  @inlinable
  public var count: Int { current.count }

  /// Whether no key has a deadline.
  @inlinable
  public var isEmpty: Bool { current.isEmpty }

  /// Sets the deadline of `key`, replacing any former one; `nil` clears it.
  @inlinable
  public mutating func set(_ key: Key, to instant: Instant?) {
    if let instant {
      serial += 1
      current[key] = serial
      heap.append(Entry(instant: instant, serial: serial, key: key))
      siftUp(from: heap.count - 1)
    } else {
      current[key] = nil
    }
    if heap.count > DeadlineQueue.leastRebuilt, heap.count > 2 * current.count { rebuild() }
    dropDeadEntries()
  }

  /// The earliest deadline, or `nil` when there is none.
  @inlinable
  public var next: Instant? { heap.first?.instant }

  /// Removes and returns a key whose deadline is at or before `now`, earliest first; `nil` when none is due.
  @inlinable
  public mutating func popDue(at now: Instant) -> Key? {
    guard let first = heap.first, first.instant <= now else { return nil }
    removeFirst()
    current[first.key] = nil
    dropDeadEntries()
    return first.key
  }

  /// Keeps the heap's top alive, so that `next` needs no search.
  @inlinable
  mutating func dropDeadEntries() {
    while let first = heap.first, current[first.key] != first.serial { removeFirst() }
  }

  @inlinable
  mutating func rebuild() {
    // In place: it happens on the packet path.
    let current = current
    heap.removeAll { current[$0.key] != $0.serial }
    for place in heap.indices { siftUp(from: place) }
  }

  @inlinable
  mutating func removeFirst() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    siftDown()
  }

  @inlinable
  mutating func siftUp(from start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  @inlinable
  mutating func siftDown() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(least, parent)
      parent = least
    }
  }
}

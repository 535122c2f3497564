import SansIO

/// What is on its way, the earliest arrival first; of one instant, in the order of sending.
struct ArrivalQueue<Item> {
  private struct Entry {
    var due: Instant
    var serial: UInt64
    var place: Int

    func precedes(_ other: Entry) -> Bool { (due, serial) < (other.due, other.serial) }
  }

  private var heap: [Entry] = []
  private var items: [Item?] = []
  private var free: [Int] = []
  private var serial: UInt64 = 0

  /// How many are on their way.
  var count: Int { heap.count }

  /// When the next one arrives.
  var next: Instant? { heap.first?.due }

  /// Lets `item` arrive at `due`.
  mutating func add(_ item: consuming Item, due: Instant) {
    let place: Int
    if let last = free.popLast() {
      place = last
      items[place] = item
    } else {
      place = items.count
      items.append(item)
    }
    serial += 1
    heap.append(Entry(due: due, serial: serial, place: place))
    rise()
  }

  /// Takes out what arrives at `now` at the latest; `nil` when nothing does.
  mutating func popDue(at now: Instant) -> Item? {
    guard let first = heap.first, first.due <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    free.append(first.place)
    return items[first.place].take()
  }

  private mutating func rise() {
    var child = heap.count - 1
    let entry = heap[child]
    while child > 0 {
      let parent = (child - 1) / 2
      guard entry.precedes(heap[parent]) else { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = entry
  }

  private mutating func sink() {
    let entry = heap[0]
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < heap.count else { break }
      if least + 1 < heap.count, heap[least + 1].precedes(heap[least]) { least += 1 }
      guard heap[least].precedes(entry) else { break }
      heap[parent] = heap[least]
      parent = least
    }
    heap[parent] = entry
  }
}

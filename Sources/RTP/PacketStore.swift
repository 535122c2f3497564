import SansIO

/// Received packets in the order of their media time: at most 64, of at most 1,500 bytes each.
///
/// Memory grows with the most packets that ever waited, and then stays.
struct PacketStore: Sendable {
  static var capacity: Int { 64 }
  static var packetBytes: Int { 1_500 }

  /// A waiting packet.
  struct Entry: Sendable {
    /// Its first tick in media time.
    let start: Int64
    /// How many ticks of audio it holds.
    let ticks: Int64
    let header: PacketHeader
    let arrival: Instant
    /// Whether what it holds is not missed when it is left out.
    let isQuiet: Bool
    fileprivate let bytes: Int
    fileprivate let slot: Int
    /// Just after its last tick.
    var end: Int64 { start + ticks }
  }

  private var entries: [Entry] = []
  private var usedSlots: UInt64 = 0
  private var storage: [UInt8] = []

  init() { entries.reserveCapacity(8) }

  var count: Int { entries.count }
  var first: Entry? { entries.first }
  var second: Entry? { entries.count > 1 ? entries[1] : nil }
  var last: Entry? { entries.last }

  /// Copies a packet in; false when there is no room.
  mutating func insert(
    _ header: PacketHeader, _ payload: Span<UInt8>, start: Int64, ticks: Int64, isQuiet: Bool,
    arrival: Instant
  ) -> Bool {
    guard usedSlots != .max, payload.count <= Self.packetBytes else { return false }
    let slot = (~usedSlots).trailingZeroBitCount
    usedSlots |= 1 << UInt64(slot)
    let place = slot * Self.packetBytes
    if storage.count < place + Self.packetBytes {
      storage.append(contentsOf: repeatElement(0, count: place + Self.packetBytes - storage.count))
    }
    unsafe payload.withUnsafeBufferPointer { source in
      unsafe storage.withUnsafeMutableBufferPointer { target in
        _ = unsafe target[place..<place + Self.packetBytes].update(fromContentsOf: source)
      }
    }
    var position = entries.count
    while position > 0, entries[position - 1].start > start { position -= 1 }
    let entry = Entry(
      start: start, ticks: ticks, header: header, arrival: arrival, isQuiet: isQuiet, bytes: payload.count,
      slot: slot)
    entries.insert(entry, at: position)
    return true
  }

  /// Appends the payload of `entry` to `payload`.
  func copy(_ entry: Entry, to payload: inout [UInt8]) {
    let place = entry.slot * Self.packetBytes
    payload.append(contentsOf: storage[place..<place + entry.bytes])
  }

  mutating func removeFirst() { release(entries.removeFirst()) }

  /// Drops the packets that end after `tick`; answers how many.
  mutating func removeAll(endingAfter tick: Int64) -> Int {
    var dropped = 0
    while let last = entries.last, last.end > tick {
      release(last)
      entries.removeLast()
      dropped += 1
    }
    return dropped
  }

  private mutating func release(_ entry: Entry) { usedSlots &= ~(1 << UInt64(entry.slot)) }
}

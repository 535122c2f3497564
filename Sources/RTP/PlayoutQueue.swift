import SansIO

/// Packets waiting for playout, in order of their instants: at most 64, of at most 480 samples each.
struct PlayoutQueue: Sendable {
  /// The longest payload: 60 ms.
  static var packetBytes: Int { 480 }
  static var capacity: Int { 64 }

  /// A waiting packet.
  struct Entry: Sendable {
    let header: PacketHeader
    /// Which playout line it is on.
    let line: Int
    let arrival: Instant
    /// How many samples it holds.
    let samples: Int
    /// When its first sample plays.
    let instant: Instant
    fileprivate let slot: Int
    /// Just after its last sample.
    var end: Instant { instant + .samples(samples) }
  }

  /// The packet which the latest samples came from.
  private(set) var played: (line: Int, sequenceNumber: UInt16)?

  private var entries: [Entry] = []
  private var usedSlots: UInt64 = 0
  private var storage = [UInt8](repeating: 0, count: PlayoutQueue.capacity * PlayoutQueue.packetBytes)

  init() { entries.reserveCapacity(Self.capacity) }

  /// How many packets wait.
  var count: Int { entries.count }
  /// The packet to play first.
  var first: Entry? { entries.first }

  /// Copies a packet in; false when there is no room.
  mutating func insert(
    _ header: PacketHeader, _ payload: Span<UInt8>, line: Int, arrival: Instant, playing instant: Instant
  ) -> Bool {
    guard usedSlots != .max else { return false }
    let slot = (~usedSlots).trailingZeroBitCount
    usedSlots |= 1 << UInt64(slot)
    copy(payload, to: slot * Self.packetBytes)
    var place = entries.count
    while place > 0, entries[place - 1].instant > instant { place -= 1 }
    entries.insert(
      Entry(
        header: header, line: line, arrival: arrival, samples: payload.count, instant: instant, slot: slot),
      at: place)
    return true
  }

  private mutating func copy(_ payload: Span<UInt8>, to start: Int) {
    // One copy of memory: byte by byte it takes most of the insertion's time.
    unsafe payload.withUnsafeBufferPointer { source in
      unsafe storage.withUnsafeMutableBufferPointer { target in
        _ = unsafe target[start..<start + Self.packetBytes].update(fromContentsOf: source)
      }
    }
  }

  /// Drops the packets that end after `instant`; answers how many.
  mutating func removeAll(endingAfter instant: Instant) -> Int {
    let before = entries.count
    for entry in entries where entry.end > instant { release(entry) }
    entries.removeAll { $0.end > instant }
    return before - entries.count
  }

  /// Drops the packets at the front that end by `instant`; answers how many.
  mutating func removeFirst(endingBy instant: Instant) -> Int {
    var dropped = 0
    while let first = entries.first, first.end <= instant {
      removeFirst()
      dropped += 1
    }
    return dropped
  }

  /// Appends the 160 samples from `start` on; where none are queued, silence.
  ///
  /// Samples of another encoding than the first packet's do not join its frame. Answers how many are silence.
  mutating func read(from start: Instant, into samples: inout [UInt8]) -> Int {
    guard let payloadType = entries.first?.header.payloadType else {
      preconditionFailure("reading an empty queue")
    }
    let silence: UInt8 = payloadType == 8 ? 0xD5 : 0xFF
    var filled = 0
    var written = 0
    while written < 160, let entry = entries.first, entry.header.payloadType == payloadType {
      let offset = (start - entry.instant).samples + written
      let gap = min(max(0, -offset), 160 - written)
      filled += append(silence, gap, to: &samples)
      written += gap
      guard written < 160 else { break }
      written += read(entry, from: max(0, offset), atMost: 160 - written, into: &samples)
    }
    return filled + append(silence, 160 - written, to: &samples)
  }

  private mutating func read(
    _ entry: Entry, from offset: Int, atMost limit: Int, into samples: inout [UInt8]
  ) -> Int {
    let end = min(entry.samples, offset + limit)
    if offset < end {
      let base = entry.slot * Self.packetBytes
      samples.append(contentsOf: storage[base + offset..<base + end])
      played = (entry.line, entry.header.sequenceNumber)
    }
    if end == entry.samples { removeFirst() }
    return max(0, end - offset)
  }

  private func append(_ silence: UInt8, _ count: Int, to samples: inout [UInt8]) -> Int {
    samples.append(contentsOf: repeatElement(silence, count: count))
    return count
  }

  private mutating func removeFirst() {
    release(entries.removeFirst())
  }

  private mutating func release(_ entry: Entry) {
    usedSlots &= ~(1 << UInt64(entry.slot))
  }
}

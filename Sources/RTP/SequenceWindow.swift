/// Which of the last 128 sequence numbers of a stream were seen, and how far the numbers have come
/// (RFC 3550 §5.1, A.1).
struct SequenceWindow: Sendable {
  /// Where a sequence number stands towards the highest one so far.
  enum Position: Equatable, Sendable {
    /// Newer by this many numbers, 1..<3000 (`MAX_DROPOUT`).
    case ahead(Int)
    /// Older by 0..<100 numbers (`MAX_MISORDER`); `seen` when that number came before.
    case behind(Int, seen: Bool)
    /// Neither: the sender restarted, or the packet is a stray.
    case far
  }

  /// How many numbers back `seen` reaches, the highest included.
  static var length: Int { 128 }

  /// The highest sequence number, extended by the cycles counted so far.
  private(set) var highest: Int
  private var seen: UInt128

  /// A window that has seen only `first`.
  init(first: UInt16) {
    highest = Int(first)
    seen = 1
  }

  /// Where `number` stands.
  func position(of number: UInt16) -> Position {
    let step = Int(number &- UInt16(truncatingIfNeeded: highest))
    if (1..<3_000).contains(step) { return .ahead(step) }
    let distance = step == 0 ? 0 : 0x1_0000 - step
    return distance < 100 ? .behind(distance, seen: isSeen(back: distance)) : .far
  }

  /// Whether the number `distance` (0..<128) below the highest was seen.
  func isSeen(back distance: Int) -> Bool { seen >> UInt128(distance) & 1 == 1 }

  /// Makes the number `step` above the highest the new highest, and seen.
  mutating func advance(by step: Int) {
    highest += step
    seen = seen << UInt128(step) | 1
  }

  /// Marks the number `distance` below the highest as seen.
  mutating func mark(back distance: Int) { seen |= 1 << UInt128(distance) }

  /// Whether every number strictly between `older` and `newer` was seen; false when the window reaches not so
  /// far.
  func isComplete(between older: UInt16, and newer: UInt16) -> Bool {
    var number = older &+ 1
    while number != newer {
      let distance = Int(UInt16(truncatingIfNeeded: highest) &- number)
      guard distance < Self.length, isSeen(back: distance) else { return false }
      number &+= 1
    }
    return true
  }
}

/// Which packets of one source were sent or received: the highest index and a window of the 128 up to it
/// (RFC 3711 section 3.3).
struct PacketIndex {
  /// How many of the latest indices are told apart.
  static let windowSize: UInt64 = 128

  /// The highest index so far.
  private(set) var highest: UInt64
  /// Bit n is set when the index `highest - n` was used.
  private var window: UInt128 = 1

  /// Begins with the first index of a source.
  init(first: UInt64) { highest = first }

  /// The index that a packet of `sequenceNumber` most probably has (appendix A); `nil` when it lies before
  /// the first rollover or behind the last one possible.
  func estimate(_ sequenceNumber: UInt16) -> UInt64? {
    let last = UInt16(truncatingIfNeeded: highest)
    var rollover = highest >> 16
    if last < 0x8000 {
      if Int(sequenceNumber) - Int(last) > 0x8000 {
        guard rollover > 0 else { return nil }
        rollover -= 1
      }
    } else if Int(last) - 0x8000 > Int(sequenceNumber) {
      guard rollover < UInt64(UInt32.max) else { return nil }
      rollover += 1
    }
    return rollover << 16 | UInt64(sequenceNumber)
  }

  /// Whether `index` was not used yet, as far as can be told.
  func isFresh(_ index: UInt64) -> Bool {
    guard index <= highest else { return true }
    let age = highest - index
    return age < Self.windowSize && window >> UInt128(age) & 1 == 0
  }

  /// Notes that `index`, a fresh one, is used.
  mutating func use(_ index: UInt64) {
    if index > highest {
      let step = index - highest
      window = step < Self.windowSize ? window << UInt128(step) | 1 : 1
      highest = index
    } else {
      window |= 1 << UInt128(highest - index)
    }
  }
}

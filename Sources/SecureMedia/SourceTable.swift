/// What is known of each of a bounded number of synchronisation sources: a hash table with open addressing
/// that never gives an entry up, for a forgotten source could be replayed.
struct SourceTable<Element> {
  /// How many sources are kept at most.
  static var limit: Int { 1_024 }

  private var sources: [UInt32] = []
  /// What is kept of each source, in the order of arrival.
  private(set) var elements: [Element] = []
  /// The place of an element plus one; 0 is free. At most half of it is filled.
  private var slots = [UInt16](repeating: 0, count: 8)
  /// Where the last search ended: packets of one source often follow each other.
  private var last = 0

  /// How many sources are kept.
  var count: Int { elements.count }

  /// Whether a new source would be refused.
  var isFull: Bool { elements.count >= Self.limit }

  /// The place of `source`, for `subscript`; `nil` when it is not kept.
  mutating func place(of source: UInt32) -> Int? {
    if last < sources.count, sources[last] == source { return last }
    var slot = firstSlot(of: source)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if sources[place] == source {
        last = place
        return place
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Keeps `element` for a `source` that is not kept yet; the table must not be full.
  mutating func insert(_ element: Element, for source: UInt32) {
    precondition(!isFull, "more than \(Self.limit) sources")
    sources.append(source)
    elements.append(element)
    if 2 * sources.count > slots.count {
      slots = [UInt16](repeating: 0, count: 2 * slots.count)
      for place in sources.indices { enter(place) }
    } else {
      enter(sources.count - 1)
    }
  }

  /// The element at a place.
  subscript(place: Int) -> Element {
    get { elements[place] }
    set { elements[place] = newValue }
    _modify { yield &elements[place] }
  }

  private mutating func enter(_ place: Int) {
    var slot = firstSlot(of: sources[place])
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt16(place + 1)
  }

  /// Multiplicative hashing by the golden ratio; the product's bits from 40 on depend on all of the source.
  private func firstSlot(of source: UInt32) -> Int {
    Int(truncatingIfNeeded: UInt64(source) &* 0x9E37_79B9_7F4A_7C15 >> 40) & (slots.count - 1)
  }
}

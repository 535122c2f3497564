import SansIO

/// What a `DeadlineQueue` is to do, in the simplest way there is.
struct NaiveDeadlines {
  private var entries: [(key: Int, instant: Instant)] = []

  var count: Int { entries.count }
  var next: Instant? { entries.map(\.instant).min() }

  mutating func set(_ key: Int, to instant: Instant?) {
    entries.removeAll { $0.key == key }
    if let instant { entries.append((key, instant)) }
  }

  /// The first set of those that are earliest.
  mutating func popDue(at now: Instant) -> Int? {
    guard let next, next <= now, let place = entries.firstIndex(where: { $0.instant == next }) else {
      return nil
    }
    return entries.remove(at: place).key
  }
}

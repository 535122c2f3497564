import SansIO

/// A repetition whose interval doubles up to a bound.
package struct Backoff: Hashable, Sendable {
  /// When to repeat next.
  private(set) var next: Instant
  private var interval: Interval
  private let bound: Interval

  /// Repeats first one `interval` after `now`.
  init(from now: Instant, interval: Interval, bound: Interval) {
    next = now + interval
    self.interval = interval
    self.bound = bound
  }

  /// Plans the repetition after the one at `now`; a late driver causes no burst.
  mutating func repeated(at now: Instant) {
    interval = min(interval * 2, bound)
    next = now + interval
  }

  /// Plans all further repetitions at the bound (RFC 3261 section 17.1.2.2, state Proceeding).
  mutating func slowDown() { interval = bound }
}

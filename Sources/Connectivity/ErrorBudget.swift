import SansIO

/// How many error responses may still be sent: 10 at once, 10 a second on average.
///
/// Whoever forges source addresses must not make an agent shout at strangers, nor guess passwords fast.
struct ErrorBudget: Sendable {
  static let burst = 10
  static let refill = Interval.milliseconds(100)

  /// The instant at which the budget is full again.
  private var fullAt: Instant

  init(at now: Instant) { fullAt = now }

  /// Takes one response out; false when there is none left.
  mutating func take(at now: Instant) -> Bool {
    let start = max(fullAt, now)
    guard start - now <= Self.refill * (Self.burst - 1) else { return false }
    fullAt = start + Self.refill
    return true
  }
}

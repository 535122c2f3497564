/// An instant at which a machine wants to be woken, with the reason, so that "why did it wake?" always has an answer.
public struct Deadline<Reason: Sendable>: Sendable {
  /// When to call `advance(to:)`.
  public var instant: Instant
  /// What will happen then.
  public var reason: Reason

  /// Makes a deadline at `instant` because of `reason`.
  public init(_ instant: Instant, _ reason: Reason) {
    self.instant = instant
    self.reason = reason
  }
}

public import SansIO

/// Decides when a call has been silent for too long: the 10-second hang-up.
///
/// It runs from the answer on, never during ringing. Activity by anybody in the call restarts it, at the arrival of
/// the packet that held it; hold suspends it, and unhold lets it run on from where it stood.
public struct SilenceWatch: Sendable {
  /// Where the watch stands.
  private enum State: Sendable, Equatable {
    /// Not answered yet. Next: running.
    case ringing
    /// Silent since an instant. Next: held, expired.
    case running(since: Instant)
    /// On hold since an instant: the clock stands, with this much silence on it. Next: running.
    case held(at: Instant, silent: Interval)
    /// Said so, once.
    case expired
  }

  /// What a look at the clock found.
  public enum Verdict: Sendable, Equatable {
    /// The call goes on.
    case wait
    /// The silence is over its limit; it was due at this instant.
    case hangUp(due: Instant)
  }

  /// Silence that ends a call; `nil` switches the watch off.
  public let threshold: Interval?
  private var state = State.ringing

  /// A watch that ends a call after `threshold`.
  public init(threshold: Interval?) { self.threshold = threshold }

  /// The call was answered.
  public mutating func answered(at now: Instant) {
    guard state == .ringing else { return }
    state = .running(since: now)
  }

  /// Somebody in the call was active at `instant`; older news than what is known changes nothing.
  public mutating func activity(at instant: Instant) {
    switch state {
    case .running(let since) where instant > since: state = .running(since: instant)
    case .held(let start, _) where instant > start: state = .held(at: start, silent: .zero)
    case .ringing, .running, .held, .expired: break
    }
  }

  /// The call was put on hold.
  public mutating func held(at now: Instant) {
    if case .running(let since) = state { state = .held(at: now, silent: now - since) }
  }

  /// The call was taken back from hold.
  public mutating func resumed(at now: Instant) {
    if case .held(_, let silent) = state { state = .running(since: now - silent) }
  }

  /// When the call must end if nothing more is heard; `nil` while that is not foreseeable.
  public var due: Instant? {
    guard let threshold, case .running(let since) = state else { return nil }
    return since + threshold
  }

  /// Looks at the clock. Answers `hangUp` once.
  public mutating func advance(to now: Instant) -> Verdict {
    guard let due, due <= now else { return .wait }
    state = .expired
    return .hangUp(due: due)
  }
}

package import SansIO

/// The server's end of a transaction other than INVITE (RFC 3261 section 17.2.2).
///
/// This agent answers such requests at once and finally, so the state Proceeding does not occur.
package struct ServerTransaction: Sendable {
  /// The states of RFC 3261 figure 8 that occur.
  package enum State: Hashable, Sendable {
    /// The request is being looked at → completed, terminated.
    case trying
    /// Answered; copies of the request get the answer again. Timer J.
    case completed(until: Instant)
    /// Over.
    case terminated
  }

  package private(set) var state = State.trying
  private let timers: TimerSettings
  private let isReliable: Bool

  /// Starts a transaction whose request has just come.
  package init(isReliable: Bool, timers: TimerSettings) {
    self.timers = timers
    self.isReliable = isReliable
  }

  /// The user gives its final response.
  package mutating func respond(at now: Instant) {
    precondition(state == .trying, "a request gets one final response; this would be a second")
    state = isReliable ? .terminated : .completed(until: now + timers.limit)
  }

  /// Lets time pass until `now`.
  package mutating func advance(to now: Instant) -> TimerEffect {
    guard case .completed(let end) = state, end <= now else { return .none }
    state = .terminated
    return .terminated
  }

  /// When to call `advance(to:)`.
  package var nextDeadline: Instant? {
    if case .completed(let end) = state { end } else { nil }
  }

  /// Whether a copy of the request gets the last response again.
  package func receiveCopy() -> Bool {
    if case .completed = state { true } else { false }
  }
}

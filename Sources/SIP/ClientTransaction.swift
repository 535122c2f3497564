package import SansIO

/// The client's end of a transaction other than INVITE (RFC 3261 section 17.1.2).
package struct ClientTransaction: Sendable {
  /// The states of RFC 3261 figure 6.
  package enum State: Hashable, Sendable {
    /// Sent, unanswered → proceeding, completed, terminated. Timers E (not over TCP) and F.
    case trying(Backoff?, timeout: Instant)
    /// A provisional response came → completed, terminated. Timers E at T2 and F.
    case proceeding(Backoff?, timeout: Instant)
    /// Answered; copies of the answer are dropped. Timer K.
    case completed(until: Instant)
    /// Over.
    case terminated
  }

  package private(set) var state: State
  private let timers: TimerSettings
  private let isReliable: Bool

  /// Starts a transaction whose request is sent at `now`.
  package init(isReliable: Bool, timers: TimerSettings, at now: Instant) {
    self.timers = timers
    self.isReliable = isReliable
    let repetition = isReliable ? nil : Backoff(from: now, interval: timers.t1, bound: timers.t2)
    state = .trying(repetition, timeout: now + timers.limit)
  }

  /// A response with `status` came; answers whether it goes to the user.
  package mutating func receive(status: Int, at now: Instant) -> Bool {
    switch state {
    case .trying(var repetition, let timeout) where status < 200,
      .proceeding(var repetition, let timeout) where status < 200:
      repetition?.slowDown()
      state = .proceeding(repetition, timeout: timeout)
      return true
    case .trying, .proceeding:
      state = isReliable ? .terminated : .completed(until: now + timers.t4)
      return true
    case .completed, .terminated: return false
    }
  }

  /// Lets time pass until `now`.
  package mutating func advance(to now: Instant) -> TimerEffect {
    switch state {
    case .trying(_, let timeout) where timeout <= now, .proceeding(_, let timeout) where timeout <= now:
      state = .terminated
      return .timedOut
    case .trying(var repetition?, let timeout) where repetition.next <= now:
      repetition.repeated(at: now)
      state = .trying(repetition, timeout: timeout)
      return .retransmit
    case .proceeding(var repetition?, let timeout) where repetition.next <= now:
      repetition.repeated(at: now)
      state = .proceeding(repetition, timeout: timeout)
      return .retransmit
    case .completed(let end) where end <= now:
      state = .terminated
      return .terminated
    case .trying, .proceeding, .completed, .terminated: return .none
    }
  }

  /// When to call `advance(to:)`.
  package var nextDeadline: Instant? {
    switch state {
    case .trying(let repetition, let timeout), .proceeding(let repetition, let timeout):
      repetition.map { min($0.next, timeout) } ?? timeout
    case .completed(let end): end
    case .terminated: nil
    }
  }

  /// Whether the peer has given no final response yet.
  package var isUnanswered: Bool {
    switch state {
    case .trying, .proceeding: true
    case .completed, .terminated: false
    }
  }
}

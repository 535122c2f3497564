package import SansIO

/// The server's end of an INVITE transaction (RFC 3261 section 17.2.1, RFC 6026 section 8.7).
package struct ServerInviteTransaction: Sendable {
  /// The states of RFC 6026 figure 7.
  package enum State: Hashable, Sendable {
    /// No final response yet → completed, accepted. Copies of the INVITE get the last provisional one.
    case proceeding
    /// Refused, waiting for the ACK → confirmed, terminated. Timers G (not over TCP) and H.
    case completed(Backoff?, timeout: Instant)
    /// Refused and acknowledged; copies of the ACK are dropped. Timer I.
    case confirmed(until: Instant)
    /// Answered with 2xx, which the user repeats; copies of the INVITE are dropped. Timer L.
    case accepted(until: Instant)
    /// Over.
    case terminated
  }

  package private(set) var state = State.proceeding
  private let timers: TimerSettings
  private let isReliable: Bool

  /// Starts a transaction whose INVITE has just come.
  package init(isReliable: Bool, timers: TimerSettings) {
    self.timers = timers
    self.isReliable = isReliable
  }

  /// The user responds with `status`.
  package mutating func respond(status: Int, at now: Instant) {
    guard case .proceeding = state else {
      preconditionFailure("an INVITE gets one final response; this one would be a second: \(status)")
    }
    switch status {
    case 100...199: break
    case 200...299: state = .accepted(until: now + timers.limit)
    default:
      let repetition = isReliable ? nil : Backoff(from: now, interval: timers.t1, bound: timers.t2)
      state = .completed(repetition, timeout: now + timers.limit)
    }
  }

  /// The INVITE came again; answers whether the last response is to be sent again.
  package func receiveCopy() -> Bool {
    switch state {
    case .proceeding, .completed: true
    case .confirmed, .accepted, .terminated: false
    }
  }

  /// An ACK came; answers whether it belongs to the transaction (one for a 2xx belongs to the dialog).
  package mutating func acknowledge(at now: Instant) -> Bool {
    switch state {
    case .completed:
      state = isReliable ? .terminated : .confirmed(until: now + timers.t4)
      return true
    case .confirmed, .terminated: return true
    case .proceeding, .accepted: return false
    }
  }

  /// Lets time pass until `now`.
  package mutating func advance(to now: Instant) -> TimerEffect {
    switch state {
    case .completed(_, let timeout) where timeout <= now:
      state = .terminated
      return .timedOut
    case .completed(var repetition?, let timeout) where repetition.next <= now:
      repetition.repeated(at: now)
      state = .completed(repetition, timeout: timeout)
      return .retransmit
    case .confirmed(let end) where end <= now, .accepted(let end) where end <= now:
      state = .terminated
      return .terminated
    case .proceeding, .completed, .confirmed, .accepted, .terminated: return .none
    }
  }

  /// When to call `advance(to:)`.
  package var nextDeadline: Instant? {
    switch state {
    case .completed(let repetition, let timeout): repetition.map { min($0.next, timeout) } ?? timeout
    case .confirmed(let end), .accepted(let end): end
    case .proceeding, .terminated: nil
    }
  }
}

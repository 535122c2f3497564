package import SansIO

/// The client's end of an INVITE transaction (RFC 3261 section 17.1.1, RFC 6026 section 8.4).
///
/// It keeps time and state only; its owner keeps the messages and sends them when told to.
package struct ClientInviteTransaction: Sendable {
  /// The states of RFC 6026 figure 5.
  package enum State: Hashable, Sendable {
    /// Sent, unanswered → proceeding, completed, accepted, terminated. Timers A (not over TCP) and B.
    case calling(Backoff?, timeout: Instant)
    /// A provisional response came → completed, accepted. No timer: ringing has no end here.
    case proceeding
    /// Refused and acknowledged; further copies of the refusal are acknowledged again. Timer D.
    case completed(until: Instant)
    /// A 2xx came; further ones, of other forks too, go to the user. Timer M.
    case accepted(until: Instant)
    /// Over.
    case terminated
  }

  /// What a response asks the owner to do.
  package enum Reaction: Hashable, Sendable {
    /// Drop it.
    case absorb
    /// Hand a provisional response or a 2xx to the user.
    case deliver
    /// Hand the refusal to the user and send its ACK.
    case deliverAndAcknowledge
    /// Send the ACK of the refusal once more.
    case acknowledgeAgain
  }

  package private(set) var state: State
  private let timers: TimerSettings
  private let isReliable: Bool

  /// Starts a transaction whose INVITE is sent at `now`.
  package init(isReliable: Bool, timers: TimerSettings, at now: Instant) {
    self.timers = timers
    self.isReliable = isReliable
    let repetition = isReliable ? nil : Backoff(from: now, interval: timers.t1, bound: timers.limit)
    state = .calling(repetition, timeout: now + timers.limit)
  }

  /// A response with `status` came.
  package mutating func receive(status: Int, at now: Instant) -> Reaction {
    switch (state, status) {
    case (.calling, 100...199), (.proceeding, 100...199):
      state = .proceeding
      return .deliver
    case (.calling, 200...299), (.proceeding, 200...299):
      state = .accepted(until: now + timers.limit)
      return .deliver
    case (.calling, _), (.proceeding, _):
      state = isReliable ? .terminated : .completed(until: now + timers.limit)
      return .deliverAndAcknowledge
    case (.completed, 300...): return .acknowledgeAgain
    case (.accepted, 200...299): return .deliver
    case (.completed, _), (.accepted, _), (.terminated, _): return .absorb
    }
  }

  /// Lets time pass until `now`.
  package mutating func advance(to now: Instant) -> TimerEffect {
    switch state {
    case .calling(_, let timeout) where timeout <= now:
      state = .terminated
      return .timedOut
    case .calling(var repetition?, let timeout) where repetition.next <= now:
      repetition.repeated(at: now)
      state = .calling(repetition, timeout: timeout)
      return .retransmit
    case .completed(let end) where end <= now, .accepted(let end) where end <= now:
      state = .terminated
      return .terminated
    case .calling, .proceeding, .completed, .accepted, .terminated: return .none
    }
  }

  /// When to call `advance(to:)`.
  package var nextDeadline: Instant? {
    switch state {
    case .calling(let repetition, let timeout): repetition.map { min($0.next, timeout) } ?? timeout
    case .completed(let end), .accepted(let end): end
    case .proceeding, .terminated: nil
    }
  }

  /// Whether the peer has given no final response yet.
  package var isUnanswered: Bool {
    switch state {
    case .calling, .proceeding: true
    case .completed, .accepted, .terminated: false
    }
  }
}

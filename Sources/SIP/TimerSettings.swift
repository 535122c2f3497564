public import SansIO

/// The base values of SIP's timers (RFC 3261 section 17.1.1.1 and its table 4).
public struct TimerSettings: Sendable, Hashable {
  /// The estimated round trip: first interval of timers A, E and G; 500 ms unless the path is known to be
  /// shorter.
  public var t1: Interval
  /// The longest interval between repetitions of a non-INVITE request or an INVITE response; 4 s.
  public var t2: Interval
  /// The longest time a message stays in the network: timers I and K; 5 s.
  public var t4: Interval

  /// Makes a set of timers.
  public init(
    t1: Interval = .milliseconds(500), t2: Interval = .milliseconds(4_000),
    t4: Interval = .milliseconds(5_000)
  ) {
    precondition(t1 > .zero && t2 >= t1 && t4 > .zero, "SIP timers must be 0 < T1 <= T2 and T4 > 0")
    self.t1 = t1
    self.t2 = t2
    self.t4 = t4
  }

  /// 64·T1: timers B, D, F, H, J, L and M, and how long a 2xx waits for its ACK.
  public var limit: Interval { t1 * 64 }
}

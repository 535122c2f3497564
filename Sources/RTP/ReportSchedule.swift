public import SansIO

/// When to send RTCP reports: intervals drawn evenly from 0.5 to 1.5 times 5 s, and half of that for the
/// first (RFC 3550 §6.2, §6.3.1).
///
/// A call has two participants, so the RFC's minimum interval always rules, and reconsideration (§6.3.3)
/// never does.
public struct ReportSchedule: Sendable {
  /// When the next report is due.
  public private(set) var nextDeadline: Instant
  private var generator: SeededGenerator

  /// A schedule for a participant that joins at `now`.
  public init(using generator: SeededGenerator, at now: Instant) {
    self.generator = generator
    nextDeadline = now
    nextDeadline = now + .seconds(2.5 * (0.5 + self.generator.unit()))
  }

  /// Answers whether a report is due at `now`; if so, the next one is scheduled from here.
  public mutating func advance(to now: Instant) -> Bool {
    guard nextDeadline <= now else { return false }
    nextDeadline = now + .seconds(5 * (0.5 + generator.unit()))
    return true
  }
}

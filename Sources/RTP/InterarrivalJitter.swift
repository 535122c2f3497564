public import SansIO

/// The interarrival jitter of RFC 3550 §6.4.1 and A.8, kept in nanoseconds.
///
/// Every packet in order of arrival takes part. A change of transit time of ten seconds or more is a jump of
/// the sender's timestamps, not of the network: it starts the measurement anew without touching the value.
public struct InterarrivalJitter: Sendable {
  /// The current estimate.
  public var value: Interval { Interval(nanoseconds: Int64(estimate)) }
  /// The highest the estimate has been.
  public var maximum: Interval { Interval(nanoseconds: Int64(highest)) }
  /// The current estimate in ticks of the RTP clock, as a report block has it.
  public var ticks: UInt32 { UInt32(clamping: clock.ticks(value)) }

  private let clock: MediaClock
  private var estimate = 0.0
  private var highest = 0.0
  private var previous: (timestamp: UInt32, arrival: Instant)?

  /// Nothing measured yet, of a stream whose RTP clock makes `clockRate` ticks a second.
  init(clockRate: Int) {
    precondition(clockRate > 0, "an RTP clock has a positive rate")
    clock = MediaClock(rate: clockRate)
  }

  /// Takes in one packet.
  mutating func receive(timestamp: UInt32, at now: Instant) {
    defer { previous = (timestamp, now) }
    guard let previous else { return }
    let sent = clock.duration(of: Int64(Int32(bitPattern: timestamp &- previous.timestamp)))
    let change = ((now - previous.arrival).nanoseconds &- sent.nanoseconds).magnitude
    guard change < 10_000_000_000 else { return }
    estimate += (Double(change) - estimate) / 16
    highest = max(highest, estimate)
  }

  /// Forgets the former packet: the next one's transit time is not comparable.
  mutating func rebase() { previous = nil }
}

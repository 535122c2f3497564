import SansIO

/// Turns ticks of an RTP clock into time and back, without overflow for streams of any length.
struct MediaClock: Hashable, Sendable {
  /// Ticks per second.
  let rate: Int

  /// What `ticks` last, rounded towards zero to the nanosecond.
  func duration(of ticks: Int64) -> Interval {
    let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: Int64(rate))
    return Interval(nanoseconds: seconds * 1_000_000_000 + rest * 1_000_000_000 / Int64(rate))
  }

  /// How many whole ticks an interval lasts, rounded towards zero.
  func ticks(_ interval: Interval) -> Int64 {
    let (seconds, rest) = interval.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return seconds * Int64(rate) + rest * Int64(rate) / 1_000_000_000
  }

  /// The same modulo 2^32, as timestamps count.
  func ticks32(_ interval: Interval) -> UInt32 { UInt32(truncatingIfNeeded: ticks(interval)) }
}

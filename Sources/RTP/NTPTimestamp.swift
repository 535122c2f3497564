public import SansIO

/// A wall-clock time as RTCP carries it: seconds since 1900 and 2^-32 fractions of them (RFC 3550 §4).
public struct NTPTimestamp: Hashable, Sendable {
  /// Seconds in the upper 32 bits, the fraction in the lower.
  public var rawValue: UInt64

  /// A timestamp of raw bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The time of `instant`, as if the monotonic clock had started at the beginning of 2026.
  ///
  /// RTCP needs the clock only to be the same in all reports of one sender (§6.4.1); differences are exact to
  /// the nanosecond.
  public init(_ instant: Instant) {
    let (seconds, nanoseconds) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let fraction = (nanoseconds << 32) / 1_000_000_000
    rawValue = UInt64(bitPattern: ((3_976_214_400 &+ seconds) << 32) &+ fraction)
  }

  /// The middle 32 bits: 16 of the seconds and 16 of the fraction, as reception reports repeat them.
  public var middle: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 16) }
}

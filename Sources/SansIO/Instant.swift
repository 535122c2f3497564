/// A point on one monotonic clock, in nanoseconds since that clock's arbitrary start.
///
/// Machines never read a clock: whoever drives them passes the instant in, be it real or virtual.
public struct Instant: Hashable, Comparable, Sendable, Codable {
  /// Nanoseconds since the start of the clock.
  public var nanoseconds: Int64

  /// Makes the instant `nanoseconds` after the start of the clock.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The start of the clock.
  public static var zero: Instant { Instant(nanoseconds: 0) }
  /// Later than every instant that can happen.
  public static var distantFuture: Instant { Instant(nanoseconds: .max) }

  /// The earlier of two instants, either of which may be missing; `nil` when both are.
  @inlinable
  public static func earlier(_ a: Instant?, _ b: Instant?) -> Instant? {
    guard let a, let b else { return a ?? b }
    return a < b ? a : b
  }

  @inlinable
  public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
  @inlinable
  public static func + (a: Instant, b: Interval) -> Instant {
    Instant(nanoseconds: a.nanoseconds + b.nanoseconds)
  }
  @inlinable
  public static func - (a: Instant, b: Interval) -> Instant {
    Instant(nanoseconds: a.nanoseconds - b.nanoseconds)
  }
  @inlinable
  public static func - (a: Instant, b: Instant) -> Interval {
    Interval(nanoseconds: a.nanoseconds - b.nanoseconds)
  }
  @inlinable
  public static func += (a: inout Instant, b: Interval) { a = a + b }
}

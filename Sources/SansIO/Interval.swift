/// A length of time in whole nanoseconds; may be negative.
///
/// `Swift.Duration` counts attoseconds in 128 bits; on the packet path one machine word is enough
/// (±292 years) and every comparison stays a single instruction.
public struct Interval: Hashable, Comparable, Sendable, Codable {
  /// Length in nanoseconds.
  public var nanoseconds: Int64

  /// Makes an interval of `nanoseconds`.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// No time at all.
  public static var zero: Interval { Interval(nanoseconds: 0) }

  /// An interval of whole nanoseconds.
  @inlinable
  public static func nanoseconds(_ count: Int64) -> Interval { Interval(nanoseconds: count) }
  /// An interval of whole microseconds.
  @inlinable
  public static func microseconds(_ count: Int64) -> Interval { Interval(nanoseconds: count * 1_000) }
  /// An interval of whole milliseconds.
  @inlinable
  public static func milliseconds(_ count: Int64) -> Interval { Interval(nanoseconds: count * 1_000_000) }
  /// An interval of whole seconds.
  @inlinable
  public static func seconds(_ count: Int) -> Interval { Interval(nanoseconds: Int64(count) * 1_000_000_000) }
  /// An interval of fractional seconds, rounded to the nearest nanosecond.
  @inlinable
  public static func seconds(_ count: Double) -> Interval {
    Interval(nanoseconds: Int64((count * 1e9).rounded()))
  }

  /// Length in seconds.
  @inlinable
  public var seconds: Double { Double(nanoseconds) / 1e9 }
  /// Length in milliseconds.
  @inlinable
  public var milliseconds: Double { Double(nanoseconds) / 1e6 }

  /// The interval without its sign.
  @inlinable
  public var magnitude: Interval { Interval(nanoseconds: abs(nanoseconds)) }

  @inlinable
  public static func < (a: Interval, b: Interval) -> Bool { a.nanoseconds < b.nanoseconds }
  @inlinable
  public static func + (a: Interval, b: Interval) -> Interval {
    Interval(nanoseconds: a.nanoseconds + b.nanoseconds)
  }
  @inlinable
  public static func - (a: Interval, b: Interval) -> Interval {
    Interval(nanoseconds: a.nanoseconds - b.nanoseconds)
  }
  @inlinable
  public static prefix func - (a: Interval) -> Interval { Interval(nanoseconds: -a.nanoseconds) }
  @inlinable
  public static func * (a: Interval, b: Int) -> Interval { Interval(nanoseconds: a.nanoseconds * Int64(b)) }
  @inlinable
  public static func / (a: Interval, b: Int) -> Interval { Interval(nanoseconds: a.nanoseconds / Int64(b)) }
  /// How many whole `b` fit into `a`, towards zero.
  @inlinable
  public static func / (a: Interval, b: Interval) -> Int { Int(a.nanoseconds / b.nanoseconds) }
  @inlinable
  public static func += (a: inout Interval, b: Interval) { a = a + b }
  @inlinable
  public static func -= (a: inout Interval, b: Interval) { a = a - b }
}

extension Interval: CustomStringConvertible {
  /// The interval in milliseconds with microsecond digits, as in `12.345 ms`.
  public var description: String {
    let microseconds = nanoseconds.magnitude / 1_000
    let fraction = String(microseconds % 1_000)
    let padding = String(repeating: "0", count: 3 - fraction.count)
    return "\(nanoseconds < 0 ? "-" : "")\(microseconds / 1_000).\(padding)\(fraction) ms"
  }
}

import Glibc

/// The time of day. Only for printing and for converting kernel stamps: it may be set while a run goes on.
public enum WallClock {
  /// Nanoseconds since 1970-01-01 00:00 UTC (CLOCK_REALTIME).
  public static func now() -> Int64 { MonotonicClock.nanoseconds(of: CLOCK_REALTIME) }
}

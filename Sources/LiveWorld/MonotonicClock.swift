import Glibc
public import SansIO

/// The one clock of a run: CLOCK_MONOTONIC, which nobody can set.
public enum MonotonicClock {
  /// The present instant.
  public static func now() -> Instant { Instant(nanoseconds: nanoseconds(of: CLOCK_MONOTONIC)) }

  /// How much CPU time the calling thread has used since it began.
  static func threadCPU() -> Interval { Interval(nanoseconds: nanoseconds(of: CLOCK_THREAD_CPUTIME_ID)) }

  static func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

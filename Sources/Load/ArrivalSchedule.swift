import RealModule
public import SansIO

/// When the calls of a run are started: an open model, whose instants are all fixed before the run begins and
/// wait for no call to end. So a slow system under test cannot slow its own load down (no coordinated
/// omission).
///
/// Rates are calls per second.
public enum ArrivalSchedule: Sendable, Equatable {
  /// Every call at the start.
  case atOnce
  /// Evenly spaced calls, the first at the start.
  case constant(rate: Double)
  /// A Poisson process: exponential gaps with a mean of 1/rate, the first of them before the first call.
  case poisson(rate: Double)
  /// A rate that grows (or falls) linearly over a time and stays at its last value after it.
  case ramp(from: Double, to: Double, over: Interval)
  /// Groups of calls, each group at one instant, the first at the start.
  case bursts(of: Int, every: Interval)

  /// The planned starts of `count` calls after the start of the run, in order. Only `poisson` draws from
  /// `generator`; the same generator gives the same instants.
  ///
  /// - Throws: `ArrivalError` for numbers that make no plan.
  public func instants(of count: Int, using generator: SeededGenerator) throws(ArrivalError) -> [Interval] {
    try ArrivalLimits.check(calls: count)
    switch self {
    case .atOnce:
      return Array(repeating: .zero, count: count)
    case .constant(let rate):
      try ArrivalLimits.check(rate: rate)
      return try ArrivalSchedule.spread(count) { Double($0) / rate }
    case .poisson(let rate):
      try ArrivalLimits.check(rate: rate)
      return try ArrivalSchedule.poisson(count, rate: rate, generator)
    case .ramp(let from, let to, let time):
      try ArrivalLimits.check(rate: from, orZero: true)
      try ArrivalLimits.check(rate: to)
      try ArrivalLimits.check("a ramp", time)
      let ramp = Ramp(from: from, to: to, seconds: time.seconds)
      return try ArrivalSchedule.spread(count) { ramp.instant(of: Double($0)) }
    case .bursts(let size, let gap):
      try ArrivalLimits.check(calls: size)
      try ArrivalLimits.check("a gap between bursts", gap)
      return try ArrivalSchedule.spread(count) { Double($0 / size) * gap.seconds }
    }
  }

  /// Instants computed from each call's index alone, so that no rounding error adds up.
  private static func spread(_ count: Int, _ seconds: (Int) -> Double) throws(ArrivalError) -> [Interval] {
    // The last is the latest: checked first, a hopeless plan costs nothing.
    _ = try ArrivalLimits.instant(seconds: seconds(count - 1))
    var instants: [Interval] = []
    instants.reserveCapacity(count)
    for index in 0..<count { instants.append(try ArrivalLimits.instant(seconds: seconds(index))) }
    return instants
  }

  private static func poisson(
    _ count: Int, rate: Double, _ generator: SeededGenerator
  ) throws(ArrivalError) -> [Interval] {
    var generator = generator
    var instants: [Interval] = []
    instants.reserveCapacity(count)
    var last = Interval.zero
    for _ in 0..<count {
      // 1 - unit() is never 0, so the logarithm is finite. Each gap is whole nanoseconds: their sum is exact.
      let gap = try ArrivalLimits.instant(seconds: -Double.log(1 - generator.unit()) / rate)
      last += gap
      guard last <= ArrivalLimits.span else { throw .tooLong }
      instants.append(last)
    }
    return instants
  }
}

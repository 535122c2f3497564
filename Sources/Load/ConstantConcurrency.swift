public import SansIO

/// A load of so many calls at a time, planned as an open model: each of `calls` lines starts a call, evenly
/// spread over the ramp-up, and starts the next one `callLength` later, whether or not the last one has
/// ended.
///
/// The level is `calls` from the end of the ramp-up for `lasting`, as far as calls last as long as they
/// should: a shorter one leaves a gap in its line, a longer one overlaps its successor.
public struct ConstantConcurrency: Sendable, Equatable {
  /// Calls at a time.
  public var calls: Int
  /// How long all of them are up, after the ramp-up.
  public var lasting: Interval
  /// Time over which the first call of every line is started; may be zero.
  public var rampUp: Interval
  /// Nominal length of one call, from its planned start to its end.
  public var callLength: Interval

  /// Makes the load of `calls` at a time.
  public init(calls: Int, lasting: Interval, rampUp: Interval, callLength: Interval) {
    self.calls = calls
    self.lasting = lasting
    self.rampUp = rampUp
    self.callLength = callLength
  }

  /// The planned starts after the start of the run, in order. A line starts no call at or after
  /// `rampUp` + `lasting`.
  ///
  /// - Throws: `ArrivalError` for numbers that make no plan, or more than `ArrivalLimits.calls` calls.
  public func instants() throws(ArrivalError) -> [Interval] {
    try ArrivalLimits.check(calls: calls)
    try ArrivalLimits.check("a load", lasting)
    try ArrivalLimits.check("a ramp-up", rampUp, orZero: true)
    try ArrivalLimits.check("a call", callLength)
    let end = rampUp + lasting
    guard end <= ArrivalLimits.span else { throw .tooLong }
    let total = try totalCalls(until: end)
    var instants: [Interval] = []
    instants.reserveCapacity(total)
    for round in 0... {
      let before = instants.count
      for line in 0..<calls where start(of: line) + callLength * round < end {
        instants.append(start(of: line) + callLength * round)
      }
      if instants.count == before { break }
    }
    return instants.sorted()
  }

  /// First start of a line.
  private func start(of line: Int) -> Interval {
    // Both factors are bounded (24 h of nanoseconds, 100,000 lines): their product is below 2⁶³ / 1,000.
    Interval(
      nanoseconds: rampUp.nanoseconds / Int64(calls) * Int64(line)
        + rampUp.nanoseconds % Int64(calls) * Int64(line) / Int64(calls))
  }

  /// Counts before anything is stored, so that an absurd plan costs no memory.
  private func totalCalls(until end: Interval) throws(ArrivalError) -> Int {
    var total = 0
    for line in 0..<calls {
      total += (end - start(of: line) - .nanoseconds(1)) / callLength + 1
      guard total <= ArrivalLimits.calls else { throw .calls(total) }
    }
    return total
  }
}

import Load
import SansIO
import Testing

struct ArrivalScheduleTests {
  let generator = SeededGenerator(seed: 1)

  private func seconds(_ schedule: ArrivalSchedule, _ count: Int) throws -> [Double] {
    try schedule.instants(of: count, using: generator).map(\.seconds)
  }

  @Test func `calls at once all start at zero`() throws {
    #expect(try seconds(.atOnce, 3) == [0, 0, 0])
  }

  @Test func `a constant rate spaces calls evenly from zero`() throws {
    #expect(try seconds(.constant(rate: 4), 5) == [0, 0.25, 0.5, 0.75, 1])
  }

  @Test func `rounding of an odd rate never adds up`() throws {
    let instants = try ArrivalSchedule.constant(rate: 3).instants(of: 100_000, using: generator)
    #expect(instants[3] == .seconds(1))
    #expect(instants[99_999] == .seconds(33_333))
    let gaps = Set(zip(instants.dropFirst(), instants).map { ($0 - $1).nanoseconds })
    #expect(gaps == [333_333_333, 333_333_334])
  }

  @Test func `a ramp's spacing follows its rate and then stays`() throws {
    // 0 to 2 calls per second over 4 s: t²/4 arrivals until t, 4 of them on the ramp, then one each 0.5 s.
    let instants = try seconds(.ramp(from: 0, to: 2, over: .seconds(4)), 7)
    let expected = [0, 2, 8.squareRoot(), 12.squareRoot(), 4, 4.5, 5]
    for (instant, wanted) in zip(instants, expected) { #expect(abs(instant - wanted) < 1e-8) }
  }

  @Test func `a ramp may fall, and a flat one is a constant rate`() throws {
    let falling = try seconds(.ramp(from: 4, to: 1, over: .seconds(2)), 8)
    #expect(abs(falling[5] - 2) < 1e-8)
    #expect(abs(falling[7] - 4) < 1e-8)
    let flat = try seconds(.ramp(from: 5, to: 5, over: .seconds(10)), 100)
    for (index, instant) in flat.enumerated() { #expect(abs(instant - Double(index) / 5) < 1e-8) }
  }

  @Test func `bursts start together and the last one may be short`() throws {
    let schedule = ArrivalSchedule.bursts(of: 2, every: .seconds(5))
    #expect(try seconds(schedule, 5) == [0, 0, 5, 5, 10])
  }

  @Test func `the same generator plans the same Poisson arrivals, another one others`() throws {
    let schedule = ArrivalSchedule.poisson(rate: 5)
    let first = try schedule.instants(of: 1_000, using: SeededGenerator(seed: 7).branch(1))
    #expect(try schedule.instants(of: 1_000, using: SeededGenerator(seed: 7).branch(1)) == first)
    #expect(try schedule.instants(of: 1_000, using: SeededGenerator(seed: 7).branch(2)) != first)
    #expect(
      try Array(schedule.instants(of: 2_000, using: SeededGenerator(seed: 7).branch(1))[..<1_000]) == first)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func `Poisson gaps are exponential`(seed: UInt64) throws {
    let count = 20_000
    let instants = try ArrivalSchedule.poisson(rate: 50).instants(
      of: count, using: SeededGenerator(seed: seed))
    let gaps = zip(instants, [.zero] + instants).map { ($0 - $1).seconds * 50 }
    let mean = gaps.reduce(0, +) / Double(count)
    let variance = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    // Standard errors at 20,000 draws: mean 0.0071, variance 0.02, shares at most 0.0035. Four of each.
    #expect(abs(mean - 1) < 0.029)
    #expect(abs(variance - 1) < 0.08)
    for (limit, share) in [(0.1, 0.09516), (1.0, 0.63212), (3.0, 0.95021)] {
      let below = Double(gaps.count { $0 < limit }) / Double(count)
      #expect(abs(below - share) < 0.014, "share of gaps below \(limit) means")
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `Poisson counts per second have a variance like their mean`(seed: UInt64) throws {
    let instants = try ArrivalSchedule.poisson(rate: 10).instants(
      of: 50_000, using: SeededGenerator(seed: seed))
    let seconds = 4_800
    var counts = Array(repeating: 0.0, count: seconds)
    for instant in instants where Int(instant.seconds) < seconds { counts[Int(instant.seconds)] += 1 }
    let mean = counts.reduce(0, +) / Double(seconds)
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(seconds)
    #expect(abs(mean - 10) < 0.2)
    #expect(abs(variance / mean - 1) < 0.09)
  }

  @Test(arguments: [
    ArrivalSchedule.atOnce, .constant(rate: 7), .poisson(rate: 7),
    .ramp(from: 1, to: 9, over: .seconds(3)), .bursts(of: 7, every: .milliseconds(10)),
  ])
  func `every schedule plans as many calls as asked, in order`(schedule: ArrivalSchedule) throws {
    let instants = try schedule.instants(of: 1_000, using: generator)
    #expect(instants.count == 1_000)
    #expect(instants == instants.sorted())
    #expect(instants.allSatisfy { $0 >= .zero })
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 0, 1e6, .greatestFiniteMagnitude])
  func `an absurd rate is refused`(rate: Double) {
    for schedule in [
      ArrivalSchedule.constant(rate: rate), .poisson(rate: rate),
      .ramp(from: 1, to: rate, over: .seconds(1)),
    ] {
      let error = #expect(throws: ArrivalError.self) { try schedule.instants(of: 2, using: generator) }
      #expect(error?.description.contains("above 0, at most 100000") == true)
    }
  }

  @Test(arguments: [0, -1, 100_001, .max, .min])
  func `an absurd number of calls is refused`(count: Int) {
    #expect(throws: ArrivalError.calls(count)) {
      try ArrivalSchedule.atOnce.instants(of: count, using: generator)
    }
  }

  @Test(arguments: [
    Interval.zero, .seconds(-1), Interval(nanoseconds: .max), Interval(nanoseconds: .min),
  ])
  func `an absurd length is refused`(length: Interval) {
    for schedule in [ArrivalSchedule.ramp(from: 1, to: 2, over: length), .bursts(of: 2, every: length)] {
      let error = #expect(throws: ArrivalError.self) { try schedule.instants(of: 2, using: generator) }
      #expect(error?.description.contains("at most 24 h") == true)
    }
  }

  @Test(arguments: [
    ArrivalSchedule.constant(rate: 0.001), .poisson(rate: 0.001), .poisson(rate: 1e-300),
    .ramp(from: 0, to: 1e-300, over: .seconds(1)), .bursts(of: 1, every: .seconds(3_600)),
  ])
  func `a plan of more than a day is refused`(schedule: ArrivalSchedule) {
    #expect(throws: ArrivalError.tooLong) { try schedule.instants(of: 100_000, using: generator) }
  }
}

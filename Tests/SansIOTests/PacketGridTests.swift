import SansIO
import Testing

@Suite struct PacketGridTests {
  private static let origin = Instant(nanoseconds: 7_000_123)

  private func at(_ milliseconds: Double) -> Instant {
    PacketGridTests.origin + .seconds(milliseconds / 1_000)
  }

  /// The planned instants of everything due at `now`, in milliseconds after the origin.
  private func popAll(_ grid: inout PacketGrid<Int>, at now: Instant) -> [Double] {
    var planned: [Double] = []
    while let due = grid.popDue(at: now) {
      planned.append((due.planned - PacketGridTests.origin).milliseconds)
    }
    return planned
  }

  private func grid(of count: Int) -> PacketGrid<Int> {
    var grid = PacketGrid<Int>(origin: PacketGridTests.origin)
    for member in 0..<count { _ = grid.add(member, at: PacketGridTests.origin) }
    return grid
  }

  @Test(arguments: [1, 20, 45, 100])
  func `members spread evenly over the twenty slots`(count: Int) {
    let grid = grid(of: count)
    let populations = (0..<20).map { grid.population(of: $0) }
    #expect(populations.reduce(0, +) == count)
    #expect(populations.max()! - populations.min()! <= 1)
    #expect(grid.count == count)
  }

  @Test func `an empty grid wants nothing`() {
    var grid = grid(of: 0)
    #expect(grid.nextDeadline == nil)
    #expect(popAll(&grid, at: at(1_000)) == [])
    #expect(grid.droppedTicks == 0)
  }

  @Test func `each member comes once in 20 ms, for ever on the same grid`() {
    var grid = grid(of: 2)
    var planned: [Instant] = []
    while planned.count < 2_000, let next = grid.nextDeadline {
      // A driver that is always late, by another time at each turn.
      let late = Interval.microseconds(Int64(planned.count * 379 % 900))
      while let due = grid.popDue(at: next + late) { planned.append(due.planned) }
    }
    for slot in 0..<2 {
      let own = stride(from: slot, to: planned.count, by: 2).map { planned[$0] }
      #expect(own.count == 1_000)
      for (turn, instant) in own.enumerated() { #expect(instant == own[0] + PacketGrid<Int>.period * turn) }
    }
  }

  @Test func `nothing is due before its instant`() {
    var grid = grid(of: 1)
    let first = grid.nextDeadline!
    #expect(grid.popDue(at: first - .nanoseconds(1)) == nil)
    #expect(grid.popDue(at: first)?.planned == first)
    #expect(grid.nextDeadline == first + .milliseconds(20))
  }

  @Test func `the first tick is after the instant of joining`() {
    var grid = PacketGrid<Int>(origin: PacketGridTests.origin)
    for member in 0..<40 {
      let now = at(Double(member) * 1_003.7)
      _ = grid.add(member, at: now)
      #expect(popAll(&grid, at: now) == [])
      #expect(grid.nextDeadline! > now)
      #expect(grid.nextDeadline! <= now + .milliseconds(20))
      _ = popAll(&grid, at: grid.nextDeadline!)
      for slot in 0..<20 where grid.population(of: slot) > 0 { grid.remove(member, from: slot) }
    }
  }

  @Test func `who joins between two ticks of another gets no tick in the past`() {
    var grid = grid(of: 1)
    #expect(popAll(&grid, at: at(20)) == [20])
    for member in 1..<20 { _ = grid.add(member, at: at(33.5)) }
    #expect(popAll(&grid, at: at(33.5)) == [])
    #expect(popAll(&grid, at: at(53)) == Array(stride(from: 34.0, through: 53, by: 1)))
  }

  @Test func `a driver late by up to 200 ms catches up with every tick in order`() {
    var grid = grid(of: 1)
    let first = grid.nextDeadline!
    #expect(popAll(&grid, at: first + .milliseconds(200)).count == 11)
    #expect(grid.droppedTicks == 0)
    #expect(grid.nextDeadline == first + .milliseconds(220))
  }

  @Test func `a stall of more than 200 ms drops its ticks, counts them and stays on the grid`() {
    var grid = grid(of: 1)
    let first = grid.nextDeadline!
    let planned = popAll(&grid, at: first + .seconds(1) + .microseconds(500))
    #expect(planned.count <= 1)
    #expect(grid.droppedTicks == 1_000)
    #expect(grid.takeStall() == .seconds(1))
    #expect(grid.takeStall() == .zero)
    let next = grid.nextDeadline!
    #expect(((next - first).nanoseconds % PacketGrid<Int>.period.nanoseconds) == 0)
    #expect(next > first + .seconds(1))
  }

  @Test func `a removed member has no tick and leaves its place to the next one`() {
    var grid = grid(of: 20)
    grid.remove(7, from: 7)
    #expect(grid.population(of: 7) == 0)
    #expect(grid.count == 19)
    let ticks = popAll(&grid, at: at(20))
    #expect(ticks.count == 19)
    #expect(!ticks.contains(7))
    #expect(grid.add(99, at: at(20)) == 7)
    #expect(grid.member(0, of: 7) == 99)
  }

  @Test func `removing one of a slot keeps the others`() {
    var grid = grid(of: 60)
    grid.remove(5, from: 5)
    #expect(Set((0..<grid.population(of: 5)).map { grid.member($0, of: 5) }) == [25, 45])
    grid.remove(25, from: 5)
    grid.remove(45, from: 5)
    #expect(grid.population(of: 5) == 0)
  }
}

import Load
import SansIO
import Testing

struct ConstantConcurrencyTests {
  private func load(_ calls: Int, _ lasting: Int, _ rampUp: Int, _ length: Int) -> ConstantConcurrency {
    ConstantConcurrency(
      calls: calls, lasting: .seconds(lasting), rampUp: .seconds(rampUp), callLength: .seconds(length))
  }

  @Test func `first calls spread over the ramp-up and each is replaced after its length`() throws {
    let instants = try load(2, 60, 10, 30).instants().map(\.seconds)
    #expect(instants == [0, 5, 30, 35, 60, 65])
  }

  @Test func `no call starts once the load is over`() throws {
    #expect(try load(50, 120, 10, 130).instants().count == 50)
    #expect(try load(50, 120, 10, 129).instants().count > 50)
  }

  @Test(
    arguments: [(100, 120, 10, 30), (7, 60, 0, 9), (3, 10, 20, 3), (1, 1, 0, 1)]
      as [(Int, Int, Int, Int)])
  func `the level is held from the ramp-up's end to the end`(
    calls: Int, lasting: Int, rampUp: Int, length: Int
  ) throws {
    let instants = try load(calls, lasting, rampUp, length).instants()
    for tenth in rampUp * 10..<(rampUp + lasting) * 10 {
      let now = Interval.milliseconds(Int64(tenth) * 100)
      let up = instants.count { $0 <= now && now < $0 + .seconds(length) }
      #expect(up == calls, "at \(now)")
    }
    let most = instants.map { start in instants.count { $0 <= start && start < $0 + .seconds(length) } }.max()
    #expect(most == calls)
  }

  @Test func `instants are in order`() throws {
    let instants = try load(9, 100, 17, 5).instants()
    #expect(instants == instants.sorted())
  }

  @Test(
    arguments: [
      (0, 1, 1, 1), (-1, 1, 1, 1), (100_001, 1, 1, 1), (.max, 1, 1, 1), (1, 0, 1, 1), (1, 1, -1, 1),
      (1, 1, 1, 0),
      (1, 86_401, 1, 1), (1, 86_400, 1, 1), (1, 1, 1, -5),
    ] as [(Int, Int, Int, Int)])
  func `absurd numbers are refused`(calls: Int, lasting: Int, rampUp: Int, length: Int) {
    #expect(throws: ArrivalError.self) { try load(calls, lasting, rampUp, length).instants() }
  }

  @Test func `a plan of too many calls is refused before it is made`() {
    let dense = ConstantConcurrency(
      calls: 100_000, lasting: .seconds(86_000), rampUp: .zero, callLength: .nanoseconds(1))
    let error = #expect(throws: ArrivalError.self) { try dense.instants() }
    #expect(error?.description.hasSuffix("calls cannot be planned; a run has 1 to 100000") == true)
  }
}

import SansIO
import Testing

@Suite struct InstantTests {
  @Test func `instants and intervals add up`() {
    var now = Instant(nanoseconds: 1_000)
    #expect(now + .nanoseconds(5) == Instant(nanoseconds: 1_005))
    #expect(now - .nanoseconds(5) == Instant(nanoseconds: 995))
    #expect(now - Instant(nanoseconds: 1_300) == .nanoseconds(-300))
    now += .microseconds(1)
    #expect(now == Instant(nanoseconds: 2_000))
  }

  @Test func `instants are ordered in time`() {
    #expect(Instant.zero < Instant(nanoseconds: 1))
    #expect(Instant(nanoseconds: -1) < .zero)
    #expect(Instant(nanoseconds: .max - 1) < .distantFuture)
  }
}

import BridgeServer
import SansIO
import Testing

@Suite struct RateLimiterTests {
  @Test func `a bucket empties, refills and is full at most`() {
    let limiter = RateLimiter(TokenRate(burst: 3, perMinute: 60))
    let start = Instant.zero
    #expect((0..<4).map { _ in limiter.take("a", at: start) } == [nil, nil, nil, 1])
    #expect(limiter.take("b", at: start) == nil)
    #expect(limiter.take("a", at: start + .milliseconds(999)) == 1)
    #expect(limiter.take("a", at: start + .milliseconds(1001)) == nil)
    let late = start + .seconds(3600)
    #expect((0..<4).map { _ in limiter.take("a", at: late) } == [nil, nil, nil, 1])
  }

  @Test func `the usual rate bears 200 callers that start together, then 50 a second`() {
    let limiter = RateLimiter(EdgeLimits().tokenRate)
    let start = Instant.zero
    #expect((0..<200).allSatisfy { _ in limiter.take("a", at: start) == nil })
    #expect(limiter.take("a", at: start) == 1)
    let later = start + .milliseconds(1001)
    #expect((0..<50).allSatisfy { _ in limiter.take("a", at: later) == nil })
    #expect(limiter.take("a", at: later) == 1)
  }

  @Test func `a flood of addresses does not grow it without end, nor lock others out`() {
    let limiter = RateLimiter(TokenRate(burst: 1, perMinute: 1))
    for index in 0..<50_000 { #expect(limiter.take("\(index)", at: .zero) == nil) }
    #expect(limiter.take("49999", at: .zero) == 60)
  }
}

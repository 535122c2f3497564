import Bridge
import SansIO
import Testing

@Suite struct SilenceWatchTests {
  private func at(_ seconds: Double) -> Instant { .zero + .seconds(seconds) }

  private func watch(answeredAt seconds: Double = 0) -> SilenceWatch {
    var watch = SilenceWatch(threshold: .seconds(10))
    watch.answered(at: at(seconds))
    return watch
  }

  @Test func `while it rings nothing is due and nothing counts`() {
    var watch = SilenceWatch(threshold: .seconds(10))
    watch.activity(at: at(1))
    watch.held(at: at(1.5))
    watch.resumed(at: at(2))
    #expect(watch.due == nil)
    #expect(watch.advance(to: at(1_000)) == .wait)
    watch.answered(at: at(3))
    #expect(watch.due == at(13))
  }

  @Test func `the answer starts it once`() {
    var watch = watch(answeredAt: 3)
    watch.answered(at: at(8))
    #expect(watch.due == at(13))
  }

  @Test func `the limit is reached to the nanosecond and said once`() {
    var watch = watch()
    #expect(watch.advance(to: at(10) - .nanoseconds(1)) == .wait)
    #expect(watch.advance(to: at(10)) == .hangUp(due: at(10)))
    #expect(watch.advance(to: at(10)) == .wait)
    #expect(watch.due == nil)
  }

  @Test func `a late look at the clock tells when it was due`() {
    var watch = watch()
    #expect(watch.advance(to: at(12)) == .hangUp(due: at(10)))
  }

  @Test func `activity starts it anew and older news changes nothing`() {
    var watch = watch()
    watch.activity(at: at(7))
    watch.activity(at: at(4))
    #expect(watch.due == at(17))
    #expect(watch.advance(to: at(16.9)) == .wait)
  }

  @Test func `hold suspends it and the end of the hold lets it run on`() {
    var watch = watch()
    watch.held(at: at(3))
    watch.held(at: at(4))
    #expect(watch.due == nil)
    #expect(watch.advance(to: at(100)) == .wait)
    watch.answered(at: at(60))
    #expect(watch.due == nil)
    watch.resumed(at: at(200))
    #expect(watch.due == at(207))
    watch.resumed(at: at(205))
    #expect(watch.due == at(207))
  }

  @Test func `activity during a hold takes the silence before it back`() {
    var watch = watch()
    watch.held(at: at(3))
    watch.activity(at: at(50))
    watch.resumed(at: at(200))
    #expect(watch.due == at(210))
  }

  @Test func `news from before the hold does not`() {
    var watch = watch()
    watch.held(at: at(3))
    watch.activity(at: at(2))
    watch.resumed(at: at(200))
    #expect(watch.due == at(207))
  }

  @Test func `each of two holds adds its length`() {
    var watch = watch()
    for second in [2.0, 8.0] {
      watch.held(at: at(second))
      watch.resumed(at: at(second + 5))
    }
    #expect(watch.advance(to: at(20)) == .hangUp(due: at(20)))
  }

  @Test func `after the hang-up nothing starts it again`() {
    var watch = watch()
    _ = watch.advance(to: at(10))
    watch.activity(at: at(11))
    watch.held(at: at(11.5))
    watch.resumed(at: at(12))
    watch.answered(at: at(13))
    #expect(watch.due == nil)
    #expect(watch.advance(to: at(100)) == .wait)
  }

  @Test func `without a threshold nothing is ever due`() {
    var watch = SilenceWatch(threshold: nil)
    watch.answered(at: at(0))
    #expect(watch.due == nil)
    #expect(watch.advance(to: .distantFuture) == .wait)
  }
}

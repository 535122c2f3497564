import Glibc
import LiveWorld
import SansIO
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct SignalWatchTests {
  @Test func `a signal becomes a call, in a second watch too`() async throws {
    for _ in 0..<2 {
      let (signals, continuation) = AsyncStream<Int32>.makeStream()
      let watch = try SignalWatch([SIGUSR1, SIGUSR2]) { continuation.yield($0) }
      var iterator = signals.makeAsyncIterator()
      for number in [SIGUSR2, SIGUSR1] {
        kill(getpid(), number)
        #expect(await iterator.next(isolation: nil) == number)
      }
      watch.cancel()
      watch.cancel()
    }
  }

  @Test func `a child of a watching process dies of the signal as usual`() async throws {
    let watch = try SignalWatch([SIGUSR1]) { _ in }
    let child = try ChildProcess(.init("sleep", ["60"], output: .discarded, errors: .discarded))
    child.signal(SIGUSR1)
    #expect(child.wait(until: MonotonicClock.now() + .milliseconds(30_000)) == .signalled(SIGUSR1))
    watch.cancel()
  }

  @Test func `the descriptor limit is raised to what the system permits`() {
    let limit = DescriptorLimit.raise()
    #expect(limit >= 256)
    #expect(DescriptorLimit.raise() == limit)
  }
}

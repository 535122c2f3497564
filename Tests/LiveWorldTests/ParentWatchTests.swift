import Glibc
import LiveWorld
import Testing

@Suite(.timeLimit(.minutes(1))) struct ParentWatchTests {
  /// We live, but are not our own parent; no process has the last number.
  @Test(arguments: [getpid(), .max])
  func `a process that is not the parent counts as a parent that is gone`(pid: Int32) async throws {
    let (calls, continuation) = AsyncStream<Void>.makeStream()
    _ = try ParentWatch(of: pid) { continuation.yield() }
    var iterator = calls.makeAsyncIterator()
    #expect(await iterator.next(isolation: nil) != nil)
  }
}

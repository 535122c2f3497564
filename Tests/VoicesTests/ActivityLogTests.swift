import Voices
import Measurement
import SansIO
import Testing

@Suite struct ActivityLogTests {
  private static let start = Instant(nanoseconds: 1_000_000_000)

  /// Logs one slot of 20 ms for each kind and verdict, the first one ending at the start of the run.
  private func log(_ slots: [(ActivitySegment.Kind, Bool)]) -> ActivityLog {
    var log = ActivityLog(runStart: ActivityLogTests.start)
    for (index, slot) in slots.enumerated() {
      log.passed(slot.0, active: slot.1, at: ActivityLogTests.start + .milliseconds(20) * index)
    }
    return log
  }

  private func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }

  @Test func `slots of one kind make one segment from the first sample to the last`() {
    let log = log([(.speech, true), (.speech, false), (.speech, true), (.speech, false)])
    #expect(
      log.segments == [
        ActivitySegment(
          kind: .speech, from: milliseconds(-20), to: milliseconds(60), lastActive: milliseconds(40),
          firstActive: 0)
      ])
    #expect(log.lastActive == ActivityLogTests.start + .milliseconds(40))
  }

  @Test func `another kind begins another segment where the former ended`() {
    let log = log([(.speech, true), (.silence, false), (.silence, false), (.speech, true)])
    #expect(log.segments.map(\.kind) == [.speech, .silence, .speech])
    #expect(log.segments.map(\.from) == [-20, 0, 40].map(milliseconds))
    #expect(log.segments.map(\.to) == [0, 40, 60].map(milliseconds))
    #expect(log.segments[1].lastActive == nil)
    #expect(log.segments[1].firstActive == nil)
  }

  @Test func `silence alone holds no activity`() {
    let log = log([(.silence, false), (.silence, false)])
    #expect(log.lastActive == nil)
    #expect(log.lastHeld == nil)
  }

  @Test func `the end of the last hold is kept`() {
    let log = log([(.hold, false), (.hold, false), (.silence, false)])
    #expect(log.lastHeld == ActivityLogTests.start + .milliseconds(20))
    #expect(log.lastActive == nil)
  }
}

import RTP
import SansIO
import Testing

struct ReportScheduleTests {
  @Test func `intervals are spread over 2 5 to 7 5 seconds, the first over half of that`() {
    var firsts: [Double] = []
    var intervals: [Double] = []
    for seed in 0..<50 as Range<UInt64> {
      var schedule = ReportSchedule(using: SeededGenerator(seed: seed), at: .ms(1_000))
      firsts.append((schedule.nextDeadline - .ms(1_000)).seconds)
      for _ in 0..<20 {
        let due = schedule.nextDeadline
        let isDueBefore = schedule.advance(to: due - .nanoseconds(1))
        #expect(!isDueBefore)
        let isDue = schedule.advance(to: due)
        #expect(isDue)
        intervals.append((schedule.nextDeadline - due).seconds)
      }
    }
    #expect(firsts.allSatisfy { (1.25..<3.75).contains($0) })
    #expect(intervals.allSatisfy { (2.5..<7.5).contains($0) })
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    #expect((4.8...5.2).contains(mean))
    #expect(intervals.contains { $0 < 2.7 } && intervals.contains { $0 > 7.3 })
  }

  @Test func `a late look schedules from now on, not in arrears`() {
    var schedule = ReportSchedule(using: SeededGenerator(seed: 1), at: .zero)
    let isDue = schedule.advance(to: .ms(60_000))
    #expect(isDue)
    #expect(schedule.nextDeadline >= .ms(62_500))
  }
}

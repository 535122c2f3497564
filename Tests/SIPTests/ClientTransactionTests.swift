import SIP
import SansIO
import Testing

struct ClientTransactionTests {
  private func make(isReliable: Bool = false) -> ClientTransaction {
    ClientTransaction(isReliable: isReliable, timers: TimerSettings(), at: .zero)
  }

  @Test func `over UDP timer E doubles up to T2 until timer F ends it after 64 T1`() {
    var machine = make()
    let timeline = drive({ machine.nextDeadline }) { machine.advance(to: $0) }
    #expect(
      timeline == [
        "500 retransmit", "1500 retransmit", "3500 retransmit", "7500 retransmit", "11500 retransmit",
        "15500 retransmit", "19500 retransmit", "23500 retransmit", "27500 retransmit", "31500 retransmit",
        "32000 timedOut",
      ])
  }

  @Test func `over TCP nothing is repeated and timer F ends it`() {
    var machine = make(isReliable: true)
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["32000 timedOut"])
  }

  @Test func `after a provisional response timer E goes on at T2`() {
    var machine = make()
    expect(machine.receive(status: 100, at: .milliseconds(100)), true)
    let timeline = drive({ machine.nextDeadline }) { machine.advance(to: $0) }
    #expect(timeline.prefix(3) == ["500 retransmit", "4500 retransmit", "8500 retransmit"])
    #expect(timeline.last == "32000 timedOut")
  }

  @Test func `a final response is delivered once and copies are dropped until timer K`() {
    var machine = make()
    expect(machine.receive(status: 200, at: .milliseconds(100)), true)
    expect(machine.receive(status: 200, at: .milliseconds(200)), false)
    #expect(!machine.isUnanswered)
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["5100 terminated"])
  }

  @Test func `over TCP a final response ends it at once, for timer K is zero`() {
    var machine = make(isReliable: true)
    expect(machine.receive(status: 200, at: .zero), true)
    #expect(machine.state == .terminated)
  }
}

import SIP
import SansIO
import Testing

struct ServerTransactionTests {
  @Test func `over UDP copies get the answer again until timer J`() {
    var machine = ServerTransaction(isReliable: false, timers: TimerSettings())
    #expect(!machine.receiveCopy())
    machine.respond(at: .milliseconds(10))
    #expect(machine.receiveCopy())
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["32010 terminated"])
    #expect(!machine.receiveCopy())
  }

  @Test func `over TCP it ends with its answer, for timer J is zero`() {
    var machine = ServerTransaction(isReliable: true, timers: TimerSettings())
    machine.respond(at: .zero)
    #expect(machine.nextDeadline == nil)
    #expect(machine.state == .terminated)
  }
}

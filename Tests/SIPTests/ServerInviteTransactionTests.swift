import SIP
import SansIO
import Testing

struct ServerInviteTransactionTests {
  private func make(isReliable: Bool = false, answer status: Int? = nil) -> ServerInviteTransaction {
    var machine = ServerInviteTransaction(isReliable: isReliable, timers: TimerSettings())
    if let status { machine.respond(status: status, at: .zero) }
    return machine
  }

  @Test func `while it proceeds it has no timer and copies get the last response`() {
    let machine = make(answer: 180)
    #expect(machine.nextDeadline == nil)
    #expect(machine.receiveCopy())
  }

  @Test func `over UDP a refusal is repeated by timer G up to T2 until timer H gives up`() {
    var machine = make(answer: 486)
    let timeline = drive({ machine.nextDeadline }) { machine.advance(to: $0) }
    #expect(
      timeline == [
        "500 retransmit", "1500 retransmit", "3500 retransmit", "7500 retransmit", "11500 retransmit",
        "15500 retransmit", "19500 retransmit", "23500 retransmit", "27500 retransmit", "31500 retransmit",
        "32000 timedOut",
      ])
  }

  @Test func `over TCP a refusal waits for its ACK without being repeated`() {
    var machine = make(isReliable: true, answer: 486)
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["32000 timedOut"])
  }

  @Test func `the ACK of a refusal stops timer G, and its copies are dropped until timer I`() {
    var machine = make(answer: 486)
    expect(machine.acknowledge(at: .milliseconds(100)), true)
    expect(machine.acknowledge(at: .milliseconds(200)), true)
    #expect(!machine.receiveCopy())
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["5100 terminated"])
  }

  @Test func `over TCP the ACK of a refusal ends it at once, for timer I is zero`() {
    var machine = make(isReliable: true, answer: 486)
    expect(machine.acknowledge(at: .zero), true)
    #expect(machine.state == .terminated)
  }

  @Test func `after a 2xx copies are dropped and the ACK is not its own until timer L`() {
    var machine = make(answer: 200)
    #expect(!machine.receiveCopy())
    expect(machine.acknowledge(at: .zero), false)
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["32000 terminated"])
  }
}

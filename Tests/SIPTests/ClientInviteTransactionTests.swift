import SIP
import SansIO
import Testing

struct ClientInviteTransactionTests {
  private func make(isReliable: Bool = false) -> ClientInviteTransaction {
    ClientInviteTransaction(isReliable: isReliable, timers: TimerSettings(), at: .zero)
  }

  @Test func `over UDP timer A doubles without bound until timer B ends it after 64 T1`() {
    var machine = make()
    let timeline = drive({ machine.nextDeadline }) { machine.advance(to: $0) }
    #expect(
      timeline == [
        "500 retransmit", "1500 retransmit", "3500 retransmit", "7500 retransmit", "15500 retransmit",
        "31500 retransmit", "32000 timedOut",
      ])
  }

  @Test func `over TCP nothing is repeated and timer B ends it`() {
    var machine = make(isReliable: true)
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["32000 timedOut"])
  }

  @Test func `a provisional response stops both timers`() {
    var machine = make()
    expect(machine.receive(status: 180, at: .zero), .deliver)
    #expect(machine.nextDeadline == nil)
    expect(machine.receive(status: 183, at: .zero), .deliver)
    #expect(machine.isUnanswered)
  }

  @Test func `a refusal is acknowledged for every copy until timer D`() {
    var machine = make()
    expect(machine.receive(status: 486, at: .zero), .deliverAndAcknowledge)
    expect(machine.receive(status: 486, at: .milliseconds(500)), .acknowledgeAgain)
    expect(machine.receive(status: 180, at: .milliseconds(600)), .absorb)
    expect(machine.receive(status: 200, at: .milliseconds(600)), .absorb)
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["32000 terminated"])
  }

  @Test func `over TCP a refusal ends it at once, for timer D is zero`() {
    var machine = make(isReliable: true)
    expect(machine.receive(status: 486, at: .zero), .deliverAndAcknowledge)
    #expect(machine.nextDeadline == nil)
    #expect(machine.state == .terminated)
  }

  @Test func `every 2xx goes to the user until timer M`() {
    var machine = make()
    expect(machine.receive(status: 180, at: .zero), .deliver)
    expect(machine.receive(status: 200, at: .milliseconds(1_000)), .deliver)
    expect(machine.receive(status: 200, at: .milliseconds(1_500)), .deliver)
    expect(machine.receive(status: 486, at: .milliseconds(1_500)), .absorb)
    #expect(!machine.isUnanswered)
    expect(drive({ machine.nextDeadline }) { machine.advance(to: $0) }, ["33000 terminated"])
  }

  @Test func `a driver that comes late causes no burst`() {
    var machine = make()
    expect(machine.advance(to: .milliseconds(20_000)), .retransmit)
    expect(machine.advance(to: .milliseconds(20_000)), .none)
    #expect(machine.nextDeadline == .milliseconds(21_000))
  }
}

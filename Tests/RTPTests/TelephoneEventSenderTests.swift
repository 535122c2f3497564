import RTP
import SansIO
import Testing

struct TelephoneEventSenderTests {
  private func packets(_ duration: Interval) -> [TelephoneEventSender.Packet] {
    var sender = TelephoneEventSender(code: 3, start: 0, duration: duration)
    var packets: [TelephoneEventSender.Packet] = []
    while let packet = sender.next() { packets.append(packet) }
    #expect(sender.isFinished && sender.next() == nil)
    return packets
  }

  @Test func `updates grow by 160 ticks and the end comes three times`() {
    let packets = packets(.milliseconds(80))
    #expect(packets.map(\.event.duration) == [160, 320, 480, 640, 640, 640])
    #expect(packets.map(\.event.isEnd) == [false, false, false, true, true, true])
    #expect(packets.map(\.marker) == [true, false, false, false, false, false])
    #expect(packets.allSatisfy { $0.event.code == 3 && $0.event.volume == 10 })
  }

  @Test func `the duration is rounded up to whole packets`() {
    #expect(packets(.milliseconds(1)).map(\.event.duration) == [160, 160, 160])
    #expect(packets(.milliseconds(41)).last?.event.duration == 480)
    #expect(packets(.seconds(8)).last?.event.duration == 64_000)
  }
}

import RTP
import SansIO
import Testing

struct ReportBlockTests {
  @Test func `the round trip is arrival minus last report minus delay, as in RFC 3550 6 4 1`() {
    // Report sent at 10 s, received 30 ms later and held for 5.25 s, block back another 14 ms later.
    let sent = Instant.ms(10_000)
    var statistics = ReceiverStatistics()
    _ = statistics.receive(PacketStream().header(0), at: .ms(1))
    let report = SenderReport(ssrc: 1, time: NTPTimestamp(sent), timestamp: 0, packets: 1, octets: 160)
    statistics.receive(report, at: .ms(77_000_030))
    let block = statistics.makeReportBlock(at: .ms(77_000_030 + 5_250))
    #expect(block.lastSenderReport == NTPTimestamp(sent).middle)
    #expect(block.delaySinceLastSenderReport == 5 * 65_536 + 16_384)
    let trip = block.roundTrip(at: sent + .milliseconds(30 + 5_250 + 14))
    #expect(trip.map { ($0 - .milliseconds(44)).magnitude < .microseconds(16) } == true)
  }

  @Test func `without a sender report there is no round trip`() {
    var statistics = ReceiverStatistics()
    _ = statistics.receive(PacketStream().header(0), at: .ms(1))
    let block = statistics.makeReportBlock(at: .ms(5_000))
    #expect(block.lastSenderReport == 0 && block.delaySinceLastSenderReport == 0)
    #expect(block.roundTrip(at: .ms(5_000)) == nil)
  }

  @Test func `a reporter that lies gives no round trip`() {
    func trip(held: UInt32, after: Int64) -> Interval? {
      ReportBlock(
        ssrc: 1, fractionLost: 0, cumulativeLost: 0, extendedHighestSequence: 0, jitter: 0,
        lastSenderReport: NTPTimestamp(.ms(1_000)).middle, delaySinceLastSenderReport: held
      ).roundTrip(at: .ms(1_000 + after))
    }
    #expect(trip(held: 65_536, after: 1_000) == .zero)
    #expect(trip(held: 65_538, after: 1_000) == .zero)
    #expect(trip(held: 70_000, after: 1_000) == nil)
    #expect(trip(held: .max, after: 1_000) != nil, "all ones is minus one tick")
    #expect(trip(held: 0, after: 60_000) == .seconds(60))
    #expect(trip(held: 0, after: 61_000) == nil)
  }

  @Test func `the fraction lost is of the interval since the former report`() {
    var statistics = ReceiverStatistics()
    let stream = PacketStream()
    func receive(_ indices: some Sequence<Int>) {
      for index in indices { _ = statistics.receive(stream.header(index), at: .ms(Int64(index) * 20)) }
    }
    receive(0..<100)
    #expect(statistics.makeReportBlock(at: .ms(2_000)).fractionLost == 0)
    receive((100..<200).filter { $0 % 4 != 1 })
    let second = statistics.makeReportBlock(at: .ms(4_000))
    #expect(second.fractionLost == 64 && second.cumulativeLost == 25)
    // A filled gap outweighs nothing new.
    receive([197])
    #expect(statistics.makeReportBlock(at: .ms(4_100)).fractionLost == 0)
    receive([1_999])
    #expect(statistics.makeReportBlock(at: .ms(40_000)).fractionLost == 255)
    #expect(statistics.makeReportBlock(at: .ms(41_000)).fractionLost == 0)
  }

  @Test func `cumulative loss is clamped to 24 bits`() {
    func clamped(_ lost: Int) -> Int32 {
      ReportBlock(ssrc: 0, fractionLost: 0, cumulativeLost: lost, extendedHighestSequence: 0, jitter: 0)
        .cumulativeLost
    }
    #expect(clamped(1 << 30) == 0x7F_FFFF && clamped(-(1 << 30)) == -0x80_0000 && clamped(-1) == -1)
  }
}

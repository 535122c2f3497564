import RTP
import SansIO
import Testing

struct InterarrivalJitterTests {
  private func statistics(
    arrivals: [Int64], stream: PacketStream = PacketStream(), payloadType: UInt8 = 0
  ) -> ReceiverStatistics {
    var statistics = ReceiverStatistics(telephoneEventPayloadType: 101)
    for (index, milliseconds) in arrivals.enumerated() {
      _ = statistics.receive(stream.header(index), at: .ms(milliseconds))
    }
    return statistics
  }

  @Test func `the estimate follows the formula of RFC 3550 6 4 1, computed by hand`() {
    // Packets 20 ms apart come at 0, 24, 40, 76, 80 ms: transit changes of 4, -4, 16, -16 ms.
    // J = 4/16 = 0.25; 0.25 + 3.75/16 = 0.484375; + (16 - 0.484375)/16 = 1.4541015625; + (16 - that)/16 =
    // 2.36322021484375
    let jitter = statistics(arrivals: [0, 24, 40, 76, 80]).jitter
    #expect(jitter.value == .nanoseconds(2_363_220))
    #expect(jitter.maximum == jitter.value)
    #expect(jitter.ticks == 18)
  }

  @Test func `the maximum stays when the stream calms down`() {
    let jitter = statistics(arrivals: [0, 24] + (2..<200).map { Int64($0) * 20 + 4 }).jitter
    #expect(jitter.maximum == .microseconds(250))
    #expect(jitter.value < .microseconds(1))
  }

  @Test func `timestamps may wrap`() {
    #expect(
      statistics(arrivals: [0, 20, 40, 60], stream: PacketStream(timestamp: .max - 200)).jitter.value == .zero
    )
  }

  @Test func `a pause with moving timestamps is not jitter`() {
    var statistics = ReceiverStatistics()
    let stream = PacketStream()
    _ = statistics.receive(stream.header(0), at: .ms(0))
    var later = stream
    later.timestamp &+= 8_000 * 60
    _ = statistics.receive(later.header(1, marker: true), at: .ms(60_020))
    #expect(statistics.jitter.value == .zero)
  }

  @Test func `a timestamp jump starts the measurement anew`() {
    var statistics = statistics(arrivals: [0, 24, 44])
    let before = statistics.jitter.value
    var jumped = PacketStream()
    jumped.timestamp &+= 1_000_000
    _ = statistics.receive(jumped.header(3), at: .ms(64))
    _ = statistics.receive(jumped.header(4), at: .ms(84))
    #expect(statistics.jitter.maximum < .milliseconds(1))
    #expect(statistics.jitter.value < before)
  }

  @Test func `the frozen timestamps of telephone events are not jitter`() {
    var statistics = statistics(arrivals: [0, 20])
    for index in 2..<8 {
      var header = PacketStream().header(index)
      header.timestamp = PacketStream().header(2).timestamp
      header.payloadType = 101
      _ = statistics.receive(header, at: .ms(Int64(index) * 20))
    }
    _ = statistics.receive(PacketStream().header(8), at: .ms(160))
    #expect(statistics.jitter.value == .zero)
    #expect(statistics.timeline.unexplainedJumps == 0)
  }
}

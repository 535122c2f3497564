import RTP
import SansIO
import Testing

/// Statistics of streams whose clock is not that of telephony.
struct ClockRateTests {
  /// 20 ms packets of Opus: 960 ticks in 40 bytes.
  private var opus: PacketStream {
    var stream = PacketStream(payloadType: 111)
    stream.samples = 960
    return stream
  }

  private func header(_ index: Int, bytes: Int = 40, marker: Bool = false) -> PacketHeader {
    var header = opus.header(index, marker: marker)
    header.payload = 12..<12 + bytes
    return header
  }

  @Test func `jitter at 48 kHz is the same time as at 8 kHz, and six times the ticks`() {
    var streams = ReceivedStreams(clockRate: 48_000)
    for (index, milliseconds) in [0, 24, 40, 76, 80].enumerated() {
      _ = streams.receive(header(index), ticks: 960, at: .ms(Int64(milliseconds)))
    }
    // As computed by hand in InterarrivalJitterTests: 2.36322021484375 ms.
    #expect(streams.current?.jitter.value == .nanoseconds(2_363_220))
    #expect(streams.current?.jitter.ticks == 113)
    let block = streams.withStream(of: opus.ssrc) { $0.makeReportBlock(at: .ms(100)) }
    #expect(block?.jitter == 113)
  }

  @Test func `a steady stream has no jitter, whatever its rate, and as much audio as its packets say`() {
    for rate in [8_000, 16_000, 44_100, 48_000, 90_000] {
      var stream = opus
      stream.samples = rate / 50
      stream.timestamp = .max - 3_000
      var statistics = ReceiverStatistics(clockRate: rate)
      for index in 0..<500 {
        var header = stream.header(index)
        header.payload = 12..<15
        _ = statistics.receive(header, ticks: rate / 50, at: .ms(Int64(index) * 20))
      }
      #expect(statistics.jitter.maximum < .microseconds(1), "\(rate) Hz")
      #expect(statistics.jitter.ticks == 0)
      #expect(statistics.timeline.span == 10 * rate && statistics.timeline.audioSamples == 10 * rate)
      #expect(statistics.timeline.unexplainedJumps == 0)
      #expect(statistics.octets == 1_500)
    }
  }

  @Test func `sources of different clocks are measured side by side`() {
    var streams = ReceivedStreams()
    for (index, milliseconds) in [0, 24, 40, 76, 80].enumerated() {
      let now = Instant.ms(Int64(milliseconds))
      _ = streams.receive(header(index), ticks: 960, clockRate: 48_000, at: now)
      _ = streams.receive(PacketStream(ssrc: 9).header(index), at: now)
    }
    #expect(streams.streams.map(\.clockRate) == [48_000, 8_000])
    #expect(streams.streams.map(\.jitter.value) == [.nanoseconds(2_363_220), .nanoseconds(2_363_220)])
    #expect(streams.streams.map(\.timeline.audioSamples) == [4_800, 800])
  }

  @Test func `what a sender leaves out is exposed in ticks`() {
    var statistics = ReceiverStatistics(clockRate: 48_000)
    for index in 0..<10 {
      var header = header(index)
      if index >= 5 { header.timestamp &+= 4_800 }
      _ = statistics.receive(header, ticks: 960, at: .ms(Int64(index) * 20))
    }
    #expect(statistics.timeline.unexplainedJumps == 1 && statistics.timeline.unexplainedSamples == 4_800)
    #expect(statistics.timeline.span == 14_400 && statistics.timeline.audioSamples == 9_600)
  }

  @Test func `a packet that announces silence explains the pause behind it`() {
    var statistics = ReceiverStatistics(clockRate: 48_000)
    for (number, place) in [0, 1, 2, 22, 23].enumerated() {
      var header = header(place, bytes: place == 2 ? 1 : 40)
      header.sequenceNumber = UInt16(number)
      _ = statistics.receive(header, ticks: place == 2 ? 0 : 960, at: .ms(Int64(place) * 20))
    }
    #expect(statistics.timeline.unexplainedJumps == 0)
    #expect(statistics.timeline.audioSamples == 4 * 960 && statistics.timeline.span == 24 * 960)
    #expect(statistics.jitter.value == .zero)
  }

  @Test func `late packets and restarts count the audio that they hold`() {
    var statistics = ReceiverStatistics(clockRate: 48_000)
    for index in [0, 2, 1, 3] {
      _ = statistics.receive(header(index), ticks: 960, at: .ms(Int64(index) * 20))
    }
    var anew = opus
    anew.sequence = 40_000
    anew.timestamp = 7
    for index in 0..<2 {
      var header = anew.header(index)
      header.payload = 12..<52
      _ = statistics.receive(header, ticks: 960, at: .ms(80 + Int64(index) * 20))
    }
    #expect(statistics.restarts == 1 && statistics.reordered == 1 && statistics.received == 6)
    #expect(statistics.timeline.audioSamples == 6 * 960 && statistics.timeline.span == 6 * 960)
  }
}

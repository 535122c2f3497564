import RTP
import SansIO
import Testing

struct ReceiverStatisticsTests {
  /// Statistics of packets (by index in the stream) that come 20 ms apart in the given order.
  private func receive(
    _ order: [Int], _ stream: PacketStream = PacketStream()
  ) -> (statistics: ReceiverStatistics, arrivals: [Arrival]) {
    var statistics = ReceiverStatistics()
    var arrivals: [Arrival] = []
    for (place, index) in order.enumerated() {
      arrivals.append(statistics.receive(stream.header(index), at: .ms(Int64(place) * 20)))
    }
    return (statistics, arrivals)
  }

  @Test func `a steady stream has nothing to report`() {
    let (statistics, arrivals) = receive(Array(0..<100))
    #expect(arrivals == [.first] + Array(repeating: .inOrder, count: 99))
    #expect(statistics.received == 100 && statistics.expected == 100 && statistics.lost == 0)
    #expect(statistics.octets == 16_000)
    #expect(statistics.jitter.value == .zero)
    #expect(statistics.arrivalGaps[20] == 99 && statistics.arrivalGaps.reduce(0, +) == 99)
    #expect(statistics.firstArrival == .ms(0) && statistics.lastArrival == .ms(1_980))
    #expect(statistics.timeline.span == 16_000 && statistics.timeline.audioSamples == 16_000)
    #expect(statistics.lossBursts.reduce(0, +) == 0)
  }

  @Test func `gaps, duplicates and reordered packets are told apart`() {
    let (statistics, arrivals) = receive([0, 1, 4, 4, 2, 2, 5, 1])
    #expect(
      arrivals == [
        .first, .inOrder, .afterGap(lost: 2), .duplicate, .reordered, .duplicate, .inOrder, .duplicate,
      ])
    #expect(statistics.received == 5 && statistics.expected == 6 && statistics.lost == 1)
    #expect(statistics.duplicates == 3 && statistics.reordered == 1)
    #expect(statistics.lossBursts[1] == 1 && statistics.lossBursts.reduce(0, +) == 1)
  }

  @Test func `sequence numbers wrap`() {
    let (statistics, arrivals) = receive([0, 1, 3, 2, 4], PacketStream(sequence: 65_534))
    #expect(arrivals == [.first, .inOrder, .afterGap(lost: 1), .reordered, .inOrder])
    #expect(statistics.extendedHighestSequence == 0x1_0002)
    #expect(statistics.expected == 5 && statistics.lost == 0)
  }

  @Test func `a packet from before the first one widens the stream instead of making its loss negative`() {
    let (statistics, arrivals) = receive([3, 0, 4], PacketStream(sequence: 65_535))
    #expect(arrivals == [.first, .reordered, .inOrder])
    #expect(statistics.expected == 5 && statistics.received == 3 && statistics.lost == 2)
    #expect(statistics.lossBursts[2] == 1)
  }

  @Test func `a stray number is no restart, two in a row are`() {
    let (statistics, arrivals) = receive([0, 1, 20_000, 2, 30_000, 30_001, 30_002])
    #expect(arrivals == [.first, .inOrder, .outlier, .inOrder, .outlier, .restarted, .inOrder])
    #expect(statistics.outliers == 1 && statistics.restarts == 1)
    #expect(statistics.received == 6 && statistics.expected == 6 && statistics.lost == 0)
  }

  @Test func `losses before a restart stay counted`() {
    let (statistics, _) = receive([0, 1, 4, 9_000, 9_001, 9_003])
    #expect(statistics.expected == 5 + 4 && statistics.lost == 2 + 1)
    #expect(statistics.lossBursts[1] == 1 && statistics.lossBursts[2] == 1)
  }

  @Test func `bursts longer than the window and the histogram are kept in its last place`() {
    let (statistics, arrivals) = receive([0, 1, 1_000, 1_001, 1_066])
    #expect(arrivals[2] == .afterGap(lost: 998))
    #expect(statistics.lost == 998 + 64)
    #expect(statistics.lossBursts[64] == 2 && statistics.lossBursts.reduce(0, +) == 2)
  }

  @Test func `arrival gaps fall into buckets of a millisecond, the last one open`() {
    var statistics = ReceiverStatistics()
    let stream = PacketStream()
    for (index, at) in [0, 0, 19_999, 40_000, 140_000, 900_000].enumerated() {
      _ = statistics.receive(stream.header(index), at: .zero + .microseconds(Int64(at)))
    }
    let gaps = statistics.arrivalGaps
    #expect(gaps[0] == 1 && gaps[19] == 1 && gaps[20] == 1 && gaps[100] == 2)
  }

  @Test(arguments: 1...20)
  func `counts equal a naive count over any arrival order`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let order = Self.scrambled(count: 2_000, using: &generator)
    let stream = PacketStream(sequence: UInt16(truncatingIfNeeded: generator.next()))
    let (statistics, arrivals) = receive(order, stream)

    let seen = Set(order)
    let first = seen.min() ?? 0
    let last = seen.max() ?? 0
    #expect(statistics.received == seen.count)
    #expect(statistics.duplicates == order.count - seen.count)
    #expect(statistics.expected == last - first + 1)
    #expect(statistics.lost == last - first + 1 - seen.count)
    #expect(statistics.lossBursts == Self.bursts(missingFrom: seen, first: first, last: last))
    #expect(statistics.reordered == Self.countBelowMaximum(order))
    #expect(arrivals.count { $0 == .duplicate } == statistics.duplicates)
    #expect(statistics.arrivalGaps.reduce(0, +) == seen.count - 1)
    #expect(statistics.timeline.audioSamples == 160 * seen.count)
  }

  /// Indices 0..<count with losses (also in bursts), duplicates and displacements of fewer than 40 places.
  private static func scrambled(count: Int, using generator: inout SeededGenerator) -> [Int] {
    var placed: [(place: Int, index: Int)] = []
    var lossLeft = 0
    for index in 0..<count {
      if generator.unit() < 0.01 { lossLeft = Int(generator.next() % 90) }
      if lossLeft > 0, index > 0 {
        lossLeft -= 1
        continue
      }
      let copies = generator.unit() < 0.05 ? 2 : 1
      for _ in 0..<copies {
        let delay = generator.unit() < 0.1 ? Int(generator.next() % 40) : 0
        placed.append((index + delay, index))
      }
    }
    return placed.sorted { ($0.place, $0.index) < ($1.place, $1.index) }.map(\.index)
  }

  private static func bursts(missingFrom seen: Set<Int>, first: Int, last: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: 65)
    var run = 0
    for index in first...last {
      if seen.contains(index) {
        if run > 0 { counts[min(run, 64)] += 1 }
        run = 0
      } else {
        run += 1
      }
    }
    return counts
  }

  private static func countBelowMaximum(_ order: [Int]) -> Int {
    var seen: Set<Int> = []
    var highest = Int.min
    var count = 0
    for index in order where seen.insert(index).inserted {
      if index < highest { count += 1 }
      highest = max(highest, index)
    }
    return count
  }

  @Test func `any headers at any instants leave it consistent`() {
    var generator = SeededGenerator(seed: 9)
    var statistics = ReceiverStatistics(telephoneEventPayloadType: 101)
    var now = Instant.zero
    for _ in 0..<50_000 {
      let bits = generator.next()
      let sequence =
        bits & 7 == 0 ? UInt16(truncatingIfNeeded: bits >> 8) : UInt16(truncatingIfNeeded: bits >> 56)
      now += .nanoseconds(Int64(generator.next() % 50_000_000))
      _ = statistics.receive(
        PacketHeader(
          marker: bits & 8 == 0, payloadType: UInt8(bits >> 24 & 0x7F), sequenceNumber: sequence,
          timestamp: UInt32(truncatingIfNeeded: generator.next()), ssrc: 1,
          payloadBytes: Int(bits >> 32 & 0x3FF)),
        at: now)
      #expect(statistics.lost >= 0)
    }
    #expect(statistics.restarts + statistics.outliers > 100)
  }
}

import RTP
import SansIO
import Testing

struct AdaptivePacketQueueTests {
  private let stream = PacketStream(sequence: 0, timestamp: 0)

  @Test func `on a clean path a packet plays at the first tick 5 ms after its arrival`() {
    // Ticks are at 7, 27, 47 ms …: an arrival at 0 ms waits 7 ms, one at 3 ms waits 24 ms.
    for (phase, wait) in [(0, 7), (2, 5), (3, 24), (19, 8)] as [(Int64, Int64)] {
      var mixer = Mixer()
      for index in 0..<500 { mixer.insert(stream.header(index), at: .ms(Int64(index) * 20 + phase)) }
      #expect(mixer.waits.count >= 497)
      #expect(mixer.waits.allSatisfy { $0 == .milliseconds(wait) }, "arrivals at \(phase) ms")
      #expect(mixer.playout.queue.statistics.lostPieces == 0)
      #expect(mixer.heads.indices.allSatisfy { mixer.heads[$0] == Int16($0 & 0x7F) })
    }
  }

  @Test(arguments: [10, 20, 40, 60])
  func `packets of any length are cut into whole frames`(milliseconds: Int) {
    var stream = stream
    stream.samples = milliseconds * 8
    var mixer = Mixer()
    for index in 0..<600 / milliseconds * 2 {
      mixer.insert(stream.header(index), at: .ms(Int64(index * milliseconds)))
    }
    mixer.pull(until: .ms(1_190))
    let played = mixer.frames.compactMap { $0 }
    #expect(played.count >= 57)
    #expect(played == (0..<played.count).map { UInt32($0 * 160) })
    #expect(mixer.heads == (0..<mixer.heads.count).map { Int16($0 * 20 / milliseconds) })
    #expect(mixer.waits.allSatisfy { $0 <= .milliseconds(milliseconds == 10 ? 35 : 5 + Int64(milliseconds)) })
    #expect(mixer.playout.queue.statistics.skippedPackets == 0)
  }

  @Test func `jitter lengthens the delay at once, and calm shortens it again`() {
    var generator = SeededGenerator(seed: 3)
    var mixer = Mixer()
    for index in 0..<1_500 {
      let jitter = (500..<1_000).contains(index) ? Int64(generator.next() % 60) : 0
      mixer.insert(stream.header(index), at: .ms(Int64(index) * 20 + jitter))
    }
    let statistics = mixer.playout.queue.statistics
    // Every packet was heard but those left out to shorten the delay.
    #expect(mixer.played.count + statistics.skippedPackets + mixer.playout.queue.queuedPackets >= 1_499)
    #expect((1...4).contains(mixer.playout.queue.statistics.lostPieces))
    #expect((2...5).contains(statistics.skippedPackets))
    // In step again with the clean path at its end, and below 60 + 5 + 20 ms throughout the jitter.
    #expect(mixer.waits.suffix(100).allSatisfy { $0 == .milliseconds(7) })
    #expect(mixer.waits.allSatisfy { $0 <= .milliseconds(85) })
  }

  @Test func `a late packet is played late, and nothing of it is lost`() {
    var mixer = Mixer()
    for index in 0..<100 {
      // From packet 50 on the path is 30 ms longer.
      mixer.insert(stream.header(index), at: .ms(Int64(index) * 20 + (index < 50 ? 0 : 30)))
    }
    mixer.pull(until: .ms(2_200))
    #expect(mixer.insertions.filter { $0 == .delayed }.count >= 1)
    #expect(mixer.insertions.allSatisfy { $0 == .queued || $0 == .delayed })
    #expect(mixer.heads == (0..<100).map { Int16($0) })
    #expect(mixer.waits.suffix(40).allSatisfy { $0 <= .milliseconds(25) })
  }

  @Test func `a lost packet is one frame of loss, and the one behind can mend it`() {
    var mixer = Mixer()
    for index in 0..<50 where index != 20 {
      // Two packets at a time, so that the follower is there when the gap is played.
      mixer.insert(stream.header(index), at: .ms(Int64(index / 2) * 40))
    }
    mixer.pull(until: .ms(1_100))
    #expect(mixer.decoder.mended == [21])
    #expect(mixer.frames.firstIndex(of: nil) == 20)
    #expect(mixer.frames.prefix(50).filter { $0 == nil }.count == 1)
    #expect(mixer.heads.count == 49)
  }

  @Test func `discontinuous transmission is idle and no loss, and each talkspurt starts anew`() {
    var mixer = Mixer()
    var sequence: UInt16 = 0
    for spurt in 0..<5 {
      for index in 0..<20 {
        var header = stream.header(spurt * 100 + index)
        header.sequenceNumber = sequence
        sequence += 1
        let at = Int64(spurt * 100 + index) * 20 + Int64(spurt)
        mixer.insert(header, at: .ms(at), isQuiet: index == 19)
      }
    }
    mixer.pull(until: .ms(10_000))
    #expect(mixer.playout.queue.statistics.lostPieces == 0)
    #expect(mixer.playout.queue.statistics.resynchronisations == 0)
    #expect(mixer.heads == (0..<100).map { Int16($0) })
  }

  @Test(arguments: [PlayoutMode.adaptive, .fixed(.milliseconds(60))])
  func `packets that change places in time are played in their order`(mode: PlayoutMode) {
    var mixer = Mixer(mode)
    // Pairs come every 40 ms, the second packet of each a millisecond before the first.
    for pair in 0..<50 {
      mixer.insert(stream.header(2 * pair + 1), at: .ms(Int64(pair) * 40 + 20))
      mixer.insert(stream.header(2 * pair), at: .ms(Int64(pair) * 40 + 21))
    }
    let played = mixer.frames.compactMap(\.self)
    #expect(played == played.sorted() && played.count >= 95)
    #expect(mixer.playout.queue.statistics.lostPieces <= 1)
    #expect(mixer.playout.queue.statistics.resynchronisations == 0)
  }

  @Test func `a duplicate and a packet that was overtaken are discarded`() {
    var mixer = Mixer()
    for index in [0, 1, 2, 2, 3, 5, 6, 7, 8, 4, 9] {
      mixer.insert(stream.header(index), at: .ms(Int64(mixer.insertions.count) * 20))
    }
    mixer.pull(until: .ms(500))
    let statistics = mixer.playout.queue.statistics
    #expect(statistics.duplicatePackets == 1 && statistics.latePackets >= 1)
    #expect(mixer.heads.count >= 9)
  }

  @Test func `a new source and timestamps that start anew go on without a pause`() {
    var mixer = Mixer()
    for index in 0..<50 { mixer.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    let other = PacketStream(ssrc: 9, sequence: 40_050, timestamp: 4_000_000_000)
    for index in 0..<50 { mixer.insert(other.header(index), at: .ms(1_000 + Int64(index) * 20)) }
    var jumped = other
    jumped.timestamp = 17
    for index in 50..<100 { mixer.insert(jumped.header(index), at: .ms(1_000 + Int64(index) * 20)) }
    mixer.pull(until: .ms(3_100))
    #expect(mixer.playout.queue.statistics.resynchronisations == 2)
    #expect(mixer.playout.queue.statistics.lostPieces <= 3)
    #expect(mixer.heads.count >= 149)
    #expect(mixer.waits.allSatisfy { $0 <= .milliseconds(30) })
  }

  @Test(arguments: [-300, 300])
  func `a drifting sender is followed for ten minutes`(partsPerMillion: Int64) {
    var mixer = Mixer()
    for index in 0..<30_000 {
      let nominal = Int64(index) * 20_000_000
      mixer.insert(
        stream.header(index), at: Instant(nanoseconds: nominal + nominal / 1_000_000 * partsPerMillion))
    }
    // 300 ppm of ten minutes is 180 ms: nine frames.
    let statistics = mixer.playout.queue.statistics
    #expect((partsPerMillion > 0 ? 0...1 : 7...10).contains(statistics.skippedPackets))
    #expect((partsPerMillion > 0 ? 7...12 : 0...1).contains(statistics.lostPieces))
    #expect(mixer.waits.allSatisfy { $0 <= .milliseconds(35) })
    #expect(mixer.playout.queue.statistics.resynchronisations == 0)
  }

  @Test func `after a stall of half a second the delay is within its limit at once`() {
    var mixer = Mixer()
    for index in 0..<200 {
      let sent = Int64(index) * 20
      mixer.insert(stream.header(index), at: .ms((1_000..<1_500).contains(sent) ? 1_500 : sent))
    }
    mixer.pull(until: .ms(4_000))
    #expect(mixer.playout.queue.statistics.resynchronisations == 0)
    for (at, arrival, timestamp) in mixer.played where at >= .ms(1_560) {
      #expect(at - .zero - .milliseconds(Int64(timestamp) / 8) <= .milliseconds(290), "\(arrival)")
    }
  }

  @Test func `any packets at any instants leave it bounded and its frames whole`() {
    var generator = SeededGenerator(seed: 6)
    for mode in [PlayoutMode.adaptive, .fixed(.milliseconds(60))] {
      var mixer = Mixer(mode)
      var now = Instant.zero
      for _ in 0..<10_000 {
        let bits = generator.next()
        let wild = bits & 0xF00 == 0
        let header = PacketHeader(
          marker: bits & 1 == 0, payloadType: 0,
          sequenceNumber: UInt16(truncatingIfNeeded: bits >> 16) & (wild ? .max : 0xFF),
          timestamp: UInt32(truncatingIfNeeded: bits >> 32) & (wild ? .max : 0x1FFF),
          ssrc: bits & 0xF000 == 0 ? 2 : 1, payloadBytes: Int(generator.next() % 1_100))
        now += .nanoseconds(Int64(generator.next() % 30_000_000))
        mixer.insert(header, at: now, isQuiet: bits & 2 == 0)
        #expect(mixer.playout.queue.queuedPackets <= 64)
      }
      #expect(mixer.heads.count > 100)
    }
  }
}

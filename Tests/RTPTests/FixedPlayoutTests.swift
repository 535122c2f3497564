import RTP
import SansIO
import Testing

struct FixedPlayoutTests {
  private let stream = PacketStream(sequence: 0, timestamp: 0)

  @Test func `a frame plays in the 20 ms after its playout instant, and that is exact`() {
    var mixer = Mixer(.fixed(.milliseconds(60)))
    #expect(mixer.playout.queue.playoutInstant(ofTimestamp: 0) == nil)
    for index in 0..<300 { mixer.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    #expect(mixer.played.count >= 296)
    for (at, arrival, timestamp) in mixer.played {
      let due = mixer.playout.queue.playoutInstant(ofTimestamp: timestamp)
      #expect(due == arrival + .milliseconds(60))
      #expect(due.map { at - .milliseconds(20) < $0 && $0 <= at } == true)
    }
  }

  @Test func `jitter below the delay changes nothing, and a packet beyond it is late`() {
    var generator = SeededGenerator(seed: 2)
    var mixer = Mixer(.fixed(.milliseconds(60)))
    var order: [(index: Int, at: Int64)] = []
    for index in 0..<500 {
      let jitter = index == 0 ? 0 : index == 250 ? 130 : Int64(generator.next() % 60)
      order.append((index, Int64(index) * 20 + jitter))
    }
    for packet in order.sorted(by: { $0.at < $1.at }) {
      mixer.insert(stream.header(packet.index), at: .ms(packet.at))
    }
    mixer.pull(until: .ms(10_050))
    #expect(mixer.playout.queue.statistics.latePackets == 1)
    #expect(mixer.playout.queue.statistics.lostPieces == 1)
    #expect(mixer.playout.queue.statistics.resynchronisations == 0)
    #expect(mixer.frames.prefix(500).filter { $0 == nil }.count == 1)
    #expect(mixer.playout.queue.playoutInstant(ofTimestamp: 0) == .ms(60))
  }

  @Test func `of a long packet that comes late the rest is played in its place`() {
    var stream = stream
    stream.samples = 480
    var mixer = Mixer(.fixed(.milliseconds(20)))
    for index in 0..<10 {
      mixer.insert(stream.header(index), at: .ms(Int64(index) * 60 + (index == 5 ? 40 : 0)))
    }
    mixer.pull(until: .ms(640))
    // The packet of 300 ms comes at 340 ms; its first frame, due at 320 ms, is lost at the tick of 327 ms.
    let expected: [UInt32?] = (0..<30).map { $0 == 15 ? nil : UInt32($0 * 160) }
    #expect(Array(mixer.frames.prefix(30)) == expected)
  }

  @Test func `pulls left out pass over their frames`() {
    var mixer = Mixer(.fixed(.milliseconds(20)))
    for index in 0..<40 {
      mixer.insert(stream.header(index), at: .ms(Int64(index) * 20))
      if index == 20 { mixer.skipTicks(5) }
    }
    for (at, _, timestamp) in mixer.played {
      let due = mixer.playout.queue.playoutInstant(ofTimestamp: timestamp)
      #expect(due.map { at - .milliseconds(20) < $0 && $0 <= at } == true)
    }
    #expect(mixer.played.count == 33)
  }

  @Test func `a longer path is followed after 100 ms of late packets`() {
    var mixer = Mixer(.fixed(.milliseconds(60)))
    for index in 0..<100 {
      mixer.insert(stream.header(index), at: .ms(Int64(index) * 20 + (index < 50 ? 0 : 150)))
    }
    mixer.pull(until: .ms(2_500))
    #expect(mixer.playout.queue.statistics.resynchronisations == 1)
    #expect(mixer.playout.queue.statistics.latePackets == 5)
    let due = mixer.playout.queue.playoutInstant(ofTimestamp: 55 * 160)
    #expect(due.map { ($0 - .ms(55 * 20 + 210)).magnitude <= .milliseconds(10) } == true)
  }

  @Test func `after a pause a new source starts at exactly its arrival plus the delay`() {
    var mixer = Mixer(.fixed(.milliseconds(60)))
    for index in 0..<10 { mixer.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    let other = PacketStream(ssrc: 99, timestamp: 777)
    mixer.insert(other.header(0), at: .ms(1_003))
    #expect(mixer.playout.queue.playoutInstant(ofTimestamp: 777) == .ms(1_063))
  }

  @Test func `at 48 kHz with frames of 8 kHz the timestamps are those of the stream`() {
    var mixer = Mixer(.fixed(.milliseconds(60)), clockRate: 48_000)
    var stream = stream
    stream.samples = 960
    stream.timestamp = .max - 10_000
    for index in 0..<100 {
      mixer.insert(stream.header(index), ticks: 960, bytes: 40, at: .ms(Int64(index) * 20))
    }
    #expect(mixer.played.count >= 96)
    for (index, entry) in mixer.played.enumerated() {
      #expect(entry.timestamp == stream.timestamp &+ UInt32(index * 960))
      #expect(entry.arrival == .ms(Int64(index) * 20))
    }
  }
}

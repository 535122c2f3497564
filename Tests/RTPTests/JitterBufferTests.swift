import RTP
import SansIO
import Testing

/// A jitter buffer between a scripted stream and a 20 ms clock whose ticks are at 7, 27, 47 ms.
private struct Playback {
  var buffer: JitterBuffer
  var insertions: [JitterBuffer.Insertion] = []
  var playouts: [(at: Instant, playout: JitterBuffer.Playout)] = []
  /// The first byte of each frame.
  var heads: [UInt8] = []
  private var tick = Instant.ms(7)
  private var frame: [UInt8] = []

  init(delay: Int64 = 60) { buffer = JitterBuffer(delay: .milliseconds(delay)) }

  /// Pulls up to `now`, then inserts; every payload byte is the packet's sequence number, low byte.
  mutating func insert(_ header: PacketHeader, at now: Instant) {
    pull(until: now)
    let byte = UInt8(truncatingIfNeeded: header.sequenceNumber)
    let payload = [UInt8](repeating: byte, count: header.payload.count)
    insertions.append(buffer.insert(header, payload: payload.span, at: now))
  }

  mutating func pull(until now: Instant) {
    while tick <= now {
      let playout = buffer.pull(at: tick, into: &frame)
      playouts.append((tick, playout))
      if case .frame = playout {
        #expect(frame.count == 160)
        heads.append(frame[0])
      } else {
        #expect(frame.isEmpty)
      }
      tick += .milliseconds(20)
    }
  }

  /// The timestamps of the frames, with `nil` for what was lost.
  var timestamps: [UInt32?] {
    playouts.compactMap { entry in
      switch entry.playout {
      case .frame(let timestamp, _, _): .some(timestamp)
      case .lost: .some(nil)
      case .idle: nil
      }
    }
  }

  func count(_ playout: JitterBuffer.Playout) -> Int { playouts.count { $0.playout == playout } }
}

struct JitterBufferTests {
  private let stream = PacketStream(sequence: 0, timestamp: 0)

  /// The timestamps of `count` frames in a row.
  private func frames(_ count: Int, from first: UInt32 = 0) -> [UInt32?] {
    (0..<count).map { first &+ UInt32($0) * 160 }
  }

  @Test func `a steady stream plays without a gap, each frame in the 20 ms after its playout instant`() {
    var playback = Playback()
    for index in 0..<500 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    #expect(playback.insertions.allSatisfy { $0 == .queued })
    #expect(playback.timestamps == frames(playback.heads.count))
    #expect(playback.heads.count >= 496)
    for (at, playout) in playback.playouts {
      guard case .frame(let timestamp, let arrival, let end) = playout else { continue }
      let due = playback.buffer.playoutInstant(ofTimestamp: timestamp)
      #expect(due == arrival + .milliseconds(60))
      #expect(due.map { at - .milliseconds(20) < $0 && $0 <= at } == true)
      #expect(end == timestamp + 160)
    }
    #expect(playback.buffer.adjustments == 0 && playback.buffer.lostFrames == 0)
  }

  @Test func `the playout instant of any timestamp is exact to the nanosecond`() {
    var playback = Playback(delay: 45)
    #expect(playback.buffer.playoutInstant(ofTimestamp: 0) == nil)
    let wrapping = PacketStream(sequence: 65_530, timestamp: .max - 999)
    let base = Instant(nanoseconds: 123_456_789)
    for index in 0..<50 {
      playback.insert(wrapping.header(index), at: base + .milliseconds(Int64(index) * 20))
      for sample in [0, 1, 999, 1_000, 80_000] {
        let timestamp = wrapping.timestamp &+ UInt32(sample)
        let expected = base + .milliseconds(45) + .microseconds(Int64(sample) * 125)
        #expect(playback.buffer.playoutInstant(ofTimestamp: timestamp) == expected)
      }
    }
  }

  @Test func `jitter below the delay changes nothing`() {
    var generator = SeededGenerator(seed: 2)
    var playback = Playback()
    let order = (0..<500).map { index in
      (index: index, at: Instant.ms(Int64(index) * 20 + (index == 0 ? 0 : Int64(generator.next() % 60))))
    }
    for packet in order.sorted(by: { $0.at < $1.at }) {
      playback.insert(stream.header(packet.index), at: packet.at)
    }
    #expect(playback.timestamps == frames(playback.heads.count))
    #expect(playback.heads.indices.allSatisfy { playback.heads[$0] == UInt8(truncatingIfNeeded: $0) })
    #expect(playback.buffer.latePackets == 0)
  }

  @Test func `a lost packet is one lost frame`() {
    var playback = Playback()
    for index in 0..<20 where index != 7 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    #expect(playback.timestamps.prefix(10) == [0, 160, 320, 480, 640, 800, 960, nil, 1_280, 1_440])
    #expect(playback.buffer.lostFrames == 1 && playback.buffer.adjustments == 0)
  }

  @Test func `a late packet is discarded and counted, and its frame is lost`() {
    var playback = Playback()
    for index in 0..<20 where index != 7 {
      playback.insert(stream.header(index), at: .ms(Int64(index) * 20))
      if index == 12 { playback.insert(stream.header(7), at: .ms(245)) }
    }
    #expect(playback.insertions.count { $0 == .late } == 1)
    #expect(playback.buffer.latePackets == 1 && playback.buffer.lostFrames == 1)
  }

  @Test func `a duplicate is discarded, before and after its playout`() {
    var playback = Playback()
    for index in 0..<20 {
      playback.insert(stream.header(index), at: .ms(Int64(index) * 20))
      playback.insert(stream.header(index), at: .ms(Int64(index) * 20 + 1))
      if index > 10 { playback.insert(stream.header(index - 10), at: .ms(Int64(index) * 20 + 1)) }
    }
    #expect(playback.buffer.duplicatePackets == 29 && playback.buffer.latePackets == 0)
    #expect(playback.insertions.allSatisfy { $0 == .queued || $0 == .duplicate })
  }

  @Test func `a pause with moving timestamps is idle and keeps the line`() {
    var playback = Playback()
    for index in 0..<10 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    // The sender resumes at sample 8100, in no whole frames from the start.
    var resumed = stream
    resumed.timestamp = 8_100 - 1_600
    for index in 10..<20 { playback.insert(resumed.header(index), at: .ms(1_013 + Int64(index - 10) * 20)) }
    playback.pull(until: .ms(1_300))
    #expect(playback.timestamps == frames(10) + frames(10, from: 8_100))
    #expect(playback.buffer.adjustments == 0 && playback.buffer.lostFrames == 0)
    #expect(playback.buffer.filledSamples == 0)
    #expect(playback.buffer.playoutInstant(ofTimestamp: 8_100) == .ms(60) + .microseconds(8_100 * 125))
  }

  @Test func `packets without audio keep a pause from looking like loss`() {
    var playback = Playback()
    for index in 0..<10 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    var noise = stream.header(10)
    noise.payloadType = 13
    playback.insert(noise, at: .ms(200))
    for index in 13..<20 {
      var header = stream.header(index)
      header.sequenceNumber = UInt16(index - 2)
      playback.insert(header, at: .ms(Int64(index) * 20))
    }
    playback.pull(until: .ms(500))
    #expect(playback.insertions.count { $0 == .silent } == 1)
    #expect(playback.buffer.lostFrames == 0 && playback.buffer.playedFrames == 17)
  }

  @Test func `a timestamp jump draws a new line and loses nothing`() {
    for jump: UInt32 in [1_000_000, 0 &- 5_000, 1 << 31] {
      var playback = Playback()
      for index in 0..<10 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
      var jumped = stream
      jumped.timestamp &+= jump
      // 4 ms late: the line moves to the running frames, not to this packet's jitter.
      for index in 10..<30 { playback.insert(jumped.header(index), at: .ms(Int64(index) * 20 + 4)) }
      playback.pull(until: .ms(800))
      #expect(playback.insertions[10] == .resynchronised)
      #expect(playback.buffer.adjustments == 1)
      #expect(playback.timestamps == frames(10) + frames(20, from: jump &+ 1_600))
      #expect(playback.buffer.playoutInstant(ofTimestamp: jumped.header(10).timestamp) == .ms(260))
      #expect(playback.buffer.lostFrames == 0 && playback.buffer.discardedPackets == 0)
    }
  }

  @Test func `a change of source draws a new line, and what is queued plays to its end`() {
    var playback = Playback()
    for index in 0..<10 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    let other = PacketStream(ssrc: 99, sequence: 40_000, timestamp: 777)
    for index in 0..<10 { playback.insert(other.header(index), at: .ms(200 + Int64(index) * 20)) }
    playback.pull(until: .ms(600))
    #expect(playback.timestamps == frames(10) + frames(10, from: 777))
    #expect(playback.buffer.adjustments == 1 && playback.buffer.lostFrames == 0)
  }

  @Test func `after a pause a new source starts at exactly its arrival plus the delay`() {
    var playback = Playback()
    for index in 0..<10 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    let other = PacketStream(ssrc: 99, timestamp: 777)
    playback.insert(other.header(0), at: .ms(1_003))
    #expect(playback.buffer.playoutInstant(ofTimestamp: 777) == .ms(1_063))
  }

  @Test func `a longer path is followed after 100 ms of late packets`() {
    var playback = Playback()
    for index in 0..<100 {
      let at = Int64(index) * 20 + (index < 50 ? 0 : 150)
      playback.insert(stream.header(index), at: .ms(at))
    }
    playback.pull(until: .ms(2_500))
    #expect(playback.buffer.adjustments == 1)
    #expect(playback.buffer.latePackets == 5)
    #expect(playback.buffer.playoutInstant(ofTimestamp: 55 * 160) == .ms(55 * 20 + 150 + 60))
    #expect(playback.buffer.playedFrames == 95)
  }

  @Test func `a stall that ends in a burst does not move the line`() {
    var playback = Playback()
    for index in 0..<100 {
      let sent = Int64(index) * 20
      playback.insert(stream.header(index), at: .ms((1_000..<1_400).contains(sent) ? 1_400 : sent))
    }
    #expect(playback.buffer.adjustments == 0)
    #expect(playback.buffer.latePackets == 17)
    #expect(playback.buffer.playoutInstant(ofTimestamp: 160) == .ms(80))
  }

  @Test func `a path shorter by more than 200 ms is followed at once`() {
    var playback = Playback()
    // Packets 50 on overtake the last fourteen before them, which then come too late for the new line.
    let packets = (0..<100).map { (index: $0, at: Int64($0) * 20 + ($0 < 50 ? 300 : 0)) }
    for packet in packets.sorted(by: { ($0.at, $0.index) < ($1.at, $1.index) }) {
      playback.insert(stream.header(packet.index), at: .ms(packet.at))
    }
    #expect(playback.buffer.latePackets == 14)
    #expect(playback.buffer.adjustments == 1)
    let due = playback.buffer.playoutInstant(ofTimestamp: 99 * 160)
    #expect(due.map { ($0 - .ms(99 * 20 + 60)).magnitude <= .milliseconds(10) } == true)
  }

  @Test func `timestamps that stood still during a pause are followed from the marker on`() {
    var playback = Playback()
    for index in 0..<10 { playback.insert(stream.header(index), at: .ms(Int64(index) * 20)) }
    for index in 10..<20 {
      playback.insert(stream.header(index, marker: index == 10), at: .ms(5_000 + Int64(index) * 20))
    }
    playback.pull(until: .ms(5_600))
    #expect(playback.buffer.adjustments == 1 && playback.buffer.latePackets == 0)
    #expect(playback.buffer.playedFrames == 20)
  }

  @Test(arguments: [10, 20, 30, 40, 60])
  func `packets of any usual length are cut and joined to frames`(milliseconds: Int) {
    var stream = stream
    stream.samples = milliseconds * 8
    var playback = Playback(delay: 80)
    let packets = 1_200 / milliseconds
    for index in 0..<packets { playback.insert(stream.header(index), at: .ms(Int64(index * milliseconds))) }
    playback.pull(until: .ms(1_500))
    #expect(playback.timestamps == frames(60))
    #expect(playback.heads == (0..<60).map { UInt8($0 * 20 / milliseconds) })
    for case .frame(let timestamp, let arrival, let end) in playback.playouts.map(\.playout) {
      let packet = Int(timestamp) / stream.samples
      #expect(arrival == .ms(Int64(packet * milliseconds)) && end == UInt32((packet + 1) * stream.samples))
    }
    #expect(playback.buffer.filledSamples == 0)
  }

  @Test func `half a frame that was lost is silence of the encoding`() {
    var stream = stream
    stream.samples = 80
    stream.payloadType = 8
    var buffer = JitterBuffer(delay: .milliseconds(60))
    let payload = [UInt8](repeating: 1, count: 80)
    for index in 0..<8 where index != 3 {
      _ = buffer.insert(stream.header(index), payload: payload.span, at: .ms(Int64(index) * 10))
    }
    var frame: [UInt8] = []
    _ = buffer.pull(at: .ms(60), into: &frame)
    #expect(frame == payload + payload)
    #expect(
      buffer.pull(at: .ms(80), into: &frame) == .frame(timestamp: 160, arrival: .ms(20), packetEnd: 240))
    #expect(frame == payload + [UInt8](repeating: 0xD5, count: 80))
    #expect(buffer.filledSamples == 80 && buffer.payloadType == 8)
  }

  @Test(arguments: [-200, 200])
  func `a drifting sender costs at most one new line in ten minutes`(partsPerMillion: Int64) {
    var playback = Playback()
    let packets = 30_000
    for index in 0..<packets {
      let nominal = Int64(index) * 20_000_000
      playback.insert(
        stream.header(index), at: Instant(nanoseconds: nominal + nominal / 1_000_000 * partsPerMillion))
    }
    // 200 ppm of ten minutes is 120 ms: a slow sender runs out of the 60 ms, a fast one stays below 200 ms.
    #expect(playback.buffer.adjustments == (partsPerMillion > 0 ? 1 : 0))
    #expect(playback.buffer.latePackets <= (partsPerMillion > 0 ? 6 : 0))
    #expect(playback.buffer.playedFrames >= packets - 20)
  }

  @Test func `a pull is idle before the first packet and after the last`() {
    var playback = Playback()
    playback.pull(until: .ms(1_000))
    #expect(playback.count(.idle) == playback.playouts.count)
    playback.insert(stream.header(0), at: .ms(1_000))
    playback.pull(until: .ms(2_000))
    #expect(playback.heads.count == 1 && playback.buffer.lostFrames == 0)
  }

  @Test func `pulls left out pass over their frames`() {
    var buffer = JitterBuffer(delay: .milliseconds(20))
    let payload = [UInt8](repeating: 1, count: 160)
    for index in 0..<10 {
      _ = buffer.insert(stream.header(index), payload: payload.span, at: .ms(0))
    }
    var frame: [UInt8] = []
    #expect(buffer.pull(at: .ms(20), into: &frame) == .frame(timestamp: 0, arrival: .ms(0), packetEnd: 160))
    #expect(
      buffer.pull(at: .ms(105), into: &frame) == .frame(timestamp: 640, arrival: .ms(0), packetEnd: 800))
    #expect(buffer.discardedPackets == 3)
  }

  @Test func `too long a payload and too many packets are refused`() {
    var buffer = JitterBuffer(delay: .milliseconds(60))
    var stream = stream
    stream.samples = 481
    let long = [UInt8](repeating: 1, count: 481)
    #expect(buffer.insert(stream.header(0), payload: long.span, at: .ms(0)) == .refused)
    stream.samples = 8
    for index in 0..<70 {
      let insertion = buffer.insert(stream.header(index), payload: long.span.extracting(first: 8), at: .ms(0))
      #expect(insertion == (index < 64 ? .queued : .refused))
    }
    #expect(buffer.queuedPackets == 64 && buffer.discardedPackets == 7)
  }

  @Test func `any packets at any instants leave it bounded and its frames whole`() {
    var generator = SeededGenerator(seed: 6)
    var playback = Playback()
    var now = Instant.zero
    for _ in 0..<30_000 {
      let bits = generator.next()
      let wild = bits & 0xF00 == 0
      let header = PacketHeader(
        marker: bits & 1 == 0, payloadType: bits & 2 == 0 ? 0 : 8,
        sequenceNumber: UInt16(truncatingIfNeeded: bits >> 16) & (wild ? .max : 0xFF),
        timestamp: UInt32(truncatingIfNeeded: bits >> 32) & (wild ? .max : 0x1FFF),
        ssrc: bits & 0xF000 == 0 ? 2 : 1, payloadBytes: Int(generator.next() % 500))
      now += .nanoseconds(Int64(generator.next() % 30_000_000))
      playback.insert(header, at: now)
      #expect(playback.buffer.queuedPackets <= 64)
    }
    #expect(playback.buffer.playedFrames > 100)
  }
}

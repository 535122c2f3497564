import RTP
import SansIO
import Testing

/// A forwarder with what it wrote.
private struct Relay {
  var forwarder = StreamForwarder(ssrc: 77, sequenceNumber: 65_530, timestamp: .max - 5_000)
  var outcomes: [StreamForwarder.Outcome] = []
  var written: [PacketHeader] = []
  private var datagram: [UInt8] = []

  mutating func forward(_ header: PacketHeader, rate: Int = 8_000, at now: Instant) throws {
    let payload = (0..<header.payload.count).map { _ in UInt8(truncatingIfNeeded: header.sequenceNumber) }
    let outcome = forwarder.rewrite(
      header, payload: payload.span, payloadType: 100, clockRate: rate, at: now, into: &datagram)
    outcomes.append(outcome)
    guard outcome == .written || outcome == .switched else {
      #expect(datagram.isEmpty)
      return
    }
    let out = try PacketHeader(parsing: datagram.span)
    #expect(Array(datagram[out.payload]) == payload)
    #expect(out.ssrc == 77 && out.payloadType == 100)
    written.append(out)
  }

  /// The steps from each packet written to the next.
  var steps: [[Int]] {
    zip(written, written.dropFirst()).map { a, b in
      [
        Int(Int16(bitPattern: b.sequenceNumber &- a.sequenceNumber)),
        Int(Int32(bitPattern: b.timestamp &- a.timestamp)),
      ]
    }
  }
}

struct StreamForwarderTests {
  private let stream = PacketStream()

  @Test func `a steady stream keeps its distances under new numbers, over their wrap`() throws {
    var relay = Relay()
    for index in 0..<100 { try relay.forward(stream.header(index), at: .ms(Int64(index) * 20)) }
    #expect(relay.written[0].sequenceNumber == 65_530 && relay.written[0].timestamp == .max - 5_000)
    #expect(relay.written[0].marker && relay.written.dropFirst().allSatisfy { !$0.marker })
    #expect(relay.steps.allSatisfy { $0 == [1, 160] })
    #expect(relay.outcomes.first == .switched && relay.outcomes.dropFirst().allSatisfy { $0 == .written })
    #expect(relay.forwarder.packets == 100 && relay.forwarder.octets == 16_000)
    #expect(relay.forwarder.sequenceNumber == 65_530 &+ 100)
  }

  @Test func `packets out of order take their places, and duplicates are dropped`() throws {
    var relay = Relay()
    for index in [0, 1, 3, 2, 3, 2, 5, 6] {
      try relay.forward(stream.header(index), at: .ms(Int64(index) * 20))
    }
    #expect(relay.written.map { $0.sequenceNumber &- 65_530 } == [0, 1, 3, 2, 5, 6])
    #expect(relay.written.map { $0.timestamp &- (.max - 5_000) } == [0, 160, 480, 320, 800, 960])
    #expect(relay.outcomes[4...5] == [.duplicate, .duplicate])
    #expect(relay.forwarder.packets == 6)
  }

  @Test func `another source goes on where the last one ended, by the time that passed`() throws {
    var relay = Relay()
    for index in 0..<10 { try relay.forward(stream.header(index), at: .ms(Int64(index) * 20)) }
    let other = PacketStream(ssrc: 5, sequence: 3, timestamp: 9)
    for index in 0..<10 { try relay.forward(other.header(index), at: .ms(1_180 + Int64(index) * 20)) }
    #expect(relay.steps[9] == [1, 8_000])
    #expect(relay.outcomes[10] == .switched && relay.written[10].marker)
    #expect(relay.steps.enumerated().allSatisfy { $0.offset == 9 || $0.element == [1, 160] })
  }

  @Test func `a packet from before the change of source is stale`() throws {
    var relay = Relay()
    try relay.forward(stream.header(5), at: .ms(0))
    try relay.forward(stream.header(4), at: .ms(1))
    try relay.forward(stream.header(6), at: .ms(20))
    #expect(relay.outcomes == [.switched, .stale, .written])
    #expect(relay.steps == [[1, 160]])
  }

  @Test func `a change of clock rate moves the timestamp by the new clock`() throws {
    var relay = Relay()
    try relay.forward(stream.header(0), at: .ms(0))
    try relay.forward(stream.header(1), rate: 48_000, at: .ms(100))
    #expect(relay.steps == [[1, 4_800]])
    #expect(relay.outcomes == [.switched, .switched])
  }

  @Test func `an interruption leaves no gap in the numbers`() throws {
    var relay = Relay()
    for index in 0..<3 { try relay.forward(stream.header(index), at: .ms(Int64(index) * 20)) }
    relay.forwarder.interrupt()
    for index in 50..<53 { try relay.forward(stream.header(index), at: .ms(Int64(index) * 20)) }
    #expect(relay.steps == [[1, 160], [1, 160], [1, 48 * 160], [1, 160], [1, 160]])
  }

  @Test(arguments: [UInt32.max - 100_000, 400_000_000, 1 << 31])
  func `timestamps that start anew never go back on the outgoing stream`(jump: UInt32) throws {
    var relay = Relay()
    for index in 0..<3 { try relay.forward(stream.header(index), at: .ms(Int64(index) * 20)) }
    var jumped = stream
    jumped.timestamp &+= jump
    for index in 3..<6 { try relay.forward(jumped.header(index), at: .ms(Int64(index) * 20)) }
    #expect(relay.steps.allSatisfy { $0 == [1, 160] })
    #expect(relay.outcomes.filter { $0 == .switched }.count == 2)
  }

  @Test func `a pause with moving timestamps is kept as it is`() throws {
    var relay = Relay()
    try relay.forward(stream.header(0), at: .ms(0))
    var resumed = stream.header(1)
    resumed.timestamp = stream.timestamp &+ 80_000
    try relay.forward(resumed, at: .ms(10_003))
    #expect(relay.steps == [[1, 80_000]] && relay.outcomes == [.switched, .written])
  }

  @Test func `the sender report says the timestamp of its moment`() throws {
    var relay = Relay()
    for index in 0..<3 { try relay.forward(stream.header(index), at: .ms(Int64(index) * 20)) }
    let report = SenderReport(of: relay.forwarder, at: .ms(140))
    #expect(report.timestamp == relay.written[2].timestamp &+ 800)
    #expect(report.packets == 3 && report.octets == 480 && report.ssrc == 77)
  }

  @Test func `whatever sources do, numbers are never written twice and the newest timestamp never goes back`()
    throws
  {
    var generator = SeededGenerator(seed: 4)
    var relay = Relay()
    var now = Instant.zero
    var seen: Set<UInt16> = []
    var newest: PacketHeader?
    for round in 0..<20_000 {
      let bits = generator.next()
      let header = PacketHeader(
        payloadType: 0,
        sequenceNumber: UInt16(truncatingIfNeeded: bits >> 16) & (bits & 0xF == 0 ? .max : 0x3F),
        timestamp: UInt32(truncatingIfNeeded: bits >> 32), ssrc: bits & 0xF00 == 0 ? 2 : 1,
        payloadBytes: Int(generator.next() % 5))
      now += .nanoseconds(Int64(generator.next() % 30_000_000))
      let before = relay.written.count
      try relay.forward(header, rate: bits & 0xF000 == 0 ? 48_000 : 8_000, at: now)
      guard relay.written.count > before, let last = relay.written.last else { continue }
      if round % 30_000 == 0 { seen.removeAll() }
      #expect(seen.insert(last.sequenceNumber).inserted)
      guard let reference = newest else {
        newest = last
        continue
      }
      if Int16(bitPattern: last.sequenceNumber &- reference.sequenceNumber) > 0 {
        #expect(Int32(bitPattern: last.timestamp &- reference.timestamp) >= 0)
        newest = last
      }
    }
    #expect(relay.written.count > 1_000)
  }
}

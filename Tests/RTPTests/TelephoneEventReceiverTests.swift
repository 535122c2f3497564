import RTP
import SansIO
import Testing

struct TelephoneEventReceiverTests {
  /// One packet on the wire, with the instant at which it comes.
  private struct Sent {
    var header: PacketHeader
    var event: TelephoneEvent
    var instant: Instant
  }

  /// The packets of `digits`, each 100 ms long with 100 ms between them.
  private func dial(_ digits: String, timestamp: UInt32 = 1_000) -> [Sent] {
    var sent: [Sent] = []
    var sequence: UInt16 = 0
    for (place, digit) in digits.enumerated() {
      let start = timestamp &+ UInt32(place * 1_600)
      guard let code = TelephoneEvent.code(of: digit) else { continue }
      var sender = TelephoneEventSender(code: code, start: start)
      var tick = Int64(place) * 10
      while let packet = sender.next() {
        let header = PacketHeader(
          marker: packet.marker, payloadType: 101, sequenceNumber: sequence, timestamp: start, ssrc: 1,
          payloadBytes: 4)
        sent.append(Sent(header: header, event: packet.event, instant: .ms(tick * 20)))
        sequence &+= 1
        tick += 1
      }
    }
    return sent
  }

  private func receive(_ packets: [Sent]) -> [TelephoneEventReceiver.Digit] {
    var receiver = TelephoneEventReceiver()
    var digits: [TelephoneEventReceiver.Digit] = []
    for packet in packets {
      if let deadline = receiver.nextDeadline, deadline <= packet.instant,
        let digit = receiver.advance(to: deadline)
      {
        digits.append(digit)
      }
      if let digit = receiver.receive(packet.event, packet.header, at: packet.instant) {
        digits.append(digit)
      }
    }
    if let deadline = receiver.nextDeadline, let digit = receiver.advance(to: deadline) {
      digits.append(digit)
    }
    return digits
  }

  private func text(_ digits: [TelephoneEventReceiver.Digit]) -> String {
    String(digits.compactMap { TelephoneEvent.digit(ofCode: $0.code) })
  }

  @Test func `each event gives one digit with its duration, whatever is repeated`() {
    let packets = dial("12#44")
    let digits = receive(packets.flatMap { [$0, $0] })
    #expect(text(digits) == "12#44")
    #expect(digits.allSatisfy { $0.duration == 800 && $0.isConfirmed })
    #expect(digits.map(\.timestamp) == [1_000, 2_600, 4_200, 5_800, 7_400])
    #expect(digits[1].firstArrival == .ms(200))
  }

  @Test(arguments: 1...50)
  func `digits survive any loss that leaves one packet of each`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let digits = "0A9*5D#1234"
    let packets = Dictionary(grouping: dial(digits), by: \.header.timestamp).sorted { $0.key < $1.key }
    let kept = packets.flatMap { group in
      let spared = Int(generator.next() % UInt64(group.value.count))
      return group.value.enumerated().filter { $0.offset == spared || generator.unit() < 0.3 }.map(\.element)
    }
    #expect(text(receive(kept)) == digits)
  }

  @Test func `an event whose end was lost closes 150 ms after its last packet`() {
    var receiver = TelephoneEventReceiver()
    for packet in dial("7").prefix(3) {
      #expect(receiver.receive(packet.event, packet.header, at: packet.instant) == nil)
    }
    #expect(receiver.nextDeadline == .ms(190))
    #expect(receiver.advance(to: .ms(189)) == nil)
    let digit = receiver.advance(to: .ms(190))
    #expect(digit?.duration == 480 && digit?.isConfirmed == false)
    #expect(receiver.nextDeadline == nil)
    // The lost end turns up after all: the digit was reported already.
    let end = dial("7")[5]
    #expect(receiver.receive(end.event, end.header, at: .ms(195)) == nil)
  }

  @Test func `packets out of order give the same digit`() {
    var packets = dial("5")
    packets.swapAt(1, 3)
    packets.swapAt(4, 6)
    let digits = receive(packets)
    #expect(text(digits) == "5" && digits.first?.duration == 800)
  }

  @Test func `an update of the former digit after the next one has begun is ignored`() {
    let packets = dial("12")
    let digits = receive([packets[0], packets[4], packets[7], packets[1], packets[5], packets[11]])
    #expect(text(digits) == "12")
  }

  @Test func `an event longer than a segment is one digit`() {
    var receiver = TelephoneEventReceiver()
    var header = PacketHeader(
      marker: true, payloadType: 101, sequenceNumber: 0, timestamp: 100, ssrc: 1, payloadBytes: 4)
    let long = TelephoneEvent(code: 1, isEnd: false, duration: .max)
    #expect(receiver.receive(long, header, at: .ms(0)) == nil)
    header.marker = false
    header.timestamp = 100 + 0xFFFF
    let end = TelephoneEvent(code: 1, isEnd: true, duration: 1_000)
    let digit = receiver.receive(end, header, at: .ms(20))
    #expect(digit?.duration == 0xFFFF + 1_000 && digit?.timestamp == 100)
  }

  @Test func `a sender whose timestamps jumped back is heard again`() {
    #expect(text(receive(dial("1", timestamp: 500_000) + dial("2", timestamp: 1_000))) == "12")
  }

  @Test func `any packets leave it at rest in the end`() {
    var generator = SeededGenerator(seed: 3)
    var receiver = TelephoneEventReceiver()
    var now = Instant.zero
    var digits = 0
    for _ in 0..<20_000 {
      let bits = generator.next()
      let event = TelephoneEvent(
        code: UInt8(truncatingIfNeeded: bits), isEnd: bits & 0x100 == 0, volume: UInt8(bits >> 10 & 63),
        duration: UInt16(truncatingIfNeeded: bits >> 16))
      let header = PacketHeader(
        marker: bits & 0x200 == 0, payloadType: 101, sequenceNumber: 0,
        timestamp: UInt32(truncatingIfNeeded: bits >> 32) & (bits & 0x400 == 0 ? 0x3FF : .max), ssrc: 1,
        payloadBytes: 4)
      now += .milliseconds(Int64(generator.next() % 100))
      if receiver.receive(event, header, at: now) != nil { digits += 1 }
    }
    #expect(digits > 100)
    _ = receiver.advance(to: now + .seconds(1))
    #expect(receiver.nextDeadline == nil)
  }
}

import Ortp
import SansIO
import Testing

@Suite struct HostilePacketTests {
  @Test(arguments: 0..<8)
  func `random datagrams do not crash`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var playout = OrtpPlayout.usual(adaptive: seed % 2 == 0)
    var frame: [UInt8] = []
    for step in 0..<4_000 {
      var bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      if bytes.count > 1, random.unit() < 0.9 { bytes[0] = bytes[0] & 0x3F | 0x80 }
      if bytes.count > 1, random.unit() < 0.9 { bytes[1] = [0, 8, 13, 101].randomElement(using: &random)! }
      let now = Instant.milliseconds(Int64(step) * 5)
      playout.receive(bytes.span, at: now)
      if step % 4 == 0, case .frame = playout.pull(into: &frame, at: now) { #expect(frame.count == 160) }
    }
    #expect(playout.statistics.received == 4_000)
  }

  @Test(arguments: 0..<8)
  func `a call goes on while every second datagram is damaged`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var playout = OrtpPlayout.usual()
    let speech = Phone().speak(.milliseconds(10_000))
    let noise = speech.map { arrival in
      var bytes = arrival.bytes
      for _ in 0..<4 {
        bytes[Int.random(in: 0..<12, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      }
      return Arrival(at: arrival.at + .milliseconds(3), bytes: bytes)
    }
    let heard = Heard(speech + noise, with: &playout, phase: .milliseconds(1), until: .milliseconds(10_200))
    #expect(heard.frames.count >= 490, "\(heard.frames.count)")
    #expect(playout.statistics.resynchronisations <= 1)
  }

  @Test func `random sequence numbers do no harm`() {
    var random = SeededGenerator(seed: 4)
    var playout = OrtpPlayout.usual()
    let arrivals = Phone().speak(.milliseconds(4_000)).map { arrival in
      var bytes = arrival.bytes
      bytes[2] = UInt8.random(in: 0...255, using: &random)
      bytes[3] = UInt8.random(in: 0...255, using: &random)
      return Arrival(at: arrival.at, bytes: bytes)
    }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(4_200))
    #expect(heard.frames.count == 200)
    #expect(heard.isSeamless)
  }

  @Test(arguments: [
    ("nothing", [UInt8]()), ("one byte", [0x80]), ("11 bytes", [UInt8](repeating: 0x80, count: 11)),
    ("a header alone", [0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]),
    ("version 1", [0x40, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]),
    ("missing sources", [0x8F, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]),
    ("a missing extension", [0x90, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]),
    ("an extension too long", [0x90, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0xFF, 0xFF, 7]),
    ("padding too long", [0xA0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7, 3]),
    ("padding of no length", [0xA0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7, 0]),
    ("nothing but padding", [0xA0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1]),
    ("a payload too long", [0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1] + [UInt8](repeating: 7, count: 1_281)),
  ])
  func `what is no packet is counted and forgotten`(_ what: String, _ bytes: [UInt8]) {
    var playout = OrtpPlayout.usual()
    playout.receive(bytes.span, at: .zero)
    #expect(playout.statistics.malformed == 1, "\(what)")
  }

  @Test func `sources, extension and padding are not played`() {
    var playout = OrtpPlayout.usual()
    let arrivals = Phone().speak(.milliseconds(400)).map { arrival in
      var bytes = arrival.bytes
      bytes[0] = 0xB2
      bytes.append(contentsOf: [0, 0, 3])
      bytes.insert(contentsOf: [9, 9, 9, 9, 8, 8, 8, 8, 0xBE, 0xDE, 0, 1, 1, 2, 3, 4], at: 12)
      return Arrival(at: arrival.at, bytes: bytes)
    }
    let heard = Heard(arrivals, with: &playout, phase: .milliseconds(6), until: .milliseconds(600))
    #expect(heard.frames.count == 20)
    #expect(heard.isSeamless)
  }

  @Test func `a flood that is never pulled stays within 32 packets`() {
    var playout = OrtpPlayout.usual()
    for arrival in Phone().speak(.milliseconds(20_000)) {
      playout.receive(arrival.bytes.span, at: arrival.at)
    }
    #expect(playout.statistics.overflowed == 1_000 - 32)
  }

  @Test func `a flood at one instant stays within 32 packets`() {
    var playout = OrtpPlayout.usual()
    for arrival in Phone(packetSize: 8).speak(.milliseconds(200)) {
      playout.receive(arrival.bytes.span, at: .zero)
    }
    #expect(playout.statistics.overflowed == 200 - 32)
  }
}

import Ortp
import SansIO
import Testing

@Suite struct TelephoneEventTests {
  /// The packets of a key held for `duration`: one each 20 ms, the last three times, first at `start`.
  private func press(
    _ code: UInt8, at start: Int64, for duration: Int64, ends: Int = 3, keep: (Int) -> Bool = { _ in true }
  ) -> [Arrival] {
    let phone = Phone()
    let updates = Int(duration / 20)
    return (0..<updates + ends).compactMap { index in
      guard keep(index) else { return nil }
      let isEnd = index >= updates
      let samples = UInt16(min(index + 1, updates) * 160)
      var payload: [UInt8] = [code, isEnd ? 0x8A : 0x0A]
      payload.appendBigEndian(samples)
      return Arrival(
        at: .milliseconds(start + Int64(index) * 20),
        bytes: phone.packet(
          Int(start / 20) + index, Int(start) * 8, payload, marker: index == 0, payloadType: 101))
    }
  }

  private func events(_ arrivals: [Arrival], until end: Int64 = 3_000) -> [TelephoneEvent] {
    var playout = OrtpPlayout.usual()
    _ = Heard(arrivals, with: &playout, until: .milliseconds(end))
    var events: [TelephoneEvent] = []
    while let event = playout.nextTelephoneEvent() { events.append(event) }
    return events
  }

  @Test func `a key is reported once, with its digit and duration`() {
    let events = events(press(5, at: 100, for: 200))
    #expect(events == [TelephoneEvent(code: 5, duration: .milliseconds(200))])
    #expect(events.first?.digit == "5")
  }

  @Test func `every code has its digit`() {
    let digits = (UInt8(0)...16).map { TelephoneEvent(code: $0, duration: .zero).digit }
    #expect(String(digits.compactMap { $0 }) == "0123456789*#ABCD")
    #expect(digits[16] == nil)
  }

  @Test(arguments: [
    ("the beginning", [3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Int64(200)),
    ("the first end", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12], 200),
    ("all ends", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 200),
    ("all but one update", [4], 100),
    ("all but the last end", [12], 200),
  ])
  func `a key is reported though packets are lost`(_ what: String, _ kept: [Int], _ duration: Int64) {
    let events = events(press(7, at: 100, for: 200) { kept.contains($0) })
    #expect(events == [TelephoneEvent(code: 7, duration: .milliseconds(duration))], "lost: \(what)")
  }

  @Test func `keys in a row come in their order`() {
    let keys = [1, 2, 2, 11].enumerated().flatMap { press($1, at: 200 * Int64($0 + 1), for: 100) }
    #expect(String(events(keys).compactMap(\.digit)) == "122#")
  }

  @Test func `a key whose ends are lost is over when the next one begins`() {
    let first = press(1, at: 100, for: 100) { $0 < 5 }
    let second = press(1, at: 220, for: 100)
    #expect(events(first + second).map(\.digit) == ["1", "1"])
  }

  @Test func `repetitions that come late or in another order are no news`() {
    let keys = press(3, at: 100, for: 100) + press(4, at: 300, for: 100)
    let again = press(3, at: 100, for: 100).map { Arrival(at: $0.at + .milliseconds(500), bytes: $0.bytes) }
    #expect(events(keys + again).map(\.digit) == ["3", "4"])
    let swapped = press(6, at: 100, for: 100).map { arrival in
      var arrival = arrival
      if arrival.at == .milliseconds(200) { arrival.at = .milliseconds(110) }
      return arrival
    }
    #expect(events(swapped) == [TelephoneEvent(code: 6, duration: .milliseconds(100))])
  }

  @Test func `a key held longer than 8 seconds is one key`() {
    let phone = Phone()
    let arrivals = (0..<600).map { index in
      let samples = (index + 1) * 160
      let segment = samples / 65_535
      var payload: [UInt8] = [9, index == 599 ? 0x8A : 0x0A]
      payload.appendBigEndian(UInt16(samples - segment * 65_535))
      return Arrival(
        at: .milliseconds(Int64(index) * 20),
        bytes: phone.packet(index, segment * 65_535, payload, payloadType: 101))
    }
    #expect(events(arrivals, until: 13_000) == [TelephoneEvent(code: 9, duration: .milliseconds(12_000))])
  }

  @Test func `a key takes the place of audio without counting as loss`() {
    var playout = OrtpPlayout.usual()
    let speech = Phone().speak(.milliseconds(2_000)) { (50..<65).contains($0) ? nil : .zero }
    let heard = Heard(
      speech + press(8, at: 1_000, for: 240), with: &playout, phase: .milliseconds(6),
      until: .milliseconds(2_200))
    #expect(heard.frames.count == 85)
    #expect(heard.count(.lost) <= 5)
    #expect(playout.nextTelephoneEvent()?.digit == "8")
  }

  @Test func `a flood of events is bounded`() {
    var playout = OrtpPlayout.usual()
    let keys = (0..<200).flatMap { press(1, at: Int64($0) * 60, for: 20, ends: 1) }
    _ = Heard(keys, with: &playout, until: .milliseconds(13_000))
    var count = 0
    while playout.nextTelephoneEvent() != nil { count += 1 }
    #expect(count == 16)
  }

  @Test func `an event of another source is not heard`() {
    var playout = OrtpPlayout.usual()
    let stranger = Phone(ssrc: 5).packet(0, 800, [1, 0x8A, 0, 160], payloadType: 101)
    let arrivals = Phone().speak(.milliseconds(200)) + [Arrival(at: .milliseconds(90), bytes: stranger)]
    _ = Heard(arrivals, with: &playout, until: .milliseconds(500))
    #expect(playout.nextTelephoneEvent() == nil)
    #expect(playout.statistics.foreign == 1)
  }
}

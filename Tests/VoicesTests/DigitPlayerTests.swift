import Voices
import RTP
import SansIO
import Scenario
import Testing

@Suite struct DigitPlayerTests {
  private func play(_ digits: String) -> [Speaker.Utterance] {
    var player = DigitPlayer(digits)
    var slots: [Speaker.Utterance] = []
    while let utterance = player.next() { slots.append(utterance) }
    return slots
  }

  @Test func `a digit is five updates of 20 ms, its end three times, and then nothing up to 200 ms`() {
    var expected: [Speaker.Utterance] = (1...5).map { count in
      let event = TelephoneEvent(code: 7, isEnd: count == 5, duration: UInt16(count * 160))
      return .event(event, start: count == 1)
    }
    let end = TelephoneEvent(code: 7, isEnd: true, duration: 800)
    expected += [.event(end, start: false), .event(end, start: false), .nothing, .nothing, .nothing]
    #expect(play("7") == expected)
  }

  @Test func `digits follow in order, each for as long as a plan counts for it`() {
    let slots = play("1*#D")
    let starts = slots.enumerated().compactMap { index, slot -> (Int, UInt8)? in
      if case .event(let event, start: true) = slot { (index, event.code) } else { nil }
    }
    #expect(starts.map(\.0) == [0, 10, 20, 30])
    #expect(starts.map(\.1) == [1, 10, 11, 15])
    #expect(Step.dtmf("1*#D").length == .milliseconds(20) * slots.count)
  }

  @Test func `no digits take no time`() {
    #expect(play("") == [])
  }
}

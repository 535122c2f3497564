import Audio
import Measurement
import SansIO
import Scenario
import Testing
import Voices

@Suite struct AnsweringTests {
  /// Somebody of call 7 with role 1.
  private func speaker(_ timeline: [Step]) -> Speaker {
    Speaker(timeline: timeline, clip: nil, call: 7, role: 1, sendsProbes: true, seed: 1)
  }

  private func heard(_ identity: ProbeIdentity, ear: Int64 = 1_000) -> HeardProbe {
    HeardProbe(identity: identity.bits, wire: ear - 400, ear: ear, confidence: 8)
  }

  private let silence = [Int16](repeating: 0, count: 160)

  /// Plays `count` slots; `arrivals` are the probes recognised just before a slot.
  private func play(
    _ speaker: inout Speaker, _ count: Int, arrivals: [Int: HeardProbe]
  ) -> [(slot: Int, probe: ProbeIdentity, answers: AnsweredProbe?)] {
    var samples = silence
    var all: [HeardProbe] = []
    var begun: [(slot: Int, probe: ProbeIdentity, answers: AnsweredProbe?)] = []
    for slot in 0..<count {
      if let arrival = arrivals[slot] { all.append(arrival) }
      speaker.notice(all)
      guard case .audio(_, let probe?) = speaker.next(heard: silence, into: &samples) else { continue }
      begun.append((slot, probe, speaker.answered))
      #expect(samples == Array(Probe.samples(code: ProbeCode(probe)).prefix(160)))
    }
    return begun
  }

  private let caller = ProbeIdentity(call: 7, role: 0, sequence: 3)

  @Test func `a probe of the call is answered after the fixed delay, and the answer says what it answers`() {
    var speaker = speaker([.answer(nil)])
    let answers = play(&speaker, 60, arrivals: [10: heard(caller, ear: 5_000)])
    #expect(answers.count == 1)
    #expect(answers.first?.slot == 10 + Speaker.answerDelay)
    #expect(answers.first?.probe == ProbeIdentity(call: 7, role: 1, sequence: 0))
    #expect(answers.first?.answers == AnsweredProbe(identity: caller.bits, wire: 4_600, ear: 5_000))
  }

  @Test func `two probes close together are answered one after the other`() {
    var speaker = speaker([.answer(nil)])
    let second = ProbeIdentity(call: 7, role: 2, sequence: 0)
    let answers = play(&speaker, 60, arrivals: [10: heard(caller), 11: heard(second)])
    #expect(answers.map(\.slot) == [12, 25])
    #expect(answers.map { $0.answers?.identity } == [caller.bits, second.bits])
  }

  @Test func `its own echo, a foreign call and an unreadable probe are not answered`() {
    var speaker = speaker([.answer(nil)])
    let own = heard(ProbeIdentity(call: 7, role: 1, sequence: 0))
    let foreign = heard(ProbeIdentity(call: 8, role: 0, sequence: 0))
    let unreadable = HeardProbe(identity: nil, wire: 0, ear: 0, confidence: 2)
    let answers = play(&speaker, 60, arrivals: [5: own, 6: foreign, 7: unreadable])
    #expect(answers.isEmpty)
  }

  @Test func `what was heard before the step is not answered`() {
    var speaker = speaker([.silence(.idle, .milliseconds(200)), .answer(nil)])
    let answers = play(&speaker, 60, arrivals: [3: heard(caller), 30: heard(caller)])
    #expect(answers.map(\.slot) == [32])
  }

  @Test func `an answer under way is played to its end after the step is over`() {
    var speaker = speaker([.answer(.milliseconds(200)), .leave])
    var samples = silence
    var sent: [Int16] = []
    var slots = 0
    while true {
      speaker.notice(slots < 5 ? [] : [heard(caller)])
      let utterance = speaker.next(heard: silence, into: &samples)
      if utterance == .hangUp { break }
      #expect(speaker.kind == .answers)
      sent += samples
      slots += 1
    }
    #expect(slots == 7 + 13)
    let probe = Probe.samples(code: ProbeCode(ProbeIdentity(call: 7, role: 1, sequence: 0)))
    #expect(Array(sent[7 * 160..<7 * 160 + probe.count]) == probe)
  }
}

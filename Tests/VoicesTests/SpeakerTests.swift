import Audio
import Voices
import Measurement
import SansIO
import Scenario
import Testing

@Suite struct SpeakerTests {
  /// One slot of a timeline as the speaker played it.
  private struct Slot {
    var utterance: Speaker.Utterance
    var kind: ActivitySegment.Kind
    var samples: [Int16]

    var isActive: Bool { if case .audio(true, _) = utterance { true } else { false } }
    var probe: ProbeIdentity? { if case .audio(_, let probe) = utterance { probe } else { nil } }
  }

  /// Plays `count` slots of a timeline, or up to the hang-up.
  private func play(
    _ timeline: [Step], _ count: Int = 200, call: Int = 0, sendsProbes: Bool = true, clip: SpeechClip? = nil,
    heard: [Int16] = [Int16](repeating: 0, count: 160)
  ) -> [Slot] {
    var speaker = Speaker(
      timeline: timeline, clip: clip, call: call, role: 2, sendsProbes: sendsProbes, seed: 9)
    var samples = [Int16](repeating: 0, count: 160)
    var slots: [Slot] = []
    while slots.count < count {
      let utterance = speaker.next(heard: heard, into: &samples)
      slots.append(Slot(utterance: utterance, kind: speaker.kind, samples: samples))
      if utterance == .hangUp { break }
    }
    return slots
  }

  private func level(_ slot: Slot) -> Double { Level(of: slot.samples.span).dBm0 }

  @Test func `speech has about its length and ends on an active frame`() throws {
    let clip = try Talk.clip()
    for call in 0..<20 {
      let slots = play([.speech(.seconds(3))], 250, call: call, clip: clip)
      let spoken = slots.prefix { $0.kind == .speech }
      #expect((100...200).contains(spoken.count))
      #expect(spoken.first?.isActive == true)
      #expect(spoken.suffix(SpeechClip.leastActiveRun).allSatisfy { $0.isActive })
      #expect(spoken.contains { !$0.isActive })
      #expect(slots[spoken.count].kind == .silence)
    }
  }

  @Test func `what counts as active is as loud as activity is defined`() throws {
    for slot in try play([.speech(.seconds(3))], 150, clip: Talk.clip()) where slot.kind == .speech {
      #expect(slot.isActive == (level(slot) >= -35))
    }
  }

  /// Where in `clip` the samples of a slot stand.
  private func place(of slot: Slot, in clip: SpeechClip) -> Int? {
    (0..<clip.frameCount).first { index in
      slot.samples == Array(clip.samples[index * 160..<(index + 1) * 160])
    }
  }

  @Test func `the next speech goes on where the former ended`() throws {
    let clip = try Talk.clip()
    let count = play([.speech(.seconds(1))], 60, clip: clip).prefix { $0.kind == .speech }.count
    let slots = play([.speech(.seconds(1)), .speech(.seconds(1))], 60, clip: clip)
    let last = try #require(place(of: slots[count - 1], in: clip))
    let next = try #require(place(of: slots[count], in: clip))
    // A pause of the voice is left out where speech begins.
    #expect((last + 1...last + 15).contains(next))
  }

  @Test func `each call begins elsewhere in the voice`() throws {
    let clip = try Talk.clip()
    let places = (0..<10).map { call in
      place(of: play([.speech(.seconds(1))], 1, call: call, clip: clip)[0], in: clip)
    }
    #expect(Set(places).count == 10)
  }

  @Test func `the kinds of silence differ on the wire only`() {
    let idle = play([.silence(.idle, .seconds(1)), .hangUp])
    #expect(idle.count == 51)
    #expect(
      idle.dropLast().allSatisfy {
        $0.utterance == .audio(active: false, probe: nil) && $0.samples.allSatisfy { $0 == 0 }
      })
    let none = play([.silence(.discontinuous, .seconds(1)), .hangUp])
    #expect(none.dropLast().allSatisfy { $0.utterance == .nothing })
    let noise = play([.silence(.noise(level: -50), .seconds(1)), .hangUp]).dropLast()
    #expect(
      noise.allSatisfy { $0.utterance == .audio(active: false, probe: nil) && abs(level($0) + 50) < 1.5 })
    #expect(noise.first?.samples != noise.last?.samples)
    for slots in [idle, none] { #expect(slots.allSatisfy { $0.kind == .silence }) }
  }

  @Test func `comfort noise is a packet each 200 ms`() {
    let slots = play([.silence(.comfortNoise, .seconds(1)), .hangUp]).dropLast()
    let packets = slots.indices.filter { slots[$0].utterance == .comfortNoise }
    #expect(packets == [0, 10, 20, 30, 40])
    #expect(slots.filter { $0.utterance == .nothing }.count == 45)
  }

  @Test func `probes come at their distance and each fits into the step`() {
    let slots = play([.probes(every: .milliseconds(600), lasting: .seconds(2)), .hangUp])
    #expect(slots.count == 101)
    let starts = slots.indices.filter { slots[$0].probe != nil }
    // A fourth one would begin at 90 and need 13 frames.
    #expect(starts == [0, 30, 60])
    #expect(
      starts.compactMap { slots[$0].probe } == (0..<3).map { ProbeIdentity(call: 0, role: 2, sequence: $0) })
    for start in starts {
      let sent = slots[start..<start + 13].flatMap(\.samples)
      let probe = Probe.samples(code: ProbeCode(slots[start].probe!))
      #expect(sent == probe + [Int16](repeating: 0, count: 13 * 160 - probe.count))
      #expect(slots[start..<start + 13].allSatisfy { $0.isActive })
      #expect(!slots[start + 13].isActive)
    }
    #expect(slots.dropLast().allSatisfy { $0.kind == .probes })
  }

  @Test func `a probe that fits to the frame is sent and one frame less is too little`() {
    let fits = play([.probes(every: .milliseconds(600), lasting: .milliseconds(260)), .hangUp])
    #expect(fits.filter { $0.probe != nil }.count == 1)
    let short = play([.probes(every: .milliseconds(600), lasting: .milliseconds(240)), .hangUp])
    #expect(short.filter { $0.probe != nil }.isEmpty)
    #expect(short.count == 13)
  }

  @Test func `who sends no probes speaks instead, or is silent without a voice`() throws {
    let steps = [Step.probes(every: .milliseconds(600), lasting: .seconds(2)), .hangUp]
    let spoken = try play(steps, sendsProbes: false, clip: Talk.clip())
    #expect(spoken.allSatisfy { $0.probe == nil })
    #expect(spoken.first?.kind == .speech)
    #expect(spoken.contains { $0.isActive })
    let silent = play(steps, sendsProbes: false)
    #expect(silent.count == 101)
    #expect(silent.allSatisfy { !$0.isActive && $0.kind == .silence })
  }

  @Test func `a tone has its level and is active when loud enough`() {
    let loud = play([.tone(hertz: 1_000, level: -20, lasting: .milliseconds(200)), .hangUp]).dropLast()
    #expect(loud.count == 10)
    #expect(loud.allSatisfy { $0.isActive && abs(level($0) + 20) < 0.2 && $0.kind == .tone })
    let soft = play([.tone(hertz: 1_000, level: -45, lasting: .milliseconds(200)), .hangUp]).dropLast()
    #expect(soft.allSatisfy { !$0.isActive })
  }

  @Test func `an echo sends back what is heard`() {
    let heard = (0..<160).map { Int16($0 * 100) }
    let slots = play([.echo(.milliseconds(100)), .hangUp], heard: heard).dropLast()
    #expect(slots.count == 5)
    #expect(slots.allSatisfy { $0.samples == heard && $0.isActive && $0.kind == .echo })
    #expect(play([.echo(nil)]).allSatisfy { !$0.isActive })
  }

  @Test func `digits are telephone events`() {
    let slots = play([.dtmf("12"), .hangUp])
    #expect(slots.count == 21)
    #expect(slots.filter { if case .event = $0.utterance { true } else { false } }.count == 14)
    #expect(slots.dropLast().allSatisfy { $0.kind == .dtmf })
  }

  @Test func `hold is a command, nothing for its length, and a command`() {
    let slots = play([.hold(.milliseconds(100)), .hangUp])
    #expect(
      slots.map(\.utterance) == [.hold(true)] + Array(repeating: .nothing, count: 5) + [
        .hold(false), .hangUp,
      ])
    #expect(slots[1...5].allSatisfy { $0.kind == .hold })
  }

  @Test func `mute is a command, nothing for its length, and a command; leaving ends all`() {
    let slots = play([.mute(.milliseconds(60)), .leave])
    #expect(slots.map(\.utterance) == [.mute(true), .nothing, .nothing, .nothing, .mute(false), .hangUp])
    #expect(slots[1...3].allSatisfy { $0.kind == .muted })
  }

  @Test func `after the last step comes silence without end`() {
    let slots = play([.silence(.discontinuous, .milliseconds(40))], 100)
    #expect(slots.prefix(2).allSatisfy { $0.utterance == .nothing })
    #expect(slots.dropFirst(2).allSatisfy { $0.utterance == .audio(active: false, probe: nil) })
  }

  @Test func `a step without end is the last one`() {
    let slots = play([.silence(.discontinuous, nil), .hangUp], 1_000)
    #expect(slots.count == 1_000)
    #expect(slots.allSatisfy { $0.utterance == .nothing })
  }
}

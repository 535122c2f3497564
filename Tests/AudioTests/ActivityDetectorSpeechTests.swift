import Audio
import SansIO
import Testing

/// Speech, its ends, and what the network does to it.
@Suite struct ActivityDetectorSpeechTests {
  private func speech(_ clip: SpeechClip, _ frames: Range<Int>, dBm0: Double) -> [Int16] {
    let gain = Level(dBm0: dBm0).rms / Level(dBm0: -20).rms
    return frames.flatMap { frame in
      let span = clip.frame(frame)
      return span.indices.map { Int16((Double(span[$0]) * gain).rounded()) }
    }
  }

  @Test(arguments: Clips.names, Beneath.allCases)
  func `continuous speech of −35 dBm0 is never silent for long`(name: String, beneath: Beneath) throws {
    let clip = try Clips.clip(name)
    let samples = speech(clip, 0..<clip.frameCount, dBm0: -35)
    for var call in calls {
      var longest = 0.0
      for start in stride(from: 0, to: samples.count - 479, by: 480) {
        call.play(beneath.added(to: Array(samples[start..<start + 480]), seed: 2))
        if start > 8_000 {
          longest = max(longest, (call.now - .zero).milliseconds - (call.lastActivity ?? 0))
        }
      }
      #expect(longest < 700, "\(call.law) \(call.packet)")
    }
  }

  @Test(arguments: Clips.names, [0, 5, 13, 19])
  func `speech is confirmed 80 ms after it begins`(name: String, phase: Int) throws {
    let clip = try Clips.clip(name)
    for first in 1..<clip.frameCount where clip.isActive(first) && !clip.isActive(first - 1) {
      var call = Call(first & 1 == 0 ? .mu : .a, packetMilliseconds: 20)
      call.play(silence(160 + 8 * phase) + speech(clip, first..<first + 10, dBm0: -20))
      #expect(call.activityBegan.map { $0 - 20 - Double(phase) <= 80 } == true, "frame \(first)")
    }
  }

  @Test(arguments: Clips.names, Beneath.allCases)
  func `the end of a segment is the last packet that holds some of it`(name: String, beneath: Beneath) throws
  {
    let clip = try Clips.clip(name)
    for start in stride(from: 0, to: clip.frameCount, by: 20) {
      let spoken = speech(clip, clip.segment(frames: 60, startingAt: start), dBm0: -20)
      let samples = beneath.added(to: spoken + silence(16_000), seed: UInt64(start))
      // Half of an active frame may be quiet: 10 ms packets end there.
      for var call in calls where call.packet < .milliseconds(30) {
        call.play(samples)
        let end = Double(spoken.count) / 8
        let name = "from \(start), \(call.law), \(call.packet)"
        #expect(
          call.lastActivity.map { $0 == end || $0 == end - 20 + call.packet.milliseconds } == true, "\(name)")
        #expect(call.changes.last?.change == .silenceBegan)
      }
    }
  }

  @Test(arguments: Noise.Color.allCases)
  func `noise of −40 dBm0 behind a sound refreshes nothing`(color: Noise.Color) {
    let tone = samples(Tone(frequency: 700, level: Level(dBm0: -20)), 1_600)
    var late = 0
    for seed in 0..<300 {
      var call = Call(seed & 1 == 0 ? .mu : .a, packetMilliseconds: 20)
      call.play(tone + samples(Noise(color, level: Level(dBm0: -40), seed: UInt64(seed)), 8_000))
      if call.lastActivity != 200 { late += 1 }
    }
    // Pinkish noise has stretches of 20 ms that are 2 dB above its mean.
    #expect(late <= (color == .white ? 0 : 3), "\(late) of 300")
  }

  @Test func `silence begins 300 ms after the last active sub-frame`() {
    var call = Call(.mu, packetMilliseconds: 20)
    call.play(samples(Tone(frequency: 700, level: Level(dBm0: -20)), 1_600) + silence(4_000))
    #expect(call.changes.map(\.change) == [.activityBegan, .silenceBegan])
    #expect(call.changes.map { ($0.at - .zero).milliseconds } == [40, 500])
    #expect(!call.detector.isActive)
    #expect(call.lastActivity == 200)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 7])
  func `loss neither starts nor ends speech`(seed: UInt64) throws {
    let clip = try Clips.clip("voice-a.wav")
    let spoken = speech(clip, clip.segment(frames: 150, startingAt: Int(seed) * 40), dBm0: -20)
    var draws = SeededGenerator(seed: seed)
    let lost = (0..<400).map { _ in draws.unit() < 0.05 }
    let lastArrived = (0..<spoken.count / 160).last { !lost[$0] } ?? 0
    var call = Call(.mu, packetMilliseconds: 20)
    call.play(spoken + silence(16_000)) { lost[$0] }
    #expect(call.lastActivity == Double(lastArrived + 1) * 20)

    var quiet = Call(.mu, packetMilliseconds: 20)
    quiet.play(silence(48_000)) { lost[$0] }
    #expect(quiet.changes.isEmpty)
  }

  @Test func `no packets change nothing, and a click after them is silence again`() {
    var call = Call(.a, packetMilliseconds: 20)
    call.play(samples(Tone(frequency: 700, level: Level(dBm0: -20)), 1_600))
    call.now += .seconds(5)
    call.play(samples(Click(length: 80, after: 40, seed: 1), 480))
    #expect(call.lastActivity == 200)
    #expect(call.changes.last?.change == .silenceBegan)
  }

  @Test func `speech that resumes while the pause is short goes on`() {
    let tone = samples(Tone(frequency: 700, level: Level(dBm0: -20)), 1_600)
    var call = Call(.a, packetMilliseconds: 20)
    call.play(tone + silence(2_080) + tone)
    #expect(call.changes.map(\.change) == [.activityBegan])
    #expect(call.lastActivity == 660)
  }

  @Test(arguments: [1, 33, 125, 160, 500, 4_000])
  func `packets of any length are heard alike`(length: Int) {
    let sound = silence(800) + samples(Tone(frequency: 900, level: Level(dBm0: -20)), 2_000) + silence(5_000)
    var detector = ActivityDetector()
    var last = 0
    for start in stride(from: 0, to: sound.count, by: length) {
      let packet = Array(sound[start..<min(start + length, sound.count)])
      _ = detector.receive(packet.span, at: Instant(nanoseconds: Int64(start)))
      if start < 2_800 { last = start }
    }
    #expect(detector.lastActivity.map { abs(Int($0.nanoseconds) - last) <= max(80, length) } == true)
    #expect(detector.receive([Int16]().span, at: Instant(nanoseconds: 9_000)) == nil)
  }

  @Test func `payload and samples are heard alike`() {
    let sound = samples(HoldMusic(level: Level(dBm0: -36)), 16_000)
    var (byPayload, bySamples) = (ActivityDetector(), ActivityDetector())
    for start in stride(from: 0, to: sound.count, by: 160) {
      let now = Instant(nanoseconds: Int64(start) * 125_000)
      let payload = sound[start..<start + 160].map { G711.encode($0, .a) }
      let decoded = payload.map { G711.decode($0, .a) }
      #expect(byPayload.receive(payload.span, .a, at: now) == bySamples.receive(decoded.span, at: now))
      #expect(byPayload.lastActivity == bySamples.lastActivity)
    }
  }
}

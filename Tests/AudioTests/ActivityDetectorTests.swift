import Audio
import SansIO
import Testing

/// The rows of the truth table in `Docs` that are audio and must count as silence.
@Suite struct SilenceRowTests {
  private func expectSilence(_ samples: [Int16], beneath: Beneath, seed: UInt64 = 1, _ comment: String) {
    let mixed = beneath.added(to: samples, seed: seed)
    for var call in calls {
      call.play(mixed)
      let name = "\(comment), \(call.law), \(call.packet), \(beneath)"
      #expect(call.detector.lastActivity == nil && call.changes.isEmpty, "\(name)")
    }
  }

  @Test(arguments: Beneath.allCases)
  func `digital zero is silence`(beneath: Beneath) {
    expectSilence(silence(40_000), beneath: beneath, "zero")
  }

  @Test func `the idle code is silence, of the other law too`() {
    for law in G711.Law.allCases {
      for other in G711.Law.allCases {
        var detector = ActivityDetector()
        let payload = [UInt8](repeating: other.idleCode, count: 160)
        for packet in 0..<100 {
          #expect(
            detector.receive(payload.span, law, at: Instant(nanoseconds: Int64(packet) * 20_000_000)) == nil)
        }
        #expect(detector.lastActivity == nil)
      }
    }
  }

  @Test func `a constant offset is silence at any height`() {
    expectSilence([Int16](repeating: 9_000, count: 16_000), beneath: .noise, "offset")
  }

  @Test func `comfort noise is silence and ends a stretch of sound`() {
    var call = Call(.mu, packetMilliseconds: 20)
    call.play(samples(Tone(frequency: 800, level: Level(dBm0: -10)), 3_200))
    #expect(call.lastActivity == 400)
    for _ in 0..<3 {
      #expect(call.changes.last?.change == .activityBegan)
      call.now += .milliseconds(200)
      call.note(call.detector.receiveComfortNoise(at: call.now))
    }
    #expect(call.changes.last?.change == .silenceBegan)
    call.play(samples(Click(length: 80, after: 40, seed: 1), 160))
    #expect(call.lastActivity == 400)
  }

  @Test(arguments: Noise.Color.allCases, Beneath.allCases)
  func `steady noise of −40 dBm0 is silence`(color: Noise.Color, beneath: Beneath) {
    for seed in 0..<200 {
      let noise = samples(Noise(color, level: Level(dBm0: -40), seed: UInt64(seed)), 16_000)
      let mixed = beneath.added(to: noise, seed: UInt64(seed))
      var call = calls[seed % calls.count]
      call.play(mixed)
      #expect(call.detector.lastActivity == nil, "seed \(seed)")
    }
  }

  @Test(arguments: [-60.0, -50], Noise.Color.allCases)
  func `quieter noise is silence`(dBm0: Double, color: Noise.Color) {
    for seed in 0..<20 {
      let noise = samples(Noise(color, level: Level(dBm0: dBm0), seed: UInt64(seed)), 24_000)
      for beneath in Beneath.allCases { expectSilence(noise, beneath: beneath, "noise, seed \(seed)") }
    }
  }

  @Test(arguments: Beneath.allCases)
  func `breath is silence`(beneath: Beneath) {
    for seed in 0..<25 {
      let breath = samples(Breath(level: Level(dBm0: -45), seed: UInt64(seed)), 40_000)
      expectSilence(breath, beneath: beneath, seed: UInt64(seed), "breath, seed \(seed)")
    }
  }

  @Test(arguments: [1, 8, 20, 40, 79, 80], Beneath.allCases)
  func `one click of up to 10 ms is silence wherever it falls`(length: Int, beneath: Beneath) {
    for delay in stride(from: 480, to: 960, by: 7) {
      let click = samples(Click(length: length, after: delay, seed: UInt64(delay)), 2_400)
      expectSilence(click, beneath: beneath, seed: UInt64(delay), "click of \(length) at \(delay)")
    }
  }

  @Test func `a full-scale step with the ringing of a line is silence`() {
    for delay in stride(from: 480, to: 960, by: 7) {
      var line = silence(2_400)
      var ringing = Tone(frequency: 1_100, level: Level(dBm0: 3))
      var decay = 1.0
      for index in delay..<delay + 240 {
        // 10 ms of full scale, then −60 dB within 15 ms.
        line[index] = Int16(ringing.next() * decay)
        if index >= delay + 80 { decay *= 0.944 }
      }
      expectSilence(line, beneath: .noise, "ringing at \(delay)")
    }
  }
}

/// What counts as activity by its sound alone.
@Suite struct ActivityRowTests {
  /// Plays `signal` after `onset` samples of silence; the onset must be confirmed in time and the end found
  /// exactly.
  private func expectActivity(_ signal: [Int16], onset: Int, beneath: Beneath, _ comment: String) {
    let padded = silence(480 + onset) + signal + silence(8_000)
    let mixed = beneath.added(to: padded, seed: UInt64(onset))
    for var call in calls {
      call.play(mixed)
      let name = "\(comment), \(call.law), \(call.packet), \(beneath), onset \(onset)"
      let start = 60 + Double(onset) / 8
      let limit = max(80, 50 + call.packet.milliseconds)
      #expect(call.activityBegan.map { $0 - start <= limit && $0 > start } == true, "\(name)")
      let end = start + Double(signal.count) / 8
      let packets = (end / call.packet.milliseconds).rounded(.up)
      let error = (call.lastActivity ?? 0) - packets * call.packet.milliseconds
      #expect(error <= 0 && error >= -max(10, call.packet.milliseconds), "\(name): end off by \(error) ms")
    }
  }

  @Test(arguments: [300.0, 425, 1_004, 2_100, 3_400], Beneath.allCases)
  func `any tone of over 200 ms is activity`(frequency: Double, beneath: Beneath) {
    for onset in stride(from: 0, to: 160, by: 8) {
      let level = Level(dBm0: onset % 16 == 0 ? -35 : -9)
      let tone = samples(Tone(frequency: frequency, level: level), 1_680)
      expectActivity(tone, onset: onset, beneath: beneath, "\(frequency) Hz")
    }
  }

  @Test(arguments: Beneath.allCases)
  func `hold music stays activity throughout`(beneath: Beneath) {
    for dBm0 in [-33.0, -15] {
      let music = samples(HoldMusic(level: Level(dBm0: dBm0)), 80_000)
      for var call in calls {
        call.play(beneath.added(to: music, seed: 5))
        #expect(call.changes.map(\.change) == [.activityBegan])
        #expect(call.lastActivity.map { $0 >= (call.now - .zero).milliseconds - 60 } == true)
      }
    }
  }

  @Test(arguments: Array("0123456789*#ABCD"), Beneath.allCases)
  func `a short telephone digit is activity`(digit: Character, beneath: Beneath) throws {
    for onset in stride(from: 0, to: 160, by: 8) {
      let source = try #require(DTMF(String(digit), level: Level(dBm0: -20), toneSamples: 400))
      expectActivity(samples(source, 400), onset: onset, beneath: beneath, "digit \(digit)")
    }
  }

  @Test func `steady noise louder than −37 dBm0 counts as activity, on purpose`() {
    var call = Call(.a, packetMilliseconds: 20)
    call.play(samples(Noise(.white, level: Level(dBm0: -34), seed: 8), 80_000))
    #expect(call.lastActivity == 10_000)
  }
}

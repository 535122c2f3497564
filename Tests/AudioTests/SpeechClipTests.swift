import Audio
import Testing

@Suite struct SpeechClipTests {
  /// Frames of a 1 kHz tone, one per level.
  private func frames(_ dBm0: [Double]) -> [Int16] {
    dBm0.flatMap { samples(Tone(frequency: 1_000, level: Level(dBm0: $0)), 160) }
  }

  @Test(arguments: Clips.names, [-26.0, -20])
  func `a clip has the active level asked for`(name: String, dBm0: Double) throws {
    let clip = try Clips.clip(name, dBm0: dBm0)
    #expect(abs(SpeechClip.activeLevel(of: clip.samples).dBm0 - dBm0) < 0.1)
    #expect(clip.levels.count == clip.frameCount)
  }

  @Test func `pauses do not count for the active level`() {
    let level = SpeechClip.activeLevel(of: frames([-20, -20, -20, -50, -60, -70, -20, -60, -60]))
    #expect(abs(level.dBm0 + 20) < 0.05)
  }

  @Test func `frames wrap around and keep their levels`() throws {
    let clip = try SpeechClip(samples: frames([-20, -21, -22, -23, -24, -60]) + [1, 2, 3])
    #expect(clip.frameCount == 6)
    for index in 0..<6 {
      #expect(Level(of: clip.frame(index)) == clip.level(index))
      #expect(Level(of: clip.frame(index + 12)) == clip.level(index))
    }
    #expect(clip.isActive(4) && !clip.isActive(5) && !clip.isActive(11))
  }

  @Test func `a segment is cut back to the end of an active run`() throws {
    let clip = try SpeechClip(samples: frames([-60, -20, -20, -20, -20, -20, -20, -60, -20, -20, -60]))
    #expect(clip.segment(frames: 9, startingAt: 0) == 1..<7)
    #expect(clip.segment(frames: 6, startingAt: 1) == 1..<7)
    #expect(clip.segment(frames: 5, startingAt: 1) == 1..<6)
  }

  @Test func `a segment too short for an active run is prolonged`() throws {
    let clip = try SpeechClip(samples: frames([-60, -20, -60, -20, -20, -20, -20, -20, -60]))
    #expect(clip.segment(frames: 2, startingAt: 0) == 1..<8)
    #expect(clip.segment(frames: 2, startingAt: 4) == 4..<17)
  }

  @Test(arguments: Clips.names)
  func `every segment begins active and ends with five active frames`(name: String) throws {
    let clip = try Clips.clip(name)
    for start in 0..<clip.frameCount {
      for count in [1, 25, 100] {
        let segment = clip.segment(frames: count, startingAt: start)
        #expect(clip.isActive(segment.lowerBound) && segment.lowerBound >= start)
        #expect((segment.upperBound - 5..<segment.upperBound).allSatisfy { clip.isActive($0) })
        #expect(segment.count >= 5 && segment.count <= count + 75)
      }
    }
  }

  @Test(arguments: Clips.names)
  func `the files speak without long pauses`(name: String) throws {
    let clip = try Clips.clip(name)
    var pause = 0
    for frame in 0..<2 * clip.frameCount {
      pause = clip.isActive(frame) ? 0 : pause + 1
      #expect(pause <= 20, "frame \(frame)")
    }
  }

  @Test func `what holds no speech is refused`() {
    #expect(throws: SpeechClipError.silent) { try SpeechClip(samples: []) }
    #expect(throws: SpeechClipError.silent) { try SpeechClip(samples: silence(8_000)) }
    #expect(throws: SpeechClipError.noActiveRun) {
      try SpeechClip(samples: frames([-20, -20, -60, -60, -60, -20]))
    }
  }
}

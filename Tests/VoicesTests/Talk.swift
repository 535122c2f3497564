import Audio
import SansIO

/// Speech for tests: words of noise with pauses between them.
enum Talk {
  static let path = "voice"

  /// Ten seconds: 400 ms of noise, 200 ms of nothing, and so on.
  static func clip() throws -> SpeechClip {
    var noise = Noise(.pinkish, level: Level(dBm0: -20), seed: 1)
    let samples = (0..<80_000).map { index in
      let sample = noise.samples(1)[0]
      return index % 4_800 < 3_200 ? sample : 0
    }
    return try SpeechClip(samples: samples)
  }
}

/// A clip of speech cut into 20 ms frames, normalised to an active level, that plays in a loop.
///
/// A simulated caller speaks in segments of it. What the caller said last must be beyond doubt, so a segment
/// ends with frames that are all active: see `segment(frames:startingAt:)`.
public struct SpeechClip: Sendable {
  /// Samples in a frame: 20 ms.
  public static let frameLength = 160
  /// A segment ends with at least so many active frames.
  public static let leastActiveRun = 5
  /// A frame at least this loud is active.
  public static let activeThreshold = Level(dBm0: -30)

  /// The normalised samples, a whole number of frames.
  public let samples: [Int16]
  /// The level of each frame.
  public let levels: [Level]

  /// Whether the `leastActiveRun` frames up to and including this one are active, by frame.
  private let endsActiveRun: [Bool]

  /// Normalises `samples` to `activeLevel`; an incomplete frame at the end is left out. Samples that become
  /// too loud for 16 bits are clipped.
  public init(samples: [Int16], activeLevel: Level = Level(dBm0: -20)) throws(SpeechClipError) {
    let whole = samples.prefix(samples.count / SpeechClip.frameLength * SpeechClip.frameLength)
    let measured = SpeechClip.activeLevel(of: Array(whole))
    guard measured > .silence else { throw .silent }
    let gain = activeLevel.rms / measured.rms
    self.samples = whole.map { Int16(saturating: Double($0) * gain) }
    levels = SpeechClip.levels(of: self.samples)
    let isActive = levels.map { $0 >= SpeechClip.activeThreshold }
    endsActiveRun = isActive.indices.map { last in
      (0..<SpeechClip.leastActiveRun).allSatisfy {
        isActive[(last + isActive.count - $0 % isActive.count) % isActive.count]
      }
    }
    guard endsActiveRun.contains(true) else { throw .noActiveRun }
  }

  /// How many frames the clip has before it repeats.
  public var frameCount: Int { levels.count }

  /// The samples of frame `index`, which counts on when the clip repeats.
  @_lifetime(borrow self)
  public func frame(_ index: Int) -> Span<Int16> {
    let start = looped(index) * SpeechClip.frameLength
    return samples.span.extracting(start..<start + SpeechClip.frameLength)
  }

  /// The level of frame `index`.
  public func level(_ index: Int) -> Level { levels[looped(index)] }

  /// Whether frame `index` is at least −30 dBm0.
  public func isActive(_ index: Int) -> Bool { level(index) >= SpeechClip.activeThreshold }

  /// The frames to play for a segment of about `frames` frames from frame `start` on.
  ///
  /// The segment begins with the first active frame at or after `start`. It ends with a run of at least five
  /// active frames: it is cut back to the last such end within the wanted length, or, if there is none,
  /// prolonged to the next one. Indices may exceed `frameCount`: `frame(_:)` wraps them.
  public func segment(frames: Int, startingAt start: Int) -> Range<Int> {
    precondition(frames > 0 && start >= 0, "SpeechClip.segment: \(frames) frames from \(start)")
    var first = start
    while !isActive(first) { first += 1 }
    let least = first + SpeechClip.leastActiveRun - 1
    var last = max(first + frames - 1, least)
    while last >= least, !endsActiveRun[looped(last)] { last -= 1 }
    guard last < least else { return first..<last + 1 }
    last = max(first + frames, least)
    while !endsActiveRun[looped(last)] { last += 1 }
    return first..<last + 1
  }

  /// The level of the samples while somebody speaks: the mean over the frames no more than 15.9 dB below that
  /// same mean, found by iteration (ITU-T P.56's margin on 20 ms frames instead of its envelope).
  public static func activeLevel(of samples: [Int16]) -> Level {
    let powers = levels(of: samples).map { $0.rms * $0.rms }
    var mean = powers.reduce(0, +) / Double(max(powers.count, 1))
    let margin = 0.0257
    for _ in 0..<20 {
      let active = powers.filter { $0 > 0 && $0 >= mean * margin }
      guard !active.isEmpty else { return .silence }
      mean = active.reduce(0, +) / Double(active.count)
    }
    return Level(meanSquare: mean)
  }

  private static func levels(of samples: [Int16]) -> [Level] {
    stride(from: 0, to: samples.count - frameLength + 1, by: frameLength).map { start in
      Level(of: samples.span.extracting(start..<start + frameLength))
    }
  }

  private func looped(_ index: Int) -> Int { index % frameCount }
}

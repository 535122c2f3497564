import SansIO

/// Which 20 ms frames a jitter buffer can still play.
enum FrameGrid: Sendable {
  /// Frames follow each other; the next one starts at `next`.
  case running(next: Instant)
  /// Nothing plays; a frame may start at any instant later than `after`.
  case free(after: Instant)

  /// Whether some frame is left for audio of `samples` samples from `instant` on.
  func isPlayable(from instant: Instant, samples: Int) -> Bool {
    let end = instant + .samples(samples)
    switch self {
    case .running(let next): return end > next
    case .free(let last): return Self.firstFrame(of: instant, after: last) < end
    }
  }

  /// Where the frame to play at `now` starts, when the audio in hand begins at `audio`; `nil` when none is
  /// due.
  ///
  /// Where pulls were left out, whole frames are passed over.
  func start(at now: Instant, audio: Instant?) -> Instant? {
    switch self {
    case .running(let next):
      return next <= now ? next + .frame * ((now - next) / .frame) : nil
    case .free(let last):
      guard let audio else { return nil }
      let start = Self.firstFrame(of: audio, after: max(last, now - .frame))
      return start <= now ? start : nil
    }
  }

  /// Where audio that should start at `wanted` can start: moved by at most half a frame to the running frames
  /// or to those of the audio in hand, else exactly there.
  func nearestStart(to wanted: Instant, audio: Instant?) -> Instant {
    switch self {
    case .running(let next):
      return Self.nearestFrame(to: wanted, from: next)
    case .free(let last):
      if let audio { return Self.nearestFrame(to: wanted, from: Self.firstFrame(of: audio, after: last)) }
      return max(wanted, last + .nanoseconds(1))
    }
  }

  private static func nearestFrame(to wanted: Instant, from next: Instant) -> Instant {
    next + .frame * max(0, (wanted - next + .frame / 2) / .frame)
  }

  /// The first of the frames that start at `origin`, 20 ms later and so on, which starts after `bound`.
  private static func firstFrame(of origin: Instant, after bound: Instant) -> Instant {
    origin > bound ? origin : origin + .frame * ((bound - origin) / .frame + 1)
  }
}

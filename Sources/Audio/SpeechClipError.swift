/// Why samples cannot serve as a clip of speech.
public enum SpeechClipError: Error, Hashable, Sendable, CustomStringConvertible {
  /// They are shorter than a frame, or digital zero.
  case silent
  /// At the wanted level no 5 frames of 20 ms in a row reach −30 dBm0.
  case noActiveRun

  public var description: String {
    switch self {
    case .silent: "the clip holds no sound; at least 20 ms of speech are needed"
    case .noActiveRun:
      "the clip holds no 100 ms of speech above −30 dBm0; record it with fewer pauses, or raise its level"
    }
  }
}

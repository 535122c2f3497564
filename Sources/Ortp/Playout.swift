/// What one pull of 20 ms brought.
public enum Playout: Hashable, Sendable {
  /// 160 bytes of audio.
  case frame(G711Variant)
  /// The speaker is silent; the level of the noise behind, in -dBov (0 loud to 127), from RFC 3389.
  case comfortNoise(level: UInt8)
  /// The stream is running, but these 20 ms are missing: to be concealed.
  case lost
  /// Nothing to hear: the stream has not begun, or it paused.
  case nothing
}

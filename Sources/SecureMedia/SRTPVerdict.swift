/// What became of a received packet.
public enum SRTPVerdict: Hashable, Sendable, CaseIterable {
  /// It is from the peer, new, and was decrypted.
  case authentic
  /// It is too short for its header and tag, is not version 2, or is RTCP that is not encrypted.
  case malformed
  /// Its tag is wrong: the peer did not send it so, or not under these keys.
  case forged
  /// It was received before, or is so old that this cannot be told any more.
  case replayed
  /// It is authentic, but of one source more than are kept.
  case tooManySources
}

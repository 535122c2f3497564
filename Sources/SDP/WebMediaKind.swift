/// What a section of a WebRTC description is for.
public enum WebMediaKind: String, Hashable, Sendable {
  case audio, video
  /// Data channels over SCTP (RFC 8841).
  case application
}

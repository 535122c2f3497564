/// The RTP header extensions that mean something here (`a=extmap`, RFC 8285).
public enum WebExtension: String, Hashable, Sendable, CaseIterable {
  /// How loud a packet is (RFC 6464).
  case audioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
  /// Which section a packet belongs to (RFC 9143).
  case mid = "urn:ietf:params:rtp-hdrext:sdes:mid"
}

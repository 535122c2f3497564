/// What arrived on a media port, told by its first two bytes (RFC 7983 §7, RFC 5761 §4).
public enum DatagramKind: Hashable, Sendable {
  /// An RTP packet, at least by its first byte.
  case rtp
  /// A compound RTCP packet sharing the port with RTP.
  case rtcp
  /// A STUN message (connectivity check or keep-alive).
  case stun
  /// DTLS, TURN channel data, an empty keep-alive or junk.
  case other

  /// The kind of `datagram`.
  ///
  /// Packet types 192...223 in the second byte are RTCP, for RTP never uses payload types 64...95 together
  /// with a multiplexed RTCP (RFC 5761 §4).
  public static func classify(_ datagram: Span<UInt8>) -> DatagramKind {
    guard datagram.count >= 2 else { return .other }
    switch datagram[0] {
    case 0...3: return .stun
    case 128...191: return (192...223).contains(datagram[1]) ? .rtcp : .rtp
    default: return .other
    }
  }
}

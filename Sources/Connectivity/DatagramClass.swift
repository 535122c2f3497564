/// What arrived on a socket that STUN, DTLS and SRTP share, told by its first two bytes (RFC 7983 §7,
/// RFC 5761 §4).
public enum DatagramClass: Hashable, Sendable {
  /// A STUN message, at least by its first byte (0...3).
  case stun
  /// A DTLS record (20...63).
  case dtls
  /// An RTP or SRTP packet (128...191, with a second byte outside 192...223).
  case rtp
  /// An RTCP or SRTCP packet (128...191, with a second byte of 192...223).
  case rtcp
  /// TURN channel data, ZRTP, QUIC, an empty keep-alive or junk.
  case other

  /// The class of `datagram`; one byte is enough for `stun` and `dtls`, media takes two.
  public init(of datagram: Span<UInt8>) {
    guard datagram.count >= 1 else {
      self = .other
      return
    }
    switch datagram[0] {
    case 0...3: self = .stun
    case 20...63: self = .dtls
    case 128...191 where datagram.count >= 2: self = (192...223).contains(datagram[1]) ? .rtcp : .rtp
    default: self = .other
    }
  }
}

/// Where the machines of a leg put their datagrams: a socket in the live world, a link in the virtual one.
public protocol MediaSink {
  /// Sends `datagram` from the port of the leg that `port` and `kind` name, and returns the instant just before it left;
  /// `nil` when it could not be sent. The bytes are only valid during the call.
  mutating func send(_ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress)
    -> Instant?
}

/// What a port of a leg carries.
public enum MediaKind: Sendable {
  /// RTP of a phone leg: the even port of a pair.
  case rtp
  /// RTCP of a phone leg: the odd port above it.
  case rtcp
  /// Everything of a room leg: STUN, DTLS, SRTP and SRTCP share one port (RFC 7983).
  case room
}

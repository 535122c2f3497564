public import SansIO

/// Where the machines of a phone leg put their datagrams: a socket in the live world, a link in the virtual one.
public protocol MediaSink {
  /// Sends `datagram` from the RTP or RTCP port of the leg `port` and returns the instant just before it left;
  /// `nil` when it could not be sent. The bytes are only valid during the call.
  mutating func send(_ datagram: borrowing [UInt8], kind: MediaKind, from port: UInt16, to: TransportAddress)
    -> Instant?
}

/// Which of a leg's two ports a datagram belongs to.
public enum MediaKind: Sendable {
  /// RTP, the even port.
  case rtp
  /// RTCP, the odd port above it.
  case rtcp
}

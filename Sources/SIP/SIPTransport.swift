/// The transport protocols this layer speaks (RFC 3261 section 18).
public enum SIPTransport: String, Sendable, Hashable {
  /// One message a datagram; lost messages are sent again by timers.
  case udp
  /// A byte stream framed by Content-Length; nothing is sent again.
  case tcp

  /// The name as the Via header field has it.
  var viaName: String { self == .udp ? "UDP" : "TCP" }

  /// Whether the transport delivers by itself, so that transactions need not repeat themselves.
  var isReliable: Bool { self == .tcp }
}

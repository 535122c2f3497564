public import SansIO

/// Why a request or a connection of ``RoomClient`` came to nothing.
public enum RoomClientError: Error, Hashable, Sendable {
  /// The text is not a URL that can be asked.
  case url(String)
  /// The URL wants TLS, which the simulator does not speak.
  case tlsNotSupported(url: String)
  /// No TCP connection to `address` (host:port).
  case unreachable(address: String, reason: String)
  /// Nothing complete came within the time allowed.
  case timeout(address: String, after: Interval)
  /// The server closed the connection before its answer was complete.
  case closedEarly(address: String)
  /// The server's answer is not HTTP, or not the answer to a WebSocket handshake.
  case malformed(address: String, reason: String)
}

extension RoomClientError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .url(let text):
      "\"\(text.prefix(200))\" cannot be asked; it must be a URL such as ws://localhost:7880 or http://localhost:3001"
    case .tlsNotSupported(let url):
      "\(url.prefix(200)) wants TLS, which the simulator does not support yet; use ws:// or http://"
    case .unreachable(let address, let reason): "cannot connect to \(address): \(reason)"
    case .timeout(let address, let limit): "no answer from \(address) within \(limit.seconds) s"
    case .closedEarly(let address): "\(address) closed the connection before it had answered"
    case .malformed(let address, let reason): "the answer of \(address) cannot be read: \(reason)"
    }
  }
}

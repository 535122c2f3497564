import NIOHTTP1

/// A request for a signalling connection, or to have one checked (`/validate`).
package struct SignalRequest: Sendable {
  /// Which of the two ways of joining the path names.
  package enum Version: Sendable { case v0, v1 }

  /// `/rtc` is 0, `/rtc/v1` is 1.
  package let version: Version
  /// The query, decoded.
  package let target: RequestTarget
  /// The value of the Authorization field.
  package let authorization: String?
  /// The client's address as text, when known.
  package let client: String?

  /// A request for `version`.
  package init(version: Version, target: RequestTarget, authorization: String?, client: String?) {
    self.version = version
    self.target = target
    self.authorization = authorization
    self.client = client
  }

  /// The signalling version whose WebSocket lives at `path`.
  static func version(atPath path: String) -> Version? {
    switch path {
    case "/rtc": .v0
    case "/rtc/v1": .v1
    default: nil
    }
  }

  /// Whether `head` asks to leave HTTP for any other protocol, after which the decoder reads no further request.
  static func asksUpgrade(_ head: HTTPRequestHead) -> Bool {
    head.headers.contains(name: "Upgrade")
      && head.headers[canonicalForm: "Connection"].contains { $0.lowercased() == "upgrade" }
  }

  /// Whether `head` asks for a WebSocket.
  static func asksWebSocket(_ head: HTTPRequestHead) -> Bool {
    head.method == .GET && asksUpgrade(head)
      && head.headers[canonicalForm: "Upgrade"].contains { $0.lowercased() == "websocket" }
  }
}

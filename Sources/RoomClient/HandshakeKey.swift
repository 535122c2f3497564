import Cryptography
import Rooms

/// The key of a WebSocket handshake, and the only answer to it (RFC 6455 section 4.1).
struct HandshakeKey {
  private static let constant = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

  /// Goes into Sec-WebSocket-Key.
  let text: String

  /// A key of 16 random bytes.
  init() { text = Base64.encode(RandomBytes.make(count: 16), alphabet: .standard, padded: true) }

  /// Why `reply`, an answer of 101, does not complete the handshake; `nil` when it does.
  func flaw(in reply: HTTPReply) -> String? {
    let head = HTTPHead(reply)
    let answer = Base64.encode(
      Digest.sha1(Array((text + HandshakeKey.constant).utf8)), alphabet: .standard, padded: true)
    guard head.has("websocket", in: "upgrade"), head.has("upgrade", in: "connection"),
      head.values("sec-websocket-accept") == [answer]
    else { return "it switches protocols without an answer to the key" }
    // Nothing of the kind was asked for.
    guard head.values("sec-websocket-extensions").isEmpty, head.values("sec-websocket-protocol").isEmpty
    else {
      return "it switches to an extension or a subprotocol that was not asked for"
    }
    return nil
  }
}

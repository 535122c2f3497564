import Cryptography

/// The key of a WebSocket handshake, and the only answer to it (RFC 6455 section 4.1).
struct HandshakeKey {
  private static let constant = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Goes into Sec-WebSocket-Key.
  let text: String

  /// A key of 16 random bytes.
  init() { text = HandshakeKey.base64(RandomBytes.make(count: 16)) }

  /// Why `reply`, an answer of 101, does not complete the handshake; `nil` when it does.
  func flaw(in reply: HTTPReply) -> String? {
    let head = HTTPHead(reply)
    let answer = HandshakeKey.base64(Digest.sha1(Array((text + HandshakeKey.constant).utf8)))
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

  /// RFC 4648 section 4.
  static func base64(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for place in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[place..<min(place + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        text.append(digit <= group.count ? alphabet[bits >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

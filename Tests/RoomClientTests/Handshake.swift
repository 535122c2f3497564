import COpenSSL

/// The server's answer to a WebSocket handshake (RFC 6455 section 4.2.2), for servers made of bytes.
enum Handshake {
  /// The answer to a request's head.
  static func answer(to head: String) -> [UInt8] {
    let key = head.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }?.dropFirst(19) ?? ""
    let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
    var digest = [UInt8](repeating: 0, count: 20)
    EVP_Digest(text, text.count, &digest, nil, EVP_sha1(), nil)
    var base64 = [UInt8](repeating: 0, count: 29)
    EVP_EncodeBlock(&base64, digest, 20)
    let accept = String(decoding: base64.dropLast(), as: UTF8.self)
    return Array(
      "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"
        .utf8)
  }
}

/// The parts of a URL that a request needs.
struct TargetURL: Equatable, Sendable {
  /// A name or a numeric address without brackets.
  var host: String
  var port: Int
  /// Path and query, as they stand in the URL; begins with a slash.
  var target: String

  /// `host:port` for errors and the Host field.
  var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// Reads `ws://` and `http://` URLs.
  init(_ text: String) throws(RoomClientError) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text[colon...].hasPrefix("://") else {
      throw .url(text)
    }
    switch text[..<colon].lowercased() {
    case "ws", "http": break
    case "wss", "https": throw .tlsNotSupported(url: text)
    default: throw .url(text)
    }
    // Bytes, not characters: a URL holds a whole offer.
    let rest = text.utf8[colon...].dropFirst(3).prefix { $0 != UInt8(ascii: "#") }
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    let authority = Substring(rest[..<end])
    // A space or a line's end would be a second request's beginning.
    guard rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !authority.contains("@") else { throw .url(text) }
    let place = String(Substring(rest[end...]))
    target = place.hasPrefix("/") ? place : "/" + place
    let bracket = authority.lastIndex(of: "]")
    if let separator = authority.lastIndex(of: ":"), bracket.map({ $0 < separator }) ?? true {
      guard let port = UInt16(authority[separator...].dropFirst()), port > 0 else { throw .url(text) }
      self.port = Int(port)
      host = String(authority[..<separator])
    } else {
      port = 80
      host = String(authority)
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard !host.isEmpty else { throw .url(text) }
  }
}

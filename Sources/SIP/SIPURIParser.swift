import SansIO

/// Takes a SIP URI apart, strictly by RFC 3261 section 25.1.
struct SIPURIParser {
  private let text: String

  init(_ text: String) { self.text = text }

  /// The URI.
  func parse() throws(SIPURIError) -> SIPURI {
    var rest = try afterScheme()
    var uri = SIPURI(host: "")
    if let at = rest.firstIndex(ofByte: "@") {
      try readUser(rest[..<at], into: &uri)
      rest = rest[rest.index(after: at)...]
    }
    if let mark = rest.firstIndex(ofByte: "?") {
      uri.headers = try list(rest[rest.index(after: mark)...], separator: "&", part: .header)
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(ofByte: ";") {
      uri.parameters = try list(rest[rest.index(after: mark)...], separator: ";", part: .parameter)
      rest = rest[..<mark]
    }
    try readHost(rest, into: &uri)
    return uri
  }

  private func afterScheme() throws(SIPURIError) -> Substring {
    guard let colon = text.firstIndex(ofByte: ":") else { throw .noScheme(text: text) }
    let scheme = text[..<colon]
    guard !scheme.isEmpty, scheme.utf8.allSatisfy({ $0.isLetterASCII || $0.isDigitASCII }) else {
      throw .noScheme(text: text)
    }
    guard scheme.equalsIgnoringCase("sip") else { throw .unsupportedScheme(scheme.lowercased()) }
    return text[text.index(after: colon)...]
  }

  private func readUser(_ text: Substring, into uri: inout SIPURI) throws(SIPURIError) {
    var user = text
    if let colon = text.firstIndex(ofByte: ":") {
      let password = text[text.index(after: colon)...]
      guard Self.isMade(of: "&=+$,", password) else { throw .malformed(part: .password, text: self.text) }
      uri.password = String(password)
      user = text[..<colon]
    }
    guard !user.isEmpty, Self.isMade(of: "&=+$,;?/", user) else {
      throw .malformed(part: .user, text: self.text)
    }
    uri.user = String(user)
  }

  private func readHost(_ text: Substring, into uri: inout SIPURI) throws(SIPURIError) {
    var host = text
    let afterBracket = text.firstIndex(ofByte: "]").map(text.index(after:)) ?? text.startIndex
    if let colon = text[afterBracket...].firstIndex(ofByte: ":") {
      guard let port = text[text.index(after: colon)...].decimal(atMost: 65_535), port > 0 else {
        throw .malformed(part: .port, text: self.text)
      }
      uri.port = UInt16(port)
      host = text[..<colon]
    }
    guard Self.isHost(host) else { throw .malformed(part: .host, text: self.text) }
    uri.host = String(host)
  }

  private func list(
    _ text: Substring, separator: Unicode.Scalar, part: SIPURIError.Part
  ) throws(SIPURIError) -> [SIPURI.Parameter] {
    var found: [SIPURI.Parameter] = []
    for item in text.parts(between: separator) {
      let sign = item.firstIndex(ofByte: "=") ?? item.endIndex
      let name = item[..<sign]
      let value = sign == item.endIndex ? nil : item[item.index(after: sign)...]
      guard !name.isEmpty, Self.isMade(of: "[]/:&+$?", name), Self.isMade(of: "[]/:&+$?", value ?? "") else {
        throw .malformed(part: part, text: self.text)
      }
      found.append(SIPURI.Parameter(String(name), value.map(String.init)))
    }
    return found
  }

  /// Whether `text` is a host name, an IPv4 address or an IPv6 address in brackets.
  private static func isHost(_ text: Substring) -> Bool {
    guard !text.isEmpty else { return false }
    if text.begins(with: "[") { return text.utf8.last == UInt8(ascii: "]") && IPAddress(text)?.family == .v6 }
    return text.utf8.allSatisfy {
      $0.isLetterASCII || $0.isDigitASCII || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "_")
    }
  }

  /// Whether `text` holds only unreserved bytes, escapes and the bytes of `extra`.
  private static func isMade(of extra: StaticString, _ text: Substring) -> Bool {
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      if byte == UInt8(ascii: "%") {
        guard bytes.next()?.isHexadecimalASCII == true, bytes.next()?.isHexadecimalASCII == true else {
          return false
        }
      } else if !byte.isLetterASCII, !byte.isDigitASCII, !contains(byte, in: "-_.!~*'()"),
        !contains(byte, in: extra)
      {
        return false
      }
    }
    return true
  }

  private static func contains(_ byte: UInt8, in set: StaticString) -> Bool {
    UnsafeBufferPointer(start: set.utf8Start, count: set.utf8CodeUnitCount).contains(byte)
  }
}

import SansIO

/// Reads a description line by line; every line is looked at once.
struct SessionDescriptionParser {
  private var line = 0
  private var origin: Origin?
  private var name: String?
  private var connection: ConnectionAddress?
  private var attributes: [SessionDescription.Attribute] = []
  private var media: [MediaDescription] = []

  /// Takes the next line, without its line end.
  mutating func take(_ bytes: ArraySlice<UInt8>) throws(SDPParseError) {
    line += 1
    guard !bytes.isEmpty else { return }
    guard bytes.count >= 2, bytes[bytes.startIndex + 1] == UInt8(ascii: "="),
      isLetter(bytes[bytes.startIndex])
    else {
      throw error("not a line of SDP", expected: "a letter, \"=\" and a value")
    }
    guard !bytes.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\r") }) else {
      throw error("a NUL or a lone CR", expected: "text, its lines ended by CRLF or LF")
    }
    let value = String(decoding: bytes.dropFirst(2), as: UTF8.self)
    let type = bytes[bytes.startIndex]
    guard line > 1 || type == UInt8(ascii: "v") else {
      throw error("the description does not begin with its version", expected: "\"v=0\"")
    }
    try take(type, value)
  }

  /// The description, once the last line was taken.
  consuming func finish() throws(SDPParseError) -> SessionDescription {
    guard line > 0 else {
      throw SDPParseError(line: 0, problem: "the description is empty", expected: "\"v=0\" and what follows")
    }
    guard let origin else {
      throw error("the description ends without an origin", expected: "an \"o=\" line")
    }
    guard let name else { throw error("the description ends without a name", expected: "an \"s=\" line") }
    return SessionDescription(
      origin: origin, name: name, connection: connection, attributes: attributes, media: media)
  }

  private mutating func take(_ type: UInt8, _ value: String) throws(SDPParseError) {
    switch type {
    case UInt8(ascii: "v"):
      guard line == 1, value == "0" else {
        throw error("version \(quoted(value))", expected: "\"v=0\", once, first")
      }
    case UInt8(ascii: "o"):
      guard origin == nil, media.isEmpty else {
        throw error("another origin", expected: "one \"o=\" line before \"m=\"")
      }
      origin = try parseOrigin(value)
    case UInt8(ascii: "s"):
      guard name == nil, media.isEmpty else {
        throw error("another name", expected: "one \"s=\" line before \"m=\"")
      }
      name = value
    case UInt8(ascii: "c"): try takeConnection(value)
    case UInt8(ascii: "t"): try checkTiming(value)
    case UInt8(ascii: "m"): try takeMedia(value)
    case UInt8(ascii: "a"): try takeAttribute(value)
    default: break
    }
  }

  private func parseOrigin(_ value: String) throws(SDPParseError) -> Origin {
    let form = "\"o=<user> <session id> <version> IN IP4|IP6 <address>\""
    let all = words(value)
    guard all.count >= 6 else { throw error("an origin of \(all.count) fields", expected: form) }
    // Some gateways write a user name with spaces: the last five fields are the ones that count.
    let fields = Array(all.suffix(5))
    guard let id = number(fields[0]), let version = number(fields[1]) else {
      throw error("session id or version is no number", expected: "decimal numbers below 2^64")
    }
    guard fields[2] == "IN", let family = IPAddress.Family(addressType: fields[3]),
      let host = ConnectionAddress(fields[4], family: family)
    else { throw error("origin address \(quoted(value))", expected: form) }
    return Origin(username: String(all[0]), sessionID: id, sessionVersion: version, host: host)
  }

  private mutating func takeConnection(_ value: String) throws(SDPParseError) {
    let fields = words(value)
    let form = "\"c=IN IP4|IP6 <address>\""
    guard fields.count == 3, fields[0] == "IN", let family = IPAddress.Family(addressType: fields[1]),
      // A multicast address carries its time to live behind a slash (RFC 8866 §5.7).
      let host = fields[2].split(separator: "/", maxSplits: 1).first,
      let address = ConnectionAddress(host, family: family)
    else { throw error("connection \(quoted(value))", expected: form) }
    if media.isEmpty {
      connection = address
    } else {
      media[media.count - 1].connection = media[media.count - 1].connection ?? address
    }
  }

  private func checkTiming(_ value: String) throws(SDPParseError) {
    let fields = words(value)
    guard fields.count == 2, number(fields[0]) != nil, number(fields[1]) != nil else {
      throw error("timing \(quoted(value))", expected: "\"t=<start> <stop>\", both decimal numbers")
    }
  }

  private mutating func takeMedia(_ value: String) throws(SDPParseError) {
    let fields = words(value)
    guard fields.count >= 4 else {
      throw error("media line \(quoted(value))", expected: "\"m=<kind> <port> <protocol> <format> ...\"")
    }
    guard media.count < SessionDescription.maximumMediaCount else {
      throw error("too many media sections", expected: "at most \(SessionDescription.maximumMediaCount)")
    }
    guard fields.count - 3 <= SessionDescription.maximumFormatCount else {
      throw error("\(fields.count - 3) formats", expected: "at most \(SessionDescription.maximumFormatCount)")
    }
    let ports = fields[1].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let port = number(ports[0]).flatMap({ UInt16(exactly: $0) }),
      ports.count == 1 || number(ports[1]) != nil
    else { throw error("port \(quoted(fields[1]))", expected: "a number from 0 to 65535") }
    let formats = fields.dropFirst(3).map(String.init)
    if fields[2].hasPrefix("RTP/"), let bad = formats.first(where: { payloadType($0) == nil }) {
      throw error("payload type \(quoted(bad))", expected: "a number from 0 to 127")
    }
    media.append(
      MediaDescription(kind: String(fields[0]), port: port, transport: String(fields[2]), formats: formats))
  }

  private mutating func takeAttribute(_ value: String) throws(SDPParseError) {
    let (name, rest) = halves(value, at: ":")
    guard !name.isEmpty else {
      throw error("an attribute without a name", expected: "\"a=<name>[:<value>]\"")
    }
    let attribute = SessionDescription.Attribute(String(name), rest.map(String.init))
    if media.isEmpty {
      attributes.append(attribute)
    } else {
      media[media.count - 1].attributes.append(attribute)
    }
  }

  private func error(_ problem: String, expected: String) -> SDPParseError {
    SDPParseError(line: line, problem: problem, expected: expected)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// At most 40 characters of a peer's text, so that an error stays readable.
  private func quoted(_ text: some StringProtocol) -> String {
    text.count > 40 ? "\"\(text.prefix(40))…\"" : "\"\(text)\""
  }
}

/// The words of `text`, with any run of spaces or tabs between them.
func words(_ text: some StringProtocol) -> [Substring] {
  // Bytes, not characters: an offer has hundreds of words.
  Substring(text).utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { Substring($0) }
}

/// `text` cut at the first `separator`, an ASCII character, if there is one.
func halves(_ text: some StringProtocol, at separator: Unicode.Scalar) -> (Substring, Substring?) {
  let all = Substring(text)
  guard let place = all.utf8.firstIndex(of: UInt8(ascii: separator)) else { return (all, nil) }
  return (all[..<place], all[all.utf8.index(after: place)...])
}

/// A decimal number without sign; `nil` for anything else or when it needs more than 64 bits.
func number(_ text: some StringProtocol) -> UInt64? {
  guard let first = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
    return nil
  }
  return UInt64(text)
}

/// An RTP payload type, 0 to 127; `nil` for anything else.
func payloadType(_ text: some StringProtocol) -> UInt8? {
  number(text).flatMap { $0 <= 127 ? UInt8($0) : nil }
}

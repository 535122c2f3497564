/// The status line and the fields of an answer (RFC 9112 sections 4 and 5).
struct HTTPHead {
  /// Of the version, `HTTP/1.minor`.
  let minor: Int
  /// 100...999.
  let status: Int
  let fields: [(name: String, value: String)]

  /// Reads a head without its empty line.
  init(_ bytes: ArraySlice<UInt8>) throws(ReplyReader.Flaw) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).makeIterator()
    let first = lines.next() ?? []
    guard first.starts(with: "HTTP/1.".utf8), first.count >= 12,
      let minor = Int(String(decoding: first.dropFirst(7).prefix(1), as: UTF8.self)),
      first[first.startIndex + 8] == UInt8(ascii: " "),
      let status = Int(String(decoding: first.dropFirst(9).prefix(3), as: UTF8.self)), status >= 100
    else { throw ReplyReader.Flaw("it does not begin with HTTP/1.1 and a status") }
    self.minor = minor
    self.status = status
    var fields: [(name: String, value: String)] = []
    while let line = lines.next() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
        throw ReplyReader.Flaw("a header field has no name or no colon")
      }
      let name = line[..<colon]
      guard !name.contains(where: { $0 <= 0x20 }) else {
        throw ReplyReader.Flaw("the name of a header field has a space")
      }
      fields.append((String(decoding: name, as: UTF8.self), HTTPHead.text(line[(colon + 1)...])))
    }
    self.fields = fields
  }

  /// The head of `reply`.
  init(_ reply: HTTPReply) {
    minor = 1
    status = reply.status
    fields = reply.headers
  }

  /// Without the space around it.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    return String(decoding: bytes.drop { $0 <= 0x20 }, as: UTF8.self)
  }

  /// The values of the fields called `name`, which is in small letters.
  func values(_ name: String) -> [String] {
    fields.filter { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }.map(\.value)
  }

  /// Whether the list of a field has `word`, which is in small letters.
  func has(_ word: String, in name: String) -> Bool {
    values(name).contains { $0.lowercased().split(separator: ",").contains { $0.trimmed == word } }
  }

  /// The outermost coding of the body.
  var lastCoding: String? {
    values("transfer-encoding").last?.lowercased().split(separator: ",").last?.trimmed
  }

  /// Bytes of the body, if it says so.
  var contentLength: Int? {
    get throws(ReplyReader.Flaw) {
      let all = values("content-length")
      guard let first = all.first else { return nil }
      guard all.allSatisfy({ $0 == first }), first.utf8.allSatisfy({ (48...57).contains($0) }),
        let length = Int(first)
      else { throw ReplyReader.Flaw("its Content-Length is no number") }
      return length
    }
  }
}

extension StringProtocol {
  /// Without spaces and tabs around it.
  var trimmed: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    var part = self[...].drop(while: isSpace)
    while let last = part.last, isSpace(last) { part.removeLast() }
    return String(part)
  }
}

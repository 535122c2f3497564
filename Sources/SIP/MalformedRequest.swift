/// What can be saved of a request that does not parse, so that its sender learns what is wrong.
struct MalformedRequest {
  /// The most Via fields worth sending back.
  private static let maximumVias = 32

  let method: SIPMethod
  private var lines: [HeaderFields.Field] = []

  /// Looks for the fields a response must copy; `nil` for a response, for an ACK, and where no Via says that
  /// a response is wanted.
  init?(_ bytes: Span<UInt8>) {
    let limit = bytes.extracting(0..<min(bytes.count, MessageLimits.head))
    var head = HeadLines(limit)
    guard let first = head.next() else { return nil }
    let start = head.text(first.start..<first.end).withoutControls
    let words = start.parts(between: " ")
    guard let name = words.first, !name.isEmpty, !name.begins(with: "SIP/"), name != "ACK" else { return nil }
    method = SIPMethod(String(name))
    var vias = 0
    while let line = head.next() {
      guard let field = Self.copied(line, of: head) else { continue }
      if field.name == "Via" { vias += 1 }
      if field.name == "Via" ? vias <= Self.maximumVias : !lines.contains(where: { $0.name == field.name }) {
        lines.append(field)
      }
    }
    guard vias > 0 else { return nil }
  }

  /// 505 for another version of SIP, 513 for too much, 400 otherwise.
  func status(of error: MessageError) -> Int {
    switch error {
    case .unsupportedVersion: 505
    case .tooLong, .tooManyElements: 513
    default: 400
    }
  }

  /// Writes the response.
  func write(_ content: ResponseTemplate.Content, product: String) -> [UInt8] {
    var writer = MessageWriter(status: content.status, reason: content.reason)
    writer.fields(lines)
    writer.field("Server", product)
    writer.finish(contentType: nil, body: [])
    return writer.bytes
  }

  /// The field on `line` under its full name, if a response must copy it.
  private static func copied(_ line: HeadLines.Line, of head: borrowing HeadLines) -> HeaderFields.Field? {
    guard let colon = head.colon(of: line) else { return nil }
    let bytes = head.name(of: line, colon: colon)
    guard bytes.count <= 7 else { return nil }
    let name = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }.lowercased()
    let full: String
    switch name {
    case "v", "via": full = "Via"
    case "f", "from": full = "From"
    case "t", "to": full = "To"
    case "i", "call-id": full = "Call-ID"
    case "cseq": full = "CSeq"
    default: return nil
    }
    return HeaderFields.Field(full, head.value(of: line, colon: colon))
  }
}

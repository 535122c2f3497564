/// The head of a message, walked line by line before libosip2 sees it.
///
/// libosip2 gets the first line and the fields with a structure of their own. All others are plain text to
/// this layer and kept as they came, which costs less; of a challenge libosip2 would drop the parameters it
/// does not know. It is told of no body, because it refuses a head whose body it does not get.
struct HeadSection {
  /// The first line.
  private(set) var startLine = ""
  /// What libosip2 is to parse.
  private(set) var structured: [UInt8] = []
  /// The values of From and To as they came.
  private(set) var from = ""
  private(set) var to = ""
  /// All other fields but those that describe the body.
  private(set) var headers = HeaderFields()
  /// The value of Content-Length.
  private(set) var contentLength: Int?
  /// The value of Content-Type.
  private(set) var contentType: String?

  /// Walks `head`, which ends with its empty line.
  init(_ head: Span<UInt8>) throws(MessageError) {
    try Self.check(head)
    structured.reserveCapacity(head.count)
    var lines = HeadLines(head)
    if let first = lines.next() {
      startLine = lines.text(first.start..<first.end)
      lines.append(first, to: &structured)
    }
    while let line = lines.next() { try take(line, of: lines) }
    structured.append(0x0D)
    structured.append(0x0A)
  }

  private mutating func take(_ line: HeadLines.Line, of lines: borrowing HeadLines) throws(MessageError) {
    guard let colon = lines.colon(of: line) else { throw .malformed("a header field: no colon") }
    switch HeaderName(lines.name(of: line, colon: colon)) {
    case .from:
      from = lines.value(of: line, colon: colon)
      lines.append(line, to: &structured)
    case .to:
      to = lines.value(of: line, colon: colon)
      lines.append(line, to: &structured)
    case .structured: lines.append(line, to: &structured)
    case .contentLength: try takeContentLength(lines.value(of: line, colon: colon))
    case .contentType: contentType = lines.value(of: line, colon: colon)
    case .ignored: break
    case .other:
      let name = lines.name(of: line, colon: colon).withUnsafeBufferPointer {
        String(decoding: $0, as: UTF8.self)
      }
      headers.append(name, lines.value(of: line, colon: colon))
    }
  }

  private mutating func takeContentLength(_ value: String) throws(MessageError) {
    guard contentLength == nil, let length = value.decimal(atMost: UInt64(Int32.max)) else {
      throw .badContentLength(value)
    }
    contentLength = Int(length)
  }

  /// Refuses bytes that no head may hold, and heads made to cost time.
  private static func check(_ head: Span<UInt8>) throws(MessageError) {
    var elements = 0
    for index in head.indices {
      let byte = head[index]
      // Letters and digits are most of it.
      if byte > UInt8(ascii: ";"), byte != 0x7F { continue }
      switch byte {
      case 0x0A: guard index > 0, head[index - 1] == 0x0D else { throw .illegalByte(byte) }
      case 0x0D:
        guard index + 1 < head.count, head[index + 1] == 0x0A else { throw .illegalByte(byte) }
        continue
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"): break
      case UInt8(ascii: "%"):
        // libosip2 resolves escapes into C strings, which a NUL would cut short.
        let isNull = index + 2 < head.count && head[index + 1] == 0x30 && head[index + 2] == 0x30
        guard !isNull else { throw .illegalByte(0) }
        continue
      case 0x09, 0x20...0x7E: continue
      default: throw .illegalByte(byte)
      }
      elements += 1
    }
    guard elements <= MessageLimits.elements else { throw .tooManyElements(limit: MessageLimits.elements) }
  }
}

extension SessionDescription {
  /// Parses a description; lines may end in CRLF or LF, and trailing blank lines are passed over.
  public init(parsing bytes: Span<UInt8>) throws(SDPParseError) {
    guard bytes.count <= SessionDescription.maximumLength else {
      throw SDPParseError(
        line: 0, problem: "\(bytes.count) bytes of text",
        expected: "at most \(SessionDescription.maximumLength)")
    }
    var parser = SessionDescriptionParser()
    var line: [UInt8] = []
    for index in bytes.indices {
      guard bytes[index] == UInt8(ascii: "\n") else {
        line.append(bytes[index])
        continue
      }
      try parser.take(line.withoutCarriageReturn)
      line.removeAll(keepingCapacity: true)
    }
    if !line.isEmpty { try parser.take(line.withoutCarriageReturn) }
    self = try parser.finish()
  }

  /// Parses a description given as text.
  public init(parsing text: String) throws(SDPParseError) {
    let bytes = Array(text.utf8)
    try self.init(parsing: bytes.span)
  }
}

extension [UInt8] {
  fileprivate var withoutCarriageReturn: ArraySlice<UInt8> {
    last == UInt8(ascii: "\r") ? dropLast() : self[...]
  }
}

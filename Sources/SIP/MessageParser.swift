import COsip2

/// Reads SIP messages with libosip2's parser and copies what the agent needs into Swift values.
package enum MessageParser {
  /// libosip2 fills its tables once; nothing frees them. Without a tracer of its user it prints every syntax
  /// error of every peer to standard output.
  private static let isReady: Bool = {
    osip_trace_initialize_func(TRACE_LEVEL0) { _, _, _, _, _ in }
    for level in TRACE_LEVEL0.rawValue..<END_TRACE_LEVEL.rawValue {
      osip_trace_disable_level(osip_trace_level_t(rawValue: level))
    }
    return parser_init() == 0
  }()

  /// Parses one message: a datagram, or what the framer cut out of a stream.
  ///
  /// Bytes behind the body are ignored (RFC 3261 section 18.3).
  package static func parse(_ bytes: Span<UInt8>) throws(MessageError) -> Message {
    guard bytes.count <= MessageLimits.message else { throw .tooLong(limit: MessageLimits.message) }
    let start = blankPrefix(of: bytes)
    let content = bytes.extracting(start..<bytes.count)
    guard let length = headLength(of: content, searchingFrom: 0) else { throw .unterminatedHead }
    guard length <= MessageLimits.head else { throw .tooLong(limit: MessageLimits.head) }
    let head = try HeadSection(content.extracting(0..<length))
    let received = content.count - length
    let expected = head.contentLength ?? received
    guard expected <= received else { throw .truncatedBody(expected: expected, received: received) }
    var message = try parse(head)
    message.body = content.extracting(length..<length + expected).withUnsafeBufferPointer { Array($0) }
    return message
  }

  /// How many bytes the head has, its empty line included; `nil` while that has not come.
  static func headLength(of bytes: Span<UInt8>, searchingFrom start: Int) -> Int? {
    var index = max(start, 3)
    while index < bytes.count {
      if bytes[index] == 0x0A, bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A, bytes[index - 3] == 0x0D {
        return index + 1
      }
      index += 1
    }
    return nil
  }

  private static func blankPrefix(of bytes: Span<UInt8>) -> Int {
    var index = 0
    while index < bytes.count, bytes[index] == 0x0D || bytes[index] == 0x0A { index += 1 }
    return index
  }

  private static func parse(_ head: HeadSection) throws(MessageError) -> Message {
    precondition(isReady, "libosip2 cannot set up its parser")
    var parsed: UnsafeMutablePointer<osip_message_t>?
    guard osip_message_init(&parsed) == 0, let parsed else { throw .syntax(code: -4) }
    defer { osip_message_free(parsed) }
    let code = head.structured.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { osip_message_parse(parsed, $0.baseAddress, $0.count) }
    }
    guard code == 0 else { throw .syntax(code: code) }
    return try MessageCopy(parsed.pointee, head: head).message()
  }
}

/// Cuts a TCP stream into SIP messages by Content-Length, with bounded memory.
package struct StreamFramer {
  /// What stands at the front of the stream.
  package enum Frame: Equatable {
    /// A whole message.
    case message([UInt8])
    /// Two CR LF: the peer asks whether we live (RFC 5626 section 4.4.1).
    case ping
    /// The stream cannot be followed any more: the connection must be closed.
    case failure(MessageError)
  }

  private var buffer: [UInt8] = []
  private var start = 0
  /// Where the search for the end of the head goes on, so that no byte is looked at twice.
  private var searched = 0
  /// The length of the message at the front, once its head is whole.
  private var messageLength: Int?

  /// A stream at its first byte.
  package init() {}

  /// How many bytes wait for the rest of their message.
  package var pending: Int { buffer.count - start }

  /// Takes the next bytes of the stream; call `next()` until `nil` afterwards.
  package mutating func append(_ chunk: Span<UInt8>) {
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      start = 0
    } else if start > buffer.count / 2 {
      buffer.removeFirst(start)
      start = 0
    }
    chunk.withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
  }

  /// The next frame; `nil` when more bytes are needed.
  package mutating func next() -> Frame? {
    if messageLength == nil {
      switch front() {
      case .undecided: return nil
      case .ping:
        advance(by: 4)
        return .ping
      case .message: break
      }
    }
    do throws(MessageError) {
      if messageLength == nil { messageLength = try measure() }
      guard let length = messageLength else { return nil }
      guard pending >= length else { return nil }
      let message = Array(buffer[start..<start + length])
      advance(by: length)
      return .message(message)
    } catch {
      return .failure(error)
    }
  }

  private enum Front { case undecided, ping, message }

  /// Tells what begins at the front, passing over single CR LF, which are answers to pings.
  private mutating func front() -> Front {
    while pending > 0 {
      guard buffer[start] == 0x0D else { return .message }
      guard pending > 1 else { return .undecided }
      guard buffer[start + 1] == 0x0A else { return .message }
      // One CR LF can still become a ping; only the bytes behind it tell.
      guard pending > 2 else { return .undecided }
      if buffer[start + 2] == 0x0D {
        guard pending > 3 else { return .undecided }
        if buffer[start + 3] == 0x0A { return .ping }
      }
      advance(by: 2)
    }
    return .undecided
  }

  /// The length of the message at the front; `nil` while its head is not whole.
  private mutating func measure() throws(MessageError) -> Int? {
    let head = MessageParser.headLength(
      of: buffer.span.extracting(start..<buffer.count), searchingFrom: searched)
    guard head ?? pending <= MessageLimits.head else { throw .tooLong(limit: MessageLimits.head) }
    searched = pending
    guard let head else { return nil }
    return try messageLength(head: head)
  }

  private func messageLength(head: Int) throws(MessageError) -> Int {
    let section = try HeadSection(buffer.span.extracting(start..<start + head))
    guard let body = section.contentLength else { throw .missing("Content-Length") }
    guard body <= MessageLimits.message - head else { throw .tooLong(limit: MessageLimits.message) }
    return head + body
  }

  private mutating func advance(by count: Int) {
    start += count
    searched = 0
    messageLength = nil
  }
}

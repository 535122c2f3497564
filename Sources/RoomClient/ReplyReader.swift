/// Cuts the answer to an HTTP/1.1 request out of a stream (RFC 9112 sections 4 to 7), piece by piece.
///
/// Holds at most `longestHead` and `longestBody` bytes and one piece; what is longer or no HTTP is a ``Flaw``.
struct ReplyReader {
  /// Why the bytes cannot be an answer, in words.
  struct Flaw: Error {
    var words: String
    init(_ words: String) { self.words = words }
  }

  static let longestHead = 1 << 16
  static let longestBody = 1 << 20
  /// The longest line that begins a chunk, and the most bytes of fields behind the last one.
  private static let longestChunkLine = 1024

  private enum State {
    case head
    case counted(HTTPReply, Int)
    case chunked(HTTPReply)
    /// Until the stream ends.
    case unbounded(HTTPReply)
    case done
  }

  private var state = State.head
  private var bytes: [UInt8] = []
  /// Where the next thing begins in `bytes`, and up to where the end of a head was looked for.
  private var start = 0
  private var searched = 0
  private var persists = false

  /// Whether a further request may follow on the connection; known once there is an answer.
  var isReusable: Bool { persists && start == bytes.count }
  /// What stands behind the answer.
  var rest: ArraySlice<UInt8> { bytes[start...] }
  /// Whether nothing has come yet.
  var isUntouched: Bool {
    if case .head = state { bytes.isEmpty } else { false }
  }

  /// Takes in a piece.
  /// - Returns: the answer, once it is complete; an answer of 101 has no body, `rest` speaks another protocol.
  mutating func take(_ piece: Span<UInt8>) throws(Flaw) -> HTTPReply? {
    piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    while true {
      switch state {
      case .head:
        guard let head = try takeHead() else { return nil }
        if let reply = try begin(head) { return finish(reply) }
      case .counted(var reply, let length):
        guard bytes.count - start >= length else { return nil }
        reply.body = Array(bytes[start..<(start + length)])
        start += length
        return finish(reply)
      case .chunked(var reply):
        let step = try takeChunk(into: &reply)
        state = .chunked(reply)
        switch step {
        case .more:
          // Once for each piece, not for each chunk.
          bytes.removeSubrange(..<start)
          start = 0
          return nil
        case .chunk: continue
        case .last: return finish(reply)
        }
      case .unbounded:
        guard bytes.count - start <= Self.longestBody else { throw Self.tooLong }
        return nil
      case .done: return nil
      }
    }
  }

  /// The stream ended.
  /// - Returns: the answer, if that was its end.
  mutating func end() -> HTTPReply? {
    guard case .unbounded(var reply) = state else { return nil }
    reply.body = Array(rest)
    start = bytes.count
    return finish(reply)
  }

  private static var tooLong: Flaw { Flaw("its body has more than \(longestBody) bytes") }

  private mutating func finish(_ reply: HTTPReply) -> HTTPReply {
    state = .done
    return reply
  }

  private mutating func takeHead() throws(Flaw) -> HTTPHead? {
    let place = max(start, searched - 3)
    guard let end = Self.emptyLine(in: bytes, from: place) else {
      searched = bytes.count
      guard bytes.count - start <= Self.longestHead else {
        throw Flaw("its head has more than \(Self.longestHead) bytes")
      }
      return nil
    }
    let head = try HTTPHead(bytes[start..<end])
    start = end + 4
    searched = start
    return head
  }

  /// Where CR LF CR LF begins.
  private static func emptyLine(in bytes: [UInt8], from place: Int) -> Int? {
    let bytes = bytes.span
    var index = place
    while index + 3 < bytes.count {
      if bytes[index] == 13, bytes[index + 1] == 10, bytes[index + 2] == 13, bytes[index + 3] == 10 {
        return index
      }
      index += 1
    }
    return nil
  }

  /// Finds out where the body ends (RFC 9112 section 6.3).
  /// - Returns: the answer, if it has no body.
  private mutating func begin(_ head: HTTPHead) throws(Flaw) -> HTTPReply? {
    let reply = HTTPReply(status: head.status, headers: head.fields, body: [])
    persists = head.minor >= 1 && !head.has("close", in: "connection")
    switch head.status {
    case 101: return reply
    case 100..<200: return nil
    case 204, 304: return reply
    default: break
    }
    if head.values("transfer-encoding").last != nil {
      persists = persists && head.lastCoding == "chunked"
      state = head.lastCoding == "chunked" ? .chunked(reply) : .unbounded(reply)
    } else if let length = try head.contentLength {
      guard length <= Self.longestBody else { throw Self.tooLong }
      state = .counted(reply, length)
    } else {
      persists = false
      state = .unbounded(reply)
    }
    return nil
  }

  private enum ChunkStep {
    case more
    case chunk
    case last
  }

  /// Takes a chunk, or the last one with the fields behind it (RFC 9112 section 7.1).
  private mutating func takeChunk(into reply: inout HTTPReply) throws(Flaw) -> ChunkStep {
    let window = bytes[start...].prefix(Self.longestChunkLine)
    guard let lineEnd = window.firstIndex(of: 10) else {
      guard window.count < Self.longestChunkLine else { throw Flaw("the line of a chunk has no end") }
      return .more
    }
    guard lineEnd > start, bytes[lineEnd - 1] == 13 else { throw Flaw("a chunk begins without its length") }
    let digits = bytes[start..<(lineEnd - 1)].prefix { $0 != UInt8(ascii: ";") }
    guard let length = Int(String(decoding: digits, as: UTF8.self).trimmed, radix: 16), length >= 0 else {
      throw Flaw("a chunk begins without its length")
    }
    guard length <= Self.longestBody - reply.body.count else { throw Self.tooLong }
    let data = lineEnd + 1
    guard length > 0 else { return try takeTrailer(from: lineEnd - 1) }
    guard bytes.count >= data + length + 2 else { return .more }
    guard bytes[data + length] == 13, bytes[data + length + 1] == 10 else {
      throw Flaw("a chunk is longer than it says")
    }
    reply.body += bytes[data..<(data + length)]
    start = data + length + 2
    return .chunk
  }

  /// `place` is where the line of the last chunk ends.
  private mutating func takeTrailer(from place: Int) throws(Flaw) -> ChunkStep {
    guard let end = Self.emptyLine(in: bytes, from: place) else {
      guard bytes.count - place <= Self.longestChunkLine else { throw Flaw("its trailer has no end") }
      return .more
    }
    start = end + 4
    return .last
  }
}

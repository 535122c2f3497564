/// Cuts what a server says over WebSocket into messages and control frames (RFC 6455 section 5), piece by piece.
///
/// Holds at most a message of `longestMessage`, a frame's head and one piece; all else is a ``Flaw``.
struct FrameReader {
  /// Something complete.
  enum Item: Equatable {
    /// Binary or text, in one frame or in fragments.
    case message([UInt8])
    /// To be answered with the same bytes, at most 125.
    case ping([UInt8])
    case pong
    /// The server ends the connection; its bytes, at most 125, begin with a code if there is one.
    case close([UInt8])
  }

  /// What a server may not send.
  enum Flaw: Error, Equatable {
    case tooLong
    case breach(String)
  }

  /// Bytes of one message.
  static let longestMessage = 2 << 20
  /// Frames of one message: each costs time even without bytes.
  private static let mostFragments = 10_000

  private var bytes: [UInt8] = []
  private var start = 0
  private var message: [UInt8] = []
  /// Frames of `message` so far; 0 outside of one.
  private var fragments = 0

  /// Takes in a piece; then ask ``next()`` until it answers `nil`.
  mutating func append(_ piece: Span<UInt8>) {
    piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// The next thing that is complete.
  mutating func next() throws(Flaw) -> Item? {
    while let frame = try nextFrame() {
      let (head, payload) = frame
      switch head & 0x0F {
      case 0x8: return .close(Array(bytes[payload]))
      case 0x9: return .ping(Array(bytes[payload]))
      case 0xA: return .pong
      default: break
      }
      message += bytes[payload]
      fragments += 1
      guard fragments <= Self.mostFragments else { throw .breach("too many fragments") }
      guard head & 0x80 != 0 else { continue }
      fragments = 0
      defer { message = [] }
      return .message(message)
    }
    // Moving what is left once for each piece, not for each frame.
    bytes.removeSubrange(..<start)
    start = 0
    return nil
  }

  /// The first byte of the next frame, and where its payload stands.
  private mutating func nextFrame() throws(Flaw) -> (head: UInt8, payload: Range<Int>)? {
    guard bytes.count - start >= 2 else { return nil }
    let (head, second) = (bytes[start], bytes[start + 1])
    // Section 5.1: a server does not mask; section 5.2: no extension was agreed on.
    guard head & 0x70 == 0, second & 0x80 == 0 else { throw .breach("a mask or a reserved bit") }
    try judge(head, length: second)
    var place = start + 2
    var length = UInt64(second)
    if second >= 126 {
      let size = second == 126 ? 2 : 8
      guard bytes.count - place >= size else { return nil }
      length = bytes[place..<(place + size)].reduce(0) { $0 << 8 | UInt64($1) }
      place += size
      guard length > (size == 2 ? 125 : 0xFFFF) else { throw .breach("a length in more bytes than it needs") }
    }
    guard length <= UInt64(Self.longestMessage - message.count) else { throw .tooLong }
    guard bytes.count - place >= Int(length) else { return nil }
    start = place + Int(length)
    return (head, place..<start)
  }

  /// Section 5.4 and 5.5.
  private func judge(_ head: UInt8, length: UInt8) throws(Flaw) {
    switch head & 0x0F {
    case 0x0: if fragments == 0 { throw .breach("a fragment without a beginning") }
    case 0x1, 0x2: if fragments > 0 { throw .breach("a message within another") }
    case 0x8, 0x9, 0xA:
      if head & 0x80 == 0 || length > 125 {
        throw .breach("a control frame in parts or of more than 125 bytes")
      }
    default: throw .breach("a frame of an unknown kind")
    }
  }
}

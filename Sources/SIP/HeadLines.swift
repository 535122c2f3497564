/// The lines of a head in order; a line that goes on in the next one (folding, RFC 3261 section 7.3.1) is
/// one.
struct HeadLines: ~Escapable {
  /// A line: where it begins, where its text ends and where the next begins.
  struct Line {
    var start: Int
    var end: Int
    var next: Int
    /// Whether it goes over several lines of the wire.
    var isFolded: Bool
  }

  private let head: Span<UInt8>
  private var position = 0

  @_lifetime(copy head)
  init(_ head: Span<UInt8>) { self.head = head }

  /// The next line; `nil` at the empty line or the end.
  mutating func next() -> Line? {
    let start = position
    var index = start
    var isFolded = false
    while index < head.count {
      guard head[index] == 0x0A else {
        index += 1
        continue
      }
      let goesOn = index + 1 < head.count && (head[index + 1] == 0x20 || head[index + 1] == 0x09)
      if goesOn, index > start + 1 {
        isFolded = true
        index += 1
        continue
      }
      break
    }
    let end = index > start && index < head.count && head[index - 1] == 0x0D ? index - 1 : index
    guard end > start else { return nil }
    position = min(index + 1, head.count)
    return Line(start: start, end: end, next: position, isFolded: isFolded)
  }

  /// Where the first colon of the line stands.
  func colon(of line: Line) -> Int? {
    for index in line.start..<line.end where head[index] == UInt8(ascii: ":") { return index }
    return nil
  }

  /// The name before the colon, without blanks.
  @_lifetime(copy self)
  func name(of line: Line, colon: Int) -> Span<UInt8> {
    var end = colon
    while end > line.start, head[end - 1] == 0x20 || head[end - 1] == 0x09 { end -= 1 }
    return head.extracting(line.start..<end)
  }

  /// The value behind the colon, unfolded and without blanks around it.
  func value(of line: Line, colon: Int) -> String {
    var start = colon + 1
    while start < line.end, head[start] == 0x20 || head[start] == 0x09 { start += 1 }
    let value = text(start..<line.end)
    return head[line.end - 1] > 0x20 && !line.isFolded ? value : String(value.withoutControls.trimmed)
  }

  /// The bytes of `range` as text; what is no UTF-8 becomes U+FFFD.
  func text(_ range: Range<Int>) -> String {
    head.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Appends the line with its end.
  func append(_ line: Line, to bytes: inout [UInt8]) {
    head.extracting(line.start..<line.next).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }
}

/// Where the header extensions of one received RTP packet lie (RFC 8285), by their local numbers.
///
/// A plain value of places, like `PacketHeader`: the datagram is passed in for every read. Both forms are
/// read, the one-byte form (§4.2) and the two-byte form (§4.3). Whatever is malformed or of another profile
/// holds no extension; nothing traps.
public struct HeaderExtensions: Hashable, Sendable {
  private enum Form: Hashable, Sendable { case oneByte, twoByte }

  private let form: Form
  private let content: Range<Int>

  /// The extensions of `datagram`, which `PacketHeader(parsing:)` has taken.
  public init(of datagram: Span<UInt8>) {
    (form, content) = Self.locate(in: datagram)
  }

  private static func locate(in datagram: Span<UInt8>) -> (Form, Range<Int>) {
    guard datagram.count >= 12, datagram[0] & 0x10 != 0 else { return (.oneByte, 0..<0) }
    let start = 12 + 4 * Int(datagram[0] & 0x0F)
    guard start + 4 <= datagram.count else { return (.oneByte, 0..<0) }
    let profile = UInt16(datagram[start]) << 8 | UInt16(datagram[start + 1])
    let end = start + 4 + 4 * (Int(datagram[start + 2]) << 8 | Int(datagram[start + 3]))
    guard end <= datagram.count else { return (.oneByte, 0..<0) }
    if profile == 0xBEDE { return (.oneByte, start + 4..<end) }
    // The low four bits are for the application (§4.3).
    return profile & 0xFFF0 == 0x1000 ? (.twoByte, start + 4..<end) : (.oneByte, 0..<0)
  }

  /// Whether there are none, or none that can be read.
  public var isEmpty: Bool { content.isEmpty }

  /// Where the data of the first extension numbered `id` (1...14, in the two-byte form 1...255) lies in
  /// `datagram`, the same one as at `init`; `nil` when there is none. May be empty in the two-byte form.
  public func range(of id: UInt8, in datagram: Span<UInt8>) -> Range<Int>? {
    var offset = content.lowerBound
    let end = min(content.upperBound, datagram.count)
    while offset < end {
      let first = datagram[offset]
      offset += 1
      // A zero byte pads, wherever it stands.
      if first == 0 { continue }
      let length: Int
      let number: UInt8
      switch form {
      case .oneByte:
        number = first >> 4
        // 15 is reserved and ends the reading (§4.2); 0 with a length is padding with data.
        if number == 15 { return nil }
        length = Int(first & 0x0F) + 1
      case .twoByte:
        guard offset < end else { return nil }
        number = first
        length = Int(datagram[offset])
        offset += 1
      }
      guard length <= end - offset else { return nil }
      if number == id { return offset..<offset + length }
      offset += length
    }
    return nil
  }

  /// The audio level under number `id` (RFC 6464 §3); `nil` when the packet has none.
  public func audioLevel(id: UInt8, in datagram: Span<UInt8>) -> AudioLevel? {
    guard let range = range(of: id, in: datagram), !range.isEmpty else { return nil }
    return AudioLevel(byte: datagram[range.lowerBound])
  }

  /// Where the media section's identification (`mid`, RFC 9143 §14) under number `id` lies: ASCII, at least
  /// one byte; `nil` when the packet has none.
  public func mid(id: UInt8, in datagram: Span<UInt8>) -> Range<Int>? {
    guard let range = range(of: id, in: datagram), !range.isEmpty else { return nil }
    return range
  }
}

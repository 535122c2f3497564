import SansIO

/// The header extensions to write into an RTP packet, in the one-byte form (RFC 8285 §4.2).
///
/// Fixed memory, so that an owner can keep one per stream and change only the level from packet to packet.
public struct PacketExtensions: Sendable {
  /// The longest `mid` that fits the one-byte form, in bytes.
  public static var longestMid: Int { 16 }

  /// No extensions: a packet then has the plain 12-byte header.
  public static var none: PacketExtensions { PacketExtensions() }

  private var level: (id: UInt8, value: AudioLevel)?
  private var midID: UInt8 = 0
  private var midCount = 0
  private var midBytes = [16 of UInt8](repeating: 0)

  /// No extensions yet.
  public init() {}

  /// Says how loud the packet is (RFC 6464) under the number `id`, 1...14.
  public mutating func setAudioLevel(_ level: AudioLevel, id: UInt8) {
    precondition((1...14).contains(id), "a header extension's number is 1...14")
    self.level = (id, level)
  }

  /// Leaves the audio level out.
  public mutating func removeAudioLevel() { level = nil }

  /// Says which media section the packet belongs to (`mid`, RFC 9143 §14) under the number `id`, 1...14.
  ///
  /// - Parameter mid: ASCII, 1...16 bytes.
  public mutating func setMid(_ mid: Span<UInt8>, id: UInt8) {
    precondition((1...14).contains(id), "a header extension's number is 1...14")
    precondition((1...Self.longestMid).contains(mid.count), "a mid has 1...16 bytes")
    midID = id
    midCount = mid.count
    for index in mid.indices { midBytes[index] = mid[index] }
  }

  /// Whether there are none.
  public var isEmpty: Bool { level == nil && midCount == 0 }

  /// Appends the extension with its header, padded to 32 bits; nothing when there are none.
  func append(to datagram: inout [UInt8]) {
    guard !isEmpty else { return }
    let length = (level == nil ? 0 : 2) + (midCount == 0 ? 0 : 1 + midCount)
    let words = (length + 3) / 4
    datagram.appendBigEndian(0xBEDE as UInt16)
    datagram.appendBigEndian(UInt16(words))
    if let level {
      datagram.append(level.id << 4)
      datagram.append(level.value.byte)
    }
    if midCount > 0 {
      datagram.append(midID << 4 | UInt8(midCount - 1))
      for index in 0..<midCount { datagram.append(midBytes[index]) }
    }
    for _ in length..<4 * words { datagram.append(0) }
  }
}

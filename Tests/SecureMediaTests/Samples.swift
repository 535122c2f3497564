import SansIO
import SecureMedia

/// Keys and packets to protect.
enum Samples {
  /// A master key that depends on `seed` only.
  static func master(_ profile: SRTPProfile, _ seed: UInt64) -> SRTPMasterKey {
    var generator = SeededGenerator(seed: seed)
    return SRTPMasterKey(
      key: bytes(profile.keySize, &generator), salt: bytes(profile.saltSize, &generator))
  }

  /// An RTP packet without contributing sources and extension.
  static func rtp(_ sequenceNumber: UInt16, source: UInt32 = 0x1122_3344, payload: [UInt8] = [1, 2, 3])
    -> [UInt8]
  {
    [0x80, 0] + bigEndian(sequenceNumber) + bigEndian(UInt32(sequenceNumber) * 160) + bigEndian(source)
      + payload
  }

  /// A receiver report without blocks.
  static func rtcp(source: UInt32 = 0x1122_3344) -> [UInt8] {
    [0x80, 201, 0, 1] + bigEndian(source) + [0x81, 202, 0, 2] + bigEndian(source) + [1, 1, 65, 0]
  }

  /// An RTP packet with up to 15 contributing sources, perhaps an extension, and up to 400 bytes of payload.
  static func anyRTP(
    _ sequenceNumber: UInt16, source: UInt32, _ generator: inout SeededGenerator
  ) -> [UInt8] {
    let contributing = Int.random(in: 0...15, using: &generator)
    let hasExtension = Bool.random(using: &generator)
    var packet: [UInt8] = [
      0x80 | (hasExtension ? 0x10 : 0) | UInt8(contributing), UInt8.random(in: 0...127, using: &generator),
    ]
    packet += bigEndian(sequenceNumber) + bytes(4, &generator) + bigEndian(source)
    packet += bytes(4 * contributing, &generator)
    if hasExtension {
      let words = Int.random(in: 0...5, using: &generator)
      packet += [0xBE, 0xDE] + bigEndian(UInt16(words)) + bytes(4 * words, &generator)
    }
    return packet + bytes(Int.random(in: 0...400, using: &generator), &generator)
  }

  /// A receiver report with 0 to 50 words behind its source.
  static func anyRTCP(source: UInt32, _ generator: inout SeededGenerator) -> [UInt8] {
    let words = Int.random(in: 0...50, using: &generator)
    return [0x80, 201] + bigEndian(UInt16(1 + words)) + bigEndian(source) + bytes(4 * words, &generator)
  }

  static func bytes(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  private static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}

/// The bytes of hexadecimal text without separators.
func bytes(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

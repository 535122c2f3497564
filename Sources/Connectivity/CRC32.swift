/// The 32-bit cyclic redundancy check of ITU-T V.42 §8.1.1.6.2, which STUN's FINGERPRINT carries.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  /// The check of the first `count` of `bytes`.
  static func checksum(_ bytes: Span<UInt8>, count: Int) -> UInt32 {
    let table = table
    var value = UInt32.max
    for index in 0..<count {
      value = table[Int(UInt8(truncatingIfNeeded: value) ^ bytes[index])] ^ (value >> 8)
    }
    return ~value
  }
}

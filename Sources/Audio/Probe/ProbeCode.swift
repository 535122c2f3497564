/// What a probe says: an identity of 16 bits and a check of 8, sent as four symbols of 6 bits.
///
/// The check is a CRC-8, so a single wrong symbol (a burst of at most 6 bits) is always noticed, and more
/// than one with a chance of 255 in 256.
public struct ProbeCode: Hashable, Sendable {
  /// Who sent the probe.
  public let identity: ProbeIdentity

  /// The code of `identity`.
  public init(_ identity: ProbeIdentity) { self.identity = identity }

  /// Reads four symbols; `nil` when their check fails.
  init?(symbols: [4 of Int]) {
    var bits = 0
    for index in 0..<4 { bits = bits << 6 | symbols[index] }
    identity = ProbeIdentity(bits: UInt16(bits >> 8))
    guard bits & 0xFF == Int(check) else { return nil }
  }

  /// The four symbols, each 0...63, the highest bits first.
  var symbols: [4 of Int] {
    let bits = Int(identity.bits) << 8 | Int(check)
    return [bits >> 18 & 63, bits >> 12 & 63, bits >> 6 & 63, bits & 63]
  }

  /// CRC-8 of the identity: polynomial x⁸+x⁵+x³+x²+x+1, all ones at the start.
  private var check: UInt8 {
    var remainder = 0xFF00 ^ identity.bits
    for _ in 0..<16 { remainder = remainder & 0x8000 == 0 ? remainder << 1 : remainder << 1 ^ 0x2F00 }
    return UInt8(truncatingIfNeeded: remainder >> 8)
  }
}

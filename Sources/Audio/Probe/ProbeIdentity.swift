/// Who sent a probe: the sixteen bits a `ProbeCode` carries.
///
/// Every field is taken modulo its width and so wraps: 2,048 calls, 4 roles, 8 probes of one sender. Two
/// calls whose numbers are equal modulo 2,048 share their identities; a checker of cross-talk must therefore
/// compare identities, and sees leaks between all other calls.
public struct ProbeIdentity: Hashable, Sendable {
  /// Call number (11 bits), role (2 bits) and sequence (3 bits), from the highest bit down.
  public var bits: UInt16

  /// An identity from its sixteen bits.
  public init(bits: UInt16) { self.bits = bits }

  /// The identity of probe `sequence` from the party `role` of call number `call`; each modulo its width.
  public init(call: Int, role: Int, sequence: Int) {
    bits = UInt16((call & 0x7FF) << 5 | (role & 3) << 3 | sequence & 7)
  }

  /// The call number modulo 2,048.
  public var call: Int { Int(bits >> 5) }
  /// The role in the call, 0...3.
  public var role: Int { Int(bits >> 3 & 3) }
  /// The number of the probe modulo 8.
  public var sequence: Int { Int(bits & 7) }
}

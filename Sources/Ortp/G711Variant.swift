/// Which companding law the bytes of a frame follow.
public enum G711Variant: UInt8, Hashable, Sendable {
  /// µ-law (PCMU).
  case pcmu
  /// A-law (PCMA).
  case pcma

  /// The byte that decodes to (nearly) zero: the smallest positive value of each law (ITU-T G.711).
  public var silence: UInt8 {
    switch self {
    case .pcmu: 0xFF
    case .pcma: 0xD5
    }
  }
}

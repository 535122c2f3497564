import SansIO

/// From how far away an address can be reached.
enum AddressReach: Int, Comparable {
  /// Nowhere: 0.0.0.0 or `::`.
  case none
  /// The same machine.
  case machine
  /// The same private network (RFC 1918, RFC 6598, RFC 4193, link-local).
  case site
  /// Everywhere.
  case world

  /// Judges `ip`.
  init(of ip: IPAddress) {
    guard !ip.isUnspecified else {
      self = .none
      return
    }
    self = ip.family == .v4 ? Self.v4(ip.low) : Self.v6(ip)
  }

  static func < (a: AddressReach, b: AddressReach) -> Bool { a.rawValue < b.rawValue }

  private static func v4(_ address: UInt64) -> AddressReach {
    switch address {
    case 0x7F00_0000...0x7FFF_FFFF: .machine
    case 0x0A00_0000...0x0AFF_FFFF, 0xAC10_0000...0xAC1F_FFFF, 0xC0A8_0000...0xC0A8_FFFF: .site
    case 0x6440_0000...0x647F_FFFF, 0xA9FE_0000...0xA9FE_FFFF: .site
    default: .world
    }
  }

  private static func v6(_ ip: IPAddress) -> AddressReach {
    if ip.high == 0, ip.low == 1 { return .machine }
    switch ip.high >> 56 {
    case 0xFC, 0xFD: return .site
    case 0xFE where ip.high >> 54 == 0x3FA: return .site
    default: return .world
    }
  }
}

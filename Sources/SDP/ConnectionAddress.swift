public import SansIO

/// Where media goes, from a `c=` line (RFC 8866 §5.7).
public enum ConnectionAddress: Hashable, Sendable {
  /// An IPv4 or IPv6 address.
  case ip(IPAddress)
  /// A host name with the address family it is to be resolved in; nothing here resolves names.
  case host(String, IPAddress.Family)

  /// Parses an address or host name of `family`; `nil` when an address is of the other family or is not well
  /// formed.
  init?(_ text: some StringProtocol, family: IPAddress.Family) {
    if let ip = IPAddress(text) {
      // Brackets around an IPv6 address are wrong here, but SIPp writes them.
      guard ip.family == family else { return nil }
      self = .ip(ip)
    } else {
      guard ConnectionAddress.isHostName(text) else { return nil }
      self = .host(String(text), family)
    }
  }

  /// Letters, digits, `-`, `_` and dots with at least one letter, so that `300.1.2.3` does not pass as a
  /// name.
  private static func isHostName(_ text: some StringProtocol) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    var hasLetter = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): hasLetter = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        break
      default: return false
      }
    }
    return hasLetter
  }
}

extension ConnectionAddress: CustomStringConvertible {
  /// The value of a `c=` line, as in `IN IP4 192.0.2.1`.
  public var description: String {
    switch self {
    case .ip(let ip): "IN \(ip.family.addressType) \(ip)"
    case .host(let name, let family): "IN \(family.addressType) \(name)"
    }
  }
}

extension IPAddress.Family {
  /// `IP4` or `IP6`.
  var addressType: String { self == .v4 ? "IP4" : "IP6" }

  /// The family that SDP calls `addressType`; `nil` for any other text.
  init?(addressType: some StringProtocol) {
    switch addressType {
    case "IP4": self = .v4
    case "IP6": self = .v6
    default: return nil
    }
  }
}

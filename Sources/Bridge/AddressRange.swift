public import SansIO

/// A block of IP addresses in CIDR notation, as in `54.172.60.0/30`.
public struct AddressRange: Hashable, Sendable {
  private let network: IPAddress
  /// How many leading bits must agree.
  public let prefixLength: Int

  /// Parses `address/bits`, or a single address; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPAddress(first) else { return nil }
    let width = address.family == .v4 ? 32 : 128
    guard parts.count == 2 else {
      self.init(address, width)
      return
    }
    guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let bits = Int(parts[1]), bits <= width else {
      return nil
    }
    self.init(address, bits)
  }

  private init(_ address: IPAddress, _ bits: Int) {
    prefixLength = bits
    network = AddressRange.masked(address, bits)
  }

  /// Whether `address` lies in the block; never true across IP versions.
  public func contains(_ address: IPAddress) -> Bool {
    address.family == network.family && AddressRange.masked(address, prefixLength) == network
  }

  private static func masked(_ address: IPAddress, _ bits: Int) -> IPAddress {
    let mask: (Int) -> UInt64 = { $0 <= 0 ? 0 : $0 >= 64 ? .max : .max << UInt64(64 - $0) }
    switch address.family {
    case .v4: return IPAddress(v4: UInt32(address.low & mask(bits + 32) & 0xFFFF_FFFF))
    case .v6: return IPAddress(v6High: address.high & mask(bits), low: address.low & mask(bits - 64))
    }
  }
}

extension AddressRange: CustomStringConvertible {
  /// The block in CIDR notation.
  public var description: String { "\(network)/\(prefixLength)" }
}

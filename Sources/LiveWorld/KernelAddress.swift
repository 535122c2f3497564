import CSockets
import SansIO

extension cs_address {
  init(_ address: TransportAddress) {
    self.init(
      high: address.ip.high, low: address.ip.low, port: address.port, family: address.ip.kernelFamily)
  }
}

extension TransportAddress {
  init(_ address: cs_address) {
    let ip =
      address.family == 6
      ? IPAddress(v6High: address.high, low: address.low)
      : IPAddress(v4: UInt32(truncatingIfNeeded: address.low))
    self.init(ip, address.port)
  }

  /// The address the socket `descriptor` is bound to.
  static func bound(_ descriptor: Int32) throws(SocketError) -> TransportAddress {
    var address = cs_address()
    let result = cs_local_address(descriptor, &address)
    guard result == 0 else { throw SocketError(.readAddress, "socket", code: -result) }
    return TransportAddress(address)
  }
}

extension IPAddress {
  /// 4 or 6, as `CSockets` names the families.
  var kernelFamily: UInt8 { family == .v6 ? 6 : 4 }
}

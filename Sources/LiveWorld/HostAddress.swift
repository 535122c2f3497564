import Glibc
public import SansIO

/// The address by which others reach this machine.
public enum HostAddress {
  /// The IPv4 source address that packets to the outside would carry; `nil` without a route to anywhere.
  ///
  /// Connecting a UDP socket only asks the routing table; nothing is sent. 192.0.2.1 is reserved for documentation
  /// (RFC 5737).
  public static func primary() -> IPAddress? {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { Glibc.close(descriptor) }
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = in_port_t(9).bigEndian
    target.sin_addr.s_addr = UInt32(0xC000_0201).bigEndian
    let connected = withUnsafePointer(to: &target) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return nil }
    var own = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let named = withUnsafeMutablePointer(to: &own) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard named == 0 else { return nil }
    return IPAddress(v4: UInt32(bigEndian: own.sin_addr.s_addr))
  }

  /// The first IPv4 or IPv6 address of a host name; `nil` when it has none. Asks the resolver, so it may block.
  public static func resolve(_ name: String) -> IPAddress? { addresses(of: name).first }
}

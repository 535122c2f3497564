/// An IP address with a port: one end of a UDP or TCP path.
public struct TransportAddress: Hashable, Sendable {
  /// The host.
  public var ip: IPAddress
  /// The port, 0 when the system is to choose.
  public var port: UInt16

  /// Makes the address of `port` on `ip`.
  public init(_ ip: IPAddress, _ port: UInt16) {
    self.ip = ip
    self.port = port
  }

  /// Parses `host:port` with a numeric host (`127.0.0.1:5060`, `[::1]:5060`); `nil` for anything else.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let (host, digits) = (text[..<colon], text[text.index(after: colon)...])
    // Without brackets nobody can tell an IPv6 host's last group from a port.
    guard host.hasPrefix("[") || !host.contains(":"), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let port = UInt16(digits), let ip = IPAddress(host)
    else { return nil }
    self.init(ip, port)
  }
}

extension TransportAddress: CustomStringConvertible {
  /// `host:port`, an IPv6 host in brackets.
  public var description: String { ip.family == .v6 ? "[\(ip)]:\(port)" : "\(ip):\(port)" }
}

public import SansIO

/// A SIP URI (RFC 3261 section 19.1): `sip:user:password@host:port;name=value?Header=value`.
///
/// Parts are kept as written, escapes (`%41`) included.
public struct SIPURI: Hashable, Sendable {
  /// A parameter or header of the URI.
  public struct Parameter: Hashable, Sendable {
    /// The name as written; names are compared without case.
    public var name: String
    /// The value, if there was an `=`.
    public var value: String?

    /// Makes a parameter.
    public init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  /// The part before `@` up to any password.
  public var user: String?
  /// The deprecated password in the clear.
  public var password: String?
  /// A host name or a numeric address, an IPv6 address in brackets.
  public var host: String
  /// The port, if written.
  public var port: UInt16?
  /// The parameters in their order.
  public var parameters: [Parameter]
  /// The headers behind `?` in their order.
  public var headers: [Parameter]

  /// Makes a URI of parts that the caller answers for.
  public init(
    user: String? = nil, host: String, port: UInt16? = nil, parameters: [Parameter] = [],
    headers: [Parameter] = []
  ) {
    self.user = user
    password = nil
    self.host = host
    self.port = port
    self.parameters = parameters
    self.headers = headers
  }

  /// The URI of `user` at `address`, which names TCP where it is not the default UDP.
  public init(user: String?, address: TransportAddress, transport: SIPTransport = .udp) {
    let host = address.ip.family == .v6 ? "[\(address.ip)]" : address.ip.description
    self.init(
      user: user, host: host, port: address.port,
      parameters: transport == .tcp ? [Parameter("transport", "tcp")] : [])
  }

  /// Parses a URI.
  public init(_ text: String) throws(SIPURIError) {
    self = try SIPURIParser(text).parse()
  }

  /// The value of the parameter called `name`; an empty text if it has none, `nil` if it is absent.
  public func parameter(_ name: String) -> String? {
    parameters.first { $0.name.equalsIgnoringCase(name) }.map { $0.value ?? "" }
  }

  /// The transport asked for: UDP when none is (RFC 3263 section 4.1), `nil` for one not served.
  public var transport: SIPTransport? {
    guard let name = parameter("transport") else { return .udp }
    return SIPTransport(rawValue: name.lowercased())
  }

  /// The address when the host is numeric; the port is 5060 if none is written.
  public var address: TransportAddress? {
    IPAddress(host).map { TransportAddress($0, port ?? 5060) }
  }
}

extension SIPURI: CustomStringConvertible {
  /// The URI on the wire.
  public var description: String {
    var text = "sip:"
    if let user {
      text += user
      if let password { text += ":" + password }
      text += "@"
    }
    text += host
    if let port { text += ":\(port)" }
    for parameter in parameters { text += ";" + parameter.description }
    for (index, header) in headers.enumerated() { text += (index == 0 ? "?" : "&") + header.description }
    return text
  }
}

extension SIPURI.Parameter: CustomStringConvertible {
  /// `name` or `name=value`.
  public var description: String { value.map { "\(name)=\($0)" } ?? name }
}

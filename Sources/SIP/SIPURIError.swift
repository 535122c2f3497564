/// Why a text is no SIP URI.
public enum SIPURIError: Error, Hashable, Sendable {
  /// It begins with no scheme at all; `sip:` is wanted.
  case noScheme(text: String)
  /// Another scheme, such as `sips` or `tel`; only `sip` is served.
  case unsupportedScheme(String)
  /// A part is empty or holds a byte that RFC 3261 section 25.1 does not allow there.
  case malformed(part: Part, text: String)

  /// The parts of a URI.
  public enum Part: String, Hashable, Sendable {
    case user, password, host, port, parameter, header
  }
}

extension SIPURIError: CustomStringConvertible {
  /// What is wrong and what would be right.
  public var description: String {
    switch self {
    case .noScheme(let text): "'\(text)' has no scheme; wanted sip:user@host"
    case .unsupportedScheme(let scheme): "scheme '\(scheme)' is not served; wanted sip"
    case .malformed(let part, let text):
      "'\(text)' is no valid \(part.rawValue) of a SIP URI; wanted sip:user@host:port;name=value"
    }
  }
}

/// Why bytes are no SIP message this agent can work with.
package enum MessageError: Error, Hashable, Sendable {
  /// More bytes than `limit` in the whole message or its head.
  case tooLong(limit: Int)
  /// The head has no empty line at its end.
  case unterminatedHead
  /// The head holds a byte (or `%00`) no head may hold; line ends are CR LF.
  case illegalByte(UInt8)
  /// More than `limit` lines, values and parameters, which would cost time out of proportion.
  case tooManyElements(limit: Int)
  /// Content-Length is not one decimal number.
  case badContentLength(String)
  /// Content-Length promises more bytes than came.
  case truncatedBody(expected: Int, received: Int)
  /// The first line is neither a request line nor a status line.
  case badStartLine
  /// The version is not SIP/2.0.
  case unsupportedVersion(String)
  /// libosip2 refused the head with its error code.
  case syntax(code: Int32)
  /// A header field that every message must have is absent or empty.
  case missing(String)
  /// A header field has an impossible value.
  case malformed(String)
}

extension MessageError: CustomStringConvertible {
  /// What is wrong and what would be right.
  package var description: String {
    switch self {
    case .tooLong(let limit): "longer than \(limit) bytes"
    case .unterminatedHead: "no empty line ends the head"
    case .illegalByte(let byte): "illegal byte \(byte) in the head"
    case .tooManyElements(let limit): "more than \(limit) lines, values and parameters"
    case .badContentLength(let text): "Content-Length '\(text)' is no number of bytes"
    case .truncatedBody(let expected, let received):
      "Content-Length \(expected) but \(received) bytes of body"
    case .badStartLine: "first line is neither 'METHOD URI SIP/2.0' nor 'SIP/2.0 status reason'"
    case .unsupportedVersion(let version): "version \(version), wanted SIP/2.0"
    case .syntax(let code): "the first line or an address field does not parse (\(code))"
    case .missing(let name): "no \(name)"
    case .malformed(let name): "impossible value of \(name)"
    }
  }
}

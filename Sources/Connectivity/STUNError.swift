/// Why a datagram is not a STUN message that we can read (RFC 8489 §5, §14).
public enum STUNError: Error, Hashable, Sendable {
  /// The datagram has `bytes` bytes; the header takes 20.
  case tooShort(bytes: Int)
  /// The first byte is over 3, or bytes 4...7 are not the magic cookie.
  case notSTUN
  /// The header announces `announced` bytes of attributes, a multiple of 4; the datagram holds `actual`.
  case length(announced: Int, actual: Int)
  /// The attribute of `type` ends behind the message.
  case attributeTruncated(type: UInt16)
  /// The attribute of `type` cannot be `length` bytes long, or its content is malformed.
  case attribute(type: UInt16, length: Int)
  /// FINGERPRINT does not match the bytes before it, or something follows it.
  case fingerprint
}

extension STUNError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .tooShort(let bytes): "STUN message of \(bytes) bytes; the header alone takes 20"
    case .notSTUN: "no STUN message: it starts with a byte of 0 to 3 and has the magic cookie at byte 4"
    case .length(let announced, let actual):
      "STUN length \(announced); it must be a multiple of 4 and match the \(actual) bytes after the header"
    case .attributeTruncated(let type): "STUN message ends inside attribute \(hexadecimal(type))"
    case .attribute(let type, let length):
      "STUN attribute \(hexadecimal(type)) of \(length) bytes; its type takes another length or content"
    case .fingerprint: "STUN fingerprint differs from the message, or is not its last attribute"
    }
  }

  private func hexadecimal(_ type: UInt16) -> String { "0x" + String(type, radix: 16) }
}

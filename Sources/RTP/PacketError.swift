/// Why a datagram is not an RTP packet (RFC 3550 §5.1, A.1).
public enum PacketError: Error, Hashable, Sendable {
  /// The datagram has `bytes` bytes; the fixed header takes 12.
  case tooShort(bytes: Int)
  /// The version field says `version`; RTP is version 2.
  case version(UInt8)
  /// The header announces `count` contributing sources (4 bytes each), which the datagram does not hold.
  case sourcesTruncated(count: Int)
  /// The extension bit is set, and the extension needs `words` 32-bit words that the datagram does not hold;
  /// `nil` when even the extension's own header is cut.
  case extensionTruncated(words: Int?)
  /// The padding bit is set, and the last byte says `length`; it must be 1 up to the bytes after the header.
  case padding(length: Int)
}

extension PacketError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .tooShort(let bytes): "RTP packet of \(bytes) bytes; the header alone takes 12"
    case .version(let version): "RTP version \(version); it must be 2"
    case .sourcesTruncated(let count): "RTP packet ends inside its \(count) contributing sources"
    case .extensionTruncated(let words?): "RTP packet ends inside its header extension of \(words) words"
    case .extensionTruncated(nil): "RTP packet ends before the header extension's length"
    case .padding(let length): "RTP padding length \(length); it must be 1 up to the bytes after the header"
    }
  }
}

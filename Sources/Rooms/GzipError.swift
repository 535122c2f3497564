/// Why bytes are no gzip stream that may be unpacked (RFC 1952).
public enum GzipError: Error, Hashable, Sendable {
  /// Not gzip, or damaged inside.
  case damaged
  /// The stream goes on after the last byte.
  case truncated
  /// Bytes follow the end of the stream.
  case trailing(bytes: Int)
  /// More than `limit` bytes come out.
  case tooLong(limit: Int)
}

extension GzipError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .damaged: "not a gzip stream, or a damaged one"
    case .truncated: "the gzip stream ends before its end mark"
    case .trailing(let bytes): "\(bytes) bytes follow the end of the gzip stream; there must be none"
    case .tooLong(let limit): "the gzip stream unpacks to more than the \(limit) bytes allowed"
    }
  }
}

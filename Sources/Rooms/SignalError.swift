/// Why a frame on the signalling connection cannot be read.
public enum SignalError: Error, Hashable, Sendable {
  /// The frame has `bytes` bytes, more than `limit`.
  case tooLong(bytes: Int, limit: Int)
  /// A binary frame that is not the protobuf message expected.
  case protobuf
  /// A text frame that is not the JSON of the message expected.
  case json
}

extension SignalError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .tooLong(let bytes, let limit): "signalling frame of \(bytes) bytes; at most \(limit) are accepted"
    case .protobuf: "binary signalling frame that is no protobuf signalling message"
    case .json: "text signalling frame that is no JSON signalling message"
    }
  }
}

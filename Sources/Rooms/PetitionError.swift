/// Why a request to join a room cannot be read.
public enum PetitionError: Error, Hashable, Sendable {
  /// `/rtc/v1` was asked for without the query value `join_request`.
  case missing
  /// `join_request` has `bytes` bytes; 262,144 are allowed.
  case tooLong(bytes: Int)
  /// `join_request` is not base64url.
  case encoding
  /// The bytes are not a WrappedJoinRequest.
  case wrapper
  /// The wrapper names compression `number`; 0 (none) and 1 (gzip) are known.
  case compression(number: Int)
  /// The gzip stream inside of the wrapper cannot be unpacked.
  case gzip(GzipError)
  /// The unpacked bytes are not a JoinRequest, or more than 1 MiB of them.
  case message
  /// The query value `attributes` is not base64url of a JSON object of texts.
  case attributes
  /// The client wants to resume a connection but does not say which participant's.
  case resumptionOfNobody
}

extension PetitionError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .missing: "join_request is required"
    case .tooLong(let bytes):
      "join_request of \(bytes) bytes; at most \(JoinPetition.longestQueryValue) are accepted"
    case .encoding: "join_request is not base64url"
    case .wrapper: "join_request does not hold a WrappedJoinRequest"
    case .compression(let number): "join_request is compressed by method \(number); it must be 0 or 1 (gzip)"
    case .gzip(let error): "join_request cannot be unpacked: \(error)"
    case .message: "join_request does not hold a JoinRequest of at most \(JoinPetition.longestMessage) bytes"
    case .attributes: "attributes must be base64url of a JSON object of texts"
    case .resumptionOfNobody: "reconnecting takes the participant's sid"
    }
  }
}

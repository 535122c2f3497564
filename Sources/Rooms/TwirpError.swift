/// What the room service answers to a call that fails: a code of Twirp's and a sentence.
public struct TwirpError: Error, Hashable, Sendable {
  /// Why calls fail (Twirp's list, as far as it is used).
  public enum Code: String, Hashable, Sendable, CaseIterable {
    case invalidArgument = "invalid_argument"
    case malformed
    case unauthenticated
    case permissionDenied = "permission_denied"
    case notFound = "not_found"
    case badRoute = "bad_route"
    case alreadyExists = "already_exists"
    case failedPrecondition = "failed_precondition"
    case resourceExhausted = "resource_exhausted"
    case deadlineExceeded = "deadline_exceeded"
    case unimplemented
    case unavailable
    case internalError = "internal"

    /// The status of the HTTP response.
    public var httpStatus: Int {
      switch self {
      case .invalidArgument, .malformed: 400
      case .unauthenticated: 401
      case .permissionDenied: 403
      case .notFound, .badRoute: 404
      case .deadlineExceeded: 408
      case .alreadyExists: 409
      case .failedPrecondition: 412
      case .resourceExhausted: 429
      case .internalError: 500
      case .unimplemented: 501
      case .unavailable: 503
      }
    }
  }

  /// Why the call failed.
  public var code: Code
  /// What was wrong and what would be right, in a sentence.
  public var message: String

  /// Makes the answer.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The body of the HTTP response: always JSON, whatever the request was.
  public var body: [UInt8] {
    var json = TwirpJSON()
    json.object {
      $0.field("code", code.rawValue)
      $0.field("msg", message)
    }
    return json.bytes
  }
}

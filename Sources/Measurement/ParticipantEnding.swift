/// How a scenario says that a participant's stay must end.
public enum ExpectedLeave: String, Codable, Sendable, CaseIterable {
  /// The room is closed.
  case roomEnd = "room-end"
  /// The participant leaves by its own script.
  case leave
  /// The server removes the participant.
  case removed
  /// Any ending will do.
  case any
}

/// How a participant's stay in its room ended.
public struct ParticipantEnding: Codable, Sendable, Equatable {
  /// What ended a stay.
  public enum Cause: String, Codable, Sendable, CaseIterable {
    /// Our own leave, as the scenario's script says.
    case scriptLeave
    /// The server closed the room.
    case roomEnded
    /// The server removed the participant.
    case removed
    /// The token or the WebSocket was declined with an HTTP status.
    case refused
    /// No answer, a broken path or protocol: time-out, ICE or DTLS failure, connection lost.
    case failed
    /// Nobody ended the stay: the participant gave up after the longest call and its grace time.
    case overtime
    /// The run was stopped before the stay was over.
    case aborted
    /// The record was written before the stay ended.
    case unfinished
  }

  /// What ended it.
  public var cause: Cause
  /// The HTTP status of a refusal.
  public var status: Int?
  /// The number of the DisconnectReason in the server's leave.
  public var reason: Int?
  /// The words of a refusal or a failure.
  public var detail: String?

  /// An ending because of `cause`.
  public init(cause: Cause, status: Int? = nil, reason: Int? = nil, detail: String? = nil) {
    self.cause = cause
    self.status = status
    self.reason = reason
    self.detail = detail
  }

  /// The ending in a few plain words.
  package var words: String {
    switch cause {
    case .scriptLeave: "left by its own script"
    case .roomEnded: "the room was closed"
    case .removed: "removed from the room\(reason.map { " (reason \($0))" } ?? "")"
    case .refused: "refused\(status.map { " with \($0)" } ?? "")"
    case .failed: "failed"
    case .overtime: "stayed as long as a call may last"
    case .aborted: "aborted"
    case .unfinished: "not finished"
    }
  }
}

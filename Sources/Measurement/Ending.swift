/// How a scenario says that a call must end.
public enum ExpectedEnding: String, Codable, Sendable, CaseIterable {
  /// The bridge hangs up after its silence threshold.
  case silence
  /// This caller hangs up by its own script.
  case caller
  /// The far side ends it with BYE, whatever its reason.
  case remote
  /// Any ending will do.
  case any
}

/// How a call ended, judged from the wire alone.
public struct Ending: Codable, Sendable, Equatable {
  /// What ended a call.
  public enum Cause: String, Codable, Sendable, CaseIterable {
    /// A BYE of the peer.
    case remoteBye
    /// Our own BYE, as the scenario's script says.
    case scriptBye
    /// A final answer other than 2xx to the INVITE.
    case refused
    /// No answer, or the path failed: time-out, unreachable, connection lost.
    case failed
    /// The peer never hung up although it had to; the caller gave up after the grace time.
    case overtime
    /// The run was stopped before the call was over.
    case aborted
    /// The record was written before the call ended.
    case unfinished
  }

  /// What ended it.
  public var cause: Cause
  /// The SIP status of a refusal.
  public var status: Int?
  /// The Reason header of the peer's BYE, the reason phrase of a refusal, or the words of a failure.
  public var detail: String?

  /// An ending because of `cause`.
  public init(cause: Cause, status: Int? = nil, detail: String? = nil) {
    self.cause = cause
    self.status = status
    self.detail = detail
  }
}

/// Why a call ended.
public enum EndCause: Sendable, Equatable {
  /// Nobody in the call spoke for the threshold.
  case silence
  /// The caller hung up; with the Reason header of its BYE.
  case callerHungUp(reason: String?)
  /// The caller gave up before the answer.
  case cancelled
  /// No packet came from the caller for the media time-out.
  case mediaTimeout
  /// It was sent away, as a participant may be.
  case removed
  /// Its room was ended.
  case roomEnded
  /// The bridge is being stopped.
  case shutdown
  /// Signalling failed: no ACK, no answer to a re-INVITE, the connection lost.
  case signalling(String)

  /// One word for logs and the API.
  public var word: String {
    switch self {
    case .silence: "silence"
    case .callerHungUp: "caller-hung-up"
    case .cancelled: "cancelled"
    case .mediaTimeout: "media-timeout"
    case .removed: "removed"
    case .roomEnded: "room-ended"
    case .shutdown: "shutdown"
    case .signalling: "signalling-failure"
    }
  }

  /// What is known beyond that word: the caller's Reason header, what failed.
  public var detail: String? {
    switch self {
    case .callerHungUp(let reason): reason
    case .signalling(let words): words
    case .silence, .cancelled, .mediaTimeout, .removed, .roomEnded, .shutdown: nil
    }
  }

  /// Value of the Reason header (RFC 3326) that the bridge's BYE carries.
  public var reasonHeader: String {
    switch self {
    case .silence: #"Q.850;cause=16;text="silence timeout""#
    case .mediaTimeout: #"Q.850;cause=38;text="media timeout""#
    case .shutdown: #"Q.850;cause=41;text="bridge is shutting down""#
    case .removed: #"Q.850;cause=16;text="removed from the room""#
    case .roomEnded: #"Q.850;cause=16;text="the room was ended""#
    case .callerHungUp, .cancelled: #"Q.850;cause=16;text="normal call clearing""#
    case .signalling: #"Q.850;cause=41;text="signalling failure""#
    }
  }
}

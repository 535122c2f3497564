/// A request method: the five that calls are made of, and any other by name.
public enum SIPMethod: Hashable, Sendable {
  case invite, ack, cancel, bye, options
  /// A method this agent answers with 405, such as `REGISTER`.
  case other(String)

  /// What the Allow header field lists.
  static let allowed = "INVITE, ACK, CANCEL, BYE, OPTIONS"

  /// The method called `name`; names are case-sensitive (RFC 3261 section 7.1).
  public init(_ name: String) {
    switch name {
    case "INVITE": self = .invite
    case "ACK": self = .ack
    case "CANCEL": self = .cancel
    case "BYE": self = .bye
    case "OPTIONS": self = .options
    default: self = .other(name)
    }
  }

  /// The name on the wire.
  public var name: String {
    switch self {
    case .invite: "INVITE"
    case .ack: "ACK"
    case .cancel: "CANCEL"
    case .bye: "BYE"
    case .options: "OPTIONS"
    case .other(let name): name
    }
  }
}

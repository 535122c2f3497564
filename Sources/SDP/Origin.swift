import SansIO

/// Who made a description and which version of it this is: the `o=` line (RFC 8866 §5.2).
public struct Origin: Hashable, Sendable {
  /// The user's login, `-` for none.
  public var username: String
  /// Unique among the sessions of this user and host.
  public var sessionID: UInt64
  /// Rises by one whenever the description changes (RFC 3264 §8).
  public var sessionVersion: UInt64
  /// The host that made the description: an address or a name, not necessarily reachable.
  public var host: ConnectionAddress

  /// Makes an origin.
  public init(username: String = "-", sessionID: UInt64, sessionVersion: UInt64, host: ConnectionAddress) {
    self.username = username
    self.sessionID = sessionID
    self.sessionVersion = sessionVersion
    self.host = host
  }
}

extension Origin: CustomStringConvertible {
  /// The value of the `o=` line.
  public var description: String { "\(username) \(sessionID) \(sessionVersion) \(host)" }
}

/// Which way media flows, seen from the side whose description says so (RFC 8866 §6.7).
public enum MediaDirection: String, Hashable, Sendable, CaseIterable {
  case sendrecv, sendonly, recvonly, inactive

  /// The direction in which media is sent and received as told.
  public init(sends: Bool, receives: Bool) {
    switch (sends, receives) {
    case (true, true): self = .sendrecv
    case (true, false): self = .sendonly
    case (false, true): self = .recvonly
    case (false, false): self = .inactive
    }
  }

  /// Whether the describing side sends.
  public var sends: Bool { self == .sendrecv || self == .sendonly }

  /// Whether the describing side receives.
  public var receives: Bool { self == .sendrecv || self == .recvonly }

  /// The same flow seen from the other side.
  public var reversed: MediaDirection { MediaDirection(sends: receives, receives: sends) }

  /// What both directions allow.
  public func intersection(_ other: MediaDirection) -> MediaDirection {
    MediaDirection(sends: sends && other.sends, receives: receives && other.receives)
  }
}

public import SansIO

/// A milestone in the life of one call, for the log.
public struct CallEvent: Sendable {
  /// What happened.
  public enum Kind: Sendable {
    /// An INVITE was matched to a trunk and a room.
    case received(from: String, to: String, source: TransportAddress, trunk: String, room: String)
    /// An INVITE was refused with this status.
    case refused(from: String, to: String, source: TransportAddress, status: Int, why: String)
    /// The call was answered.
    case answered(room: String, codec: String)
    /// The caller put the call on hold, or took it back.
    case hold(Bool)
    /// The silence reached its threshold this long ago; the BYE leaves now.
    case silenceReached(late: Interval)
    /// The call is over.
    case ended(cause: EndCause, duration: Interval?, packetsReceived: Int, packetsLost: Int, packetsSent: Int)
  }

  /// The call's Call-ID.
  public var callID: String
  /// When it happened.
  public var at: Instant
  /// What happened.
  public var kind: Kind
}

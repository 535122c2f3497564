public import SansIO

/// A milestone in the stay of one participant, for the log.
public struct ParticipantEvent: Sendable {
  /// What happened.
  public enum Kind: Sendable {
    /// It was admitted.
    case joined
    /// Its transport came up, this long after it joined.
    case active(after: Interval)
    /// It publishes a track.
    case published(track: String)
    /// It hears a track.
    case subscribed(track: String, format: String)
    /// It left or was sent away, and why.
    case left(String)
    /// It sent something that cannot be used.
    case complained(String)
  }

  /// The room's name.
  public var room: String
  /// Identity from the token.
  public var identity: String
  /// Sid in this stay.
  public var sid: String
  /// When it happened.
  public var at: Instant
  /// What happened.
  public var kind: Kind
}

/// A change of the mute of a participant's published track.
public struct MuteRecord: Codable, Sendable, Equatable {
  /// Nanoseconds since the start of the run: just before our request was sent, or the server's was received.
  public var at: Int64
  /// Whether the track is muted from then on.
  public var muted: Bool
  /// Whether the server asked for it.
  public var byServer: Bool

  /// A change at `at`.
  public init(at: Int64, muted: Bool, byServer: Bool) {
    self.at = at
    self.muted = muted
    self.byServer = byServer
  }
}

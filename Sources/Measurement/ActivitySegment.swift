/// A stretch of the caller's timeline as it was really sent.
public struct ActivitySegment: Codable, Sendable, Equatable {
  /// What was sent.
  public enum Kind: String, Codable, Sendable {
    case speech, probes, answers, tone, dtmf, echo, silence, hold, muted
  }

  /// What was sent.
  public var kind: Kind
  /// Start of the first packet's first sample, nanoseconds since the start of the run.
  public var from: Int64
  /// End of the last packet's last sample, nanoseconds since the start of the run.
  public var to: Int64
  /// Send instant of the last packet in it that held activity (≥ −35 dBm0, a DTMF event); `nil` when none
  /// did.
  public var lastActive: Int64?

  /// Send instant of the first packet in it that held activity; `nil` when none did or it is not known, and
  /// `from` stands for it.
  public var firstActive: Int64?

  /// A stretch of `kind`.
  public init(kind: Kind, from: Int64, to: Int64, lastActive: Int64? = nil, firstActive: Int64? = nil) {
    self.kind = kind
    self.from = from
    self.to = to
    self.lastActive = lastActive
    self.firstActive = firstActive
  }
}

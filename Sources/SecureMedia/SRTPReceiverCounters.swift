/// How many received packets had each verdict.
public struct SRTPReceiverCounters: Hashable, Sendable {
  /// From the peer, new and decrypted.
  public private(set) var authentic = 0
  /// Not an SRTP or SRTCP packet.
  public private(set) var malformed = 0
  /// With a wrong tag.
  public private(set) var forged = 0
  /// Received before, or too old.
  public private(set) var replayed = 0
  /// Authentic, but of one source too many.
  public private(set) var tooManySources = 0

  mutating func count(_ verdict: SRTPVerdict) {
    switch verdict {
    case .authentic: authentic += 1
    case .malformed: malformed += 1
    case .forged: forged += 1
    case .replayed: replayed += 1
    case .tooManySources: tooManySources += 1
    }
  }
}

/// An audio codec of the telephone network: G.711 at 8,000 samples per second, one byte per sample.
public enum AudioCodec: String, Hashable, Sendable, CaseIterable {
  /// G.711 µ-law, static payload type 0 (RFC 3551 §6).
  case pcmu = "PCMU"
  /// G.711 A-law, static payload type 8 (RFC 3551 §6).
  case pcma = "PCMA"

  /// The encoding name of `a=rtpmap`.
  public var encodingName: String { rawValue }

  /// The payload type number that needs no `a=rtpmap` (RFC 3551 §6).
  public var staticPayloadType: UInt8 {
    switch self {
    case .pcmu: 0
    case .pcma: 8
    }
  }
}

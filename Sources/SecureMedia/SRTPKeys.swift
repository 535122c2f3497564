/// What a DTLS handshake agreed on for media (RFC 5764 section 4.2).
public struct SRTPKeys: Hashable, Sendable {
  /// How both directions are protected.
  public var profile: SRTPProfile
  /// For what this end sends.
  public var local: SRTPMasterKey
  /// For what this end receives.
  public var remote: SRTPMasterKey

  /// Makes the keys of a session.
  public init(profile: SRTPProfile, local: SRTPMasterKey, remote: SRTPMasterKey) {
    self.profile = profile
    self.local = local
    self.remote = remote
  }
}

/// What the session keys of one direction are derived from (RFC 3711 section 3.2.1).
public struct SRTPMasterKey: Hashable, Sendable {
  /// 16 bytes.
  public var key: [UInt8]
  /// 14 bytes in counter mode, 12 in Galois/counter mode.
  public var salt: [UInt8]

  /// Makes a master key of `key` and `salt`.
  public init(key: [UInt8], salt: [UInt8]) {
    self.key = key
    self.salt = salt
  }
}

extension SRTPMasterKey: CustomStringConvertible, CustomReflectable {
  /// Says nothing of the secret, so that no log can.
  public var description: String { "SRTP master key" }

  /// Shows nothing of the secret either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

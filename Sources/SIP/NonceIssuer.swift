import Cryptography
package import SansIO

/// Makes nonces that carry their own age and proof, so that the server remembers none of them.
///
/// A nonce is the instant it was made and an HMAC of instant and realm. Within its lifetime it can be used
/// again (RFC 7616 section 3.3 leaves that to the server); replays of a whole request die in the transaction
/// layer.
package struct NonceIssuer: Sendable {
  /// What a nonce is worth.
  package enum Standing: Hashable, Sendable {
    case fresh
    /// Ours but too old: the client may try again with a new one.
    case stale
    /// Not made by us.
    case foreign
  }

  private let secret: [UInt8]
  private let lifetime: Interval

  /// Makes an issuer whose nonces live for `lifetime`; nobody may know `secret`.
  package init(secret: [UInt8], lifetime: Interval) {
    self.secret = secret
    self.lifetime = lifetime
  }

  /// Makes a nonce for `realm`.
  package func issue(realm: String, at now: Instant) -> String {
    let stamp = Self.hexadecimal(now)
    return "\(stamp).\(proof(stamp, realm))"
  }

  /// Judges a nonce that came back.
  package func judge(_ nonce: String, realm: String, at now: Instant) -> Standing {
    let parts = nonce.parts(between: ".")
    guard parts.count == 2, parts[0].utf8.count == 16, let made = UInt64(parts[0], radix: 16) else {
      return .foreign
    }
    let expected = proof(String(parts[0]), realm)
    guard MessageAuthentication.areEqual(Array(expected.utf8), Array(parts[1].utf8)) else { return .foreign }
    return now - Instant(nanoseconds: Int64(bitPattern: made)) <= lifetime ? .fresh : .stale
  }

  private func proof(_ stamp: String, _ realm: String) -> String {
    Hexadecimal.lowercase(
      MessageAuthentication.sha256(Array("\(stamp):\(realm)".utf8), key: secret).prefix(16))
  }

  private static func hexadecimal(_ instant: Instant) -> String {
    var bytes: [UInt8] = []
    bytes.appendBigEndian(UInt64(bitPattern: instant.nanoseconds))
    return Hexadecimal.lowercase(bytes)
  }
}

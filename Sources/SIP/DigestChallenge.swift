/// What a server asks of a client: WWW-Authenticate or Proxy-Authenticate (RFC 7616 section 3.3).
package struct DigestChallenge: Hashable, Sendable {
  /// The protected area, to be shown to whoever holds the password.
  package var realm: String
  /// The server's word that makes every answer different.
  package var nonce: String
  /// To be sent back as it is.
  package var opaque: String?
  /// The hash function.
  package var algorithm: DigestAlgorithm
  /// Whether `qop=auth` is offered; without it the answer is that of RFC 2069.
  package var offersQuality: Bool
  /// Whether only the nonce of the last answer was too old, not its password wrong.
  package var isStale: Bool

  /// Makes a challenge with `qop=auth`.
  package init(realm: String, nonce: String, algorithm: DigestAlgorithm, isStale: Bool) {
    self.realm = realm
    self.nonce = nonce
    self.algorithm = algorithm
    self.isStale = isStale
    opaque = nil
    offersQuality = true
  }

  /// Parses the value of the header field.
  package init(_ text: String) throws(DigestError) {
    let parameters = try DigestParameters(text)
    realm = try parameters.required("realm")
    nonce = try parameters.required("nonce")
    opaque = parameters["opaque"]
    let name = parameters["algorithm"] ?? DigestAlgorithm.md5.rawValue
    guard let algorithm = DigestAlgorithm(name: name) else { throw .unsupported("algorithm", value: name) }
    self.algorithm = algorithm
    if let qualities = parameters["qop"] {
      let offered = qualities.parts(between: ",").contains { $0.trimmed.equalsIgnoringCase("auth") }
      guard offered else { throw .unsupported("qop", value: qualities) }
    }
    offersQuality = parameters["qop"] != nil
    isStale = parameters["stale"]?.equalsIgnoringCase("true") ?? false
  }

  /// The value of the header field.
  package var text: String {
    var text = "Digest realm=\(DigestParameters.quoted(realm)), nonce=\(DigestParameters.quoted(nonce))"
    if let opaque { text += ", opaque=\(DigestParameters.quoted(opaque))" }
    text += ", algorithm=\(algorithm.rawValue)"
    if offersQuality { text += ", qop=\"auth\"" }
    if isStale { text += ", stale=true" }
    return text
  }
}

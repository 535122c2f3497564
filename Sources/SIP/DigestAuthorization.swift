/// A client's answer to a challenge: Authorization or Proxy-Authorization (RFC 7616 section 3.4).
package struct DigestAuthorization: Hashable, Sendable {
  /// What `qop=auth` adds.
  package struct Quality: Hashable, Sendable {
    /// The client's own nonce.
    package var clientNonce: String
    /// How often the server's nonce was used, from 1.
    package var nonceCount: UInt32

    /// Makes a quality.
    package init(clientNonce: String, nonceCount: UInt32) {
      self.clientNonce = clientNonce
      self.nonceCount = nonceCount
    }
  }

  package var username: String
  package var realm: String
  package var nonce: String
  package var uri: String
  package var response: String
  package var algorithm: DigestAlgorithm
  package var opaque: String?
  /// `nil` for an answer after RFC 2069.
  package var quality: Quality?

  /// Answers `challenge` for a request with `method` and Request-URI `uri`.
  package init(
    to challenge: DigestChallenge, method: SIPMethod, uri: String, credentials: Credentials, quality: Quality
  ) {
    username = credentials.username
    realm = challenge.realm
    nonce = challenge.nonce
    self.uri = uri
    algorithm = challenge.algorithm
    opaque = challenge.opaque
    self.quality = challenge.offersQuality || challenge.algorithm.isSession ? quality : nil
    response = ""
    response = expectedResponse(method: method, password: credentials.password)
  }

  /// Parses the value of the header field.
  package init(_ text: String) throws(DigestError) {
    let parameters = try DigestParameters(text)
    username = try parameters.required("username")
    realm = try parameters.required("realm")
    nonce = try parameters.required("nonce")
    uri = try parameters.required("uri")
    response = try parameters.required("response").lowercased()
    opaque = parameters["opaque"]
    let name = parameters["algorithm"] ?? DigestAlgorithm.md5.rawValue
    guard let algorithm = DigestAlgorithm(name: name) else { throw .unsupported("algorithm", value: name) }
    self.algorithm = algorithm
    quality = try Self.quality(parameters)
    guard quality != nil || !algorithm.isSession else { throw .missing("cnonce") }
  }

  private static func quality(_ parameters: DigestParameters) throws(DigestError) -> Quality? {
    guard let name = parameters["qop"] else { return nil }
    guard name.equalsIgnoringCase("auth") else { throw .unsupported("qop", value: name) }
    let count = try parameters.required("nc")
    guard count.utf8.count == 8, let number = UInt32(count, radix: 16), number > 0 else {
      throw .unsupported("nc", value: count)
    }
    return Quality(clientNonce: try parameters.required("cnonce"), nonceCount: number)
  }

  /// The value `response` must have if the client knows `password` (RFC 7616 section 3.4.1).
  package func expectedResponse(method: SIPMethod, password: String) -> String {
    var secret = algorithm.hash("\(username):\(realm):\(password)")
    if algorithm.isSession { secret = algorithm.hash("\(secret):\(nonce):\(quality?.clientNonce ?? "")") }
    let request = algorithm.hash("\(method.name):\(uri)")
    guard let quality else { return algorithm.hash("\(secret):\(nonce):\(request)") }
    let fresh = "\(nonce):\(Self.eightDigits(quality.nonceCount)):\(quality.clientNonce):auth"
    return algorithm.hash("\(secret):\(fresh):\(request)")
  }

  /// The value of the header field.
  package var text: String {
    let quoted = DigestParameters.quoted
    var text = "Digest username=\(quoted(username)), realm=\(quoted(realm)), nonce=\(quoted(nonce))"
    text += ", uri=\(quoted(uri)), response=\"\(response)\", algorithm=\(algorithm.rawValue)"
    if let opaque { text += ", opaque=\(quoted(opaque))" }
    if let quality {
      text += ", qop=auth, nc=\(Self.eightDigits(quality.nonceCount)), cnonce=\(quoted(quality.clientNonce))"
    }
    return text
  }

  private static func eightDigits(_ count: UInt32) -> String {
    let digits = String(count, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }
}

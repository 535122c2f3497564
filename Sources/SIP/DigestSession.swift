/// A client's dealings with one challenger: its last challenge and how often it was answered.
struct DigestSession {
  /// Whether a proxy asked (407) and not the other end (401).
  let isProxy: Bool
  private(set) var challenge: DigestChallenge
  private var nonceCount: UInt32 = 0

  init(isProxy: Bool, challenge: DigestChallenge) {
    self.isProxy = isProxy
    self.challenge = challenge
  }

  /// Whether `challenge` comes from the same challenger.
  func isSame(isProxy: Bool, realm: String) -> Bool {
    self.isProxy == isProxy && challenge.realm == realm
  }

  /// The header field that answers the challenge for one more request.
  mutating func authorize(
    method: SIPMethod, uri: String, credentials: Credentials, clientNonce: String
  ) -> HeaderFields.Field {
    nonceCount += 1
    let answer = DigestAuthorization(
      to: challenge, method: method, uri: uri, credentials: credentials,
      quality: .init(clientNonce: clientNonce, nonceCount: nonceCount))
    return HeaderFields.Field(isProxy ? "Proxy-Authorization" : "Authorization", answer.text)
  }
}

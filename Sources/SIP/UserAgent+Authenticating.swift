import Cryptography
public import SansIO

extension UserAgent {
  /// Checks who calls (RFC 3261 section 22.2) and challenges the caller with 401 unless it proves to be
  /// someone whom `credentials` knows by user name.
  ///
  /// The `uri` of the answer is not compared with the Request-URI, which proxies may have changed on the way.
  public mutating func authenticate(
    _ handle: CallHandle, realm: String, credentials: (String) -> Credentials?, at now: Instant
  ) -> Authentication {
    guard let call = calls[handle], case .invited(let pending) = call.phase else { return .finished }
    let verdict = judge(pending.authorizations, realm: realm, credentials: credentials, at: now)
    guard case .challenged(let cause) = verdict else { return verdict }
    statistics.challenges += 1
    let nonce = nonces.issue(realm: realm, at: now)
    let challenges = configuration.digestAlgorithms.map { algorithm in
      let challenge = DigestChallenge(
        realm: realm, nonce: nonce, algorithm: algorithm, isStale: cause == .staleNonce)
      return HeaderFields.Field("WWW-Authenticate", challenge.text)
    }
    conclude(pending, .init(401, fields: challenges), tag: call.dialog.localTag, call: handle, at: now)
    finish(handle)
    return verdict
  }

  private func judge(
    _ authorizations: [String], realm: String, credentials: (String) -> Credentials?, at now: Instant
  ) -> Authentication {
    var verdict = Authentication.challenged(.noCredentials)
    for text in authorizations {
      guard let answer = try? DigestAuthorization(text) else {
        verdict = .challenged(.wrongCredentials)
        continue
      }
      guard answer.realm == realm else { continue }
      guard let known = credentials(answer.username),
        configuration.digestAlgorithms.contains(answer.algorithm),
        Self.proves(answer, knowledgeOf: known.password)
      else { return .challenged(.wrongCredentials) }
      let isFresh = nonces.judge(answer.nonce, realm: realm, at: now) == .fresh
      return isFresh ? .accepted(username: answer.username) : .challenged(.staleNonce)
    }
    return verdict
  }

  private static func proves(_ answer: DigestAuthorization, knowledgeOf password: String) -> Bool {
    let expected = answer.expectedResponse(method: .invite, password: password)
    return MessageAuthentication.areEqual(Array(expected.utf8), Array(answer.response.utf8))
  }

  /// `request` once more with credentials for the challenge in `response`; `nil` when there are none, when
  /// the challenger has already refused them, or when no challenge is of a kind we can answer.
  mutating func authorizedRepetition(
    of request: OutgoingRequest, after response: Message, status: Int, in call: inout Call
  ) -> OutgoingRequest? {
    let isProxy = status == 407
    guard status == 401 || isProxy, let credentials = call.credentials else { return nil }
    let offered = response.headers.values(isProxy ? "proxy-authenticate" : "www-authenticate")
    // RFC 8760 section 2.4: the first one we can answer.
    guard let challenge = offered.lazy.compactMap({ try? DigestChallenge($0) }).first else { return nil }
    let challenger = "\(status) \(challenge.realm)"
    let answers = request.answeredChallengers.count { $0 == challenger }
    // One answer for each challenger, and one more if only the nonce had gone stale meanwhile.
    guard answers == 0 || answers == 1 && challenge.isStale, request.answeredChallengers.count < 4 else {
      return nil
    }
    call.sessions.removeAll { $0.isSame(isProxy: isProxy, realm: challenge.realm) }
    call.sessions.append(DigestSession(isProxy: isProxy, challenge: challenge))
    var repetition = request
    repetition.answeredChallengers.append(challenger)
    repetition.branch = newBranch()
    repetition.sequence = call.dialog.nextSequence()
    repetition.authorizations = authorizations(
      for: request.method, uri: request.uri, credentials: credentials, in: &call)
    return repetition
  }

  /// The header fields that answer all challengers met so far for one more request.
  mutating func authorizations(
    for method: SIPMethod, uri: String, credentials: Credentials, in call: inout Call
  ) -> [HeaderFields.Field] {
    call.sessions.indices.map { index in
      call.sessions[index].authorize(
        method: method, uri: uri, credentials: credentials, clientNonce: String(generator.next(), radix: 36))
    }
  }
}

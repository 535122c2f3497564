import SansIO

extension ICEControllingAgent {
  /// A check or consent check between `names`.
  func request(_ names: CheckNames, _ id: TransactionID, nominating: Bool) -> [UInt8] {
    var request = STUNMessage(.request, transaction: id)
    request.username = names.username
    request.priority = ICECandidate.priority(.peerReflexive, localPreference: .max, component: 1)
    request.role = role
    request.usesCandidate = nominating && role.isControlling
    return request.encoded(key: names.key)
  }

  /// The peer's request: answered, and taken as a hint where to check (RFC 8445 §7.3).
  mutating func answer(
    _ request: STUNMessage, in datagram: Span<UInt8>, from source: TransportAddress, at now: Instant
  ) {
    let accepted = acceptances()
    switch responder.judge(request, in: datagram, accepted: accepted, at: now) {
    case .refused(let response):
      if let response { outputs.send(.transmit(response, to: source)) }
    case .authentic(let index):
      let key = accepted[index].local.key
      guard agreesOnRoles(with: request) else {
        if let response = responder.refusal(of: request, 487, key: key, at: now) {
          outputs.send(.transmit(response, to: source))
        }
        return
      }
      outputs.send(.transmit(CheckResponder.success(request, from: source, key: key), to: source))
      if index == 0 { follow(request, from: source, at: now) }
    }
  }

  /// A response to one of our requests (RFC 8445 §7.2.5); whatever is not awaited is passed over.
  mutating func take(
    _ response: STUNMessage, in datagram: Span<UInt8>, from source: TransportAddress, at now: Instant
  ) {
    if var consent, consent.address == source, consent.awaits(response.transaction) {
      guard response.isAuthentic(in: datagram, key: consent.names.key) else { return }
      if response.messageClass == .success { consent.renew(by: response.transaction, at: now) }
      self.consent = consent
      return
    }
    switch stage {
    case .idle, .failed, .lost: return
    case .checking(let names), .connected(let names):
      guard list.pending(response.transaction, from: source) != nil else { return }
      let isAuthentic = response.isAuthentic(in: datagram, key: names.key)
      if response.messageClass == .failure, let code = response.errorCode {
        reject(response.transaction, from: source, code: code, isAuthentic: isAuthentic)
      } else if response.messageClass == .success, isAuthentic, response.notUnderstood.isEmpty,
        let (index, nominated) = list.succeed(response.transaction, from: source)
      {
        if nominated && role.isControlling || list.pairs[index].isNominatedByPeer && !role.isControlling {
          select(index, names, at: now)
        }
      }
    }
  }

  /// Nominates the best pair that works, unless that is under way or the peer's business.
  mutating func nominate(at now: Instant) {
    guard role.isControlling, !list.isNominating, let best = list.bestSucceeded else { return }
    list.nominate(best, at: now)
  }

  private mutating func reject(
    _ id: TransactionID, from source: TransportAddress, code: Int, isAuthentic: Bool
  ) {
    if code == 487, isAuthentic {
      // The peer insists on the role we claimed; a new number avoids the same conflict again (§7.2.5.1).
      switchRole(tieBreaker: generator.next())
    } else {
      list.reject(id, from: source, code: code, isAuthentic: isAuthentic)
    }
  }

  /// Our credentials, and during a restart the former ones too.
  private func acceptances() -> [CheckResponder.Acceptance] {
    let remote: String? =
      switch stage {
      case .checking(let names), .connected(let names): names.remote.ufrag
      case .idle, .failed, .lost: nil
      }
    let current = CheckResponder.Acceptance(local: local, remoteFragment: remote)
    guard let names = consent?.names, names.local != local || names.remote.ufrag != remote else {
      return [current]
    }
    return [
      current, CheckResponder.Acceptance(local: names.local, remoteFragment: names.remote.ufrag),
    ]
  }

  /// Settles who controls (§7.3.1.1); false when the peer is the one to give way.
  private mutating func agreesOnRoles(with request: STUNMessage) -> Bool {
    guard let claimed = request.role, claimed.isControlling == role.isControlling else { return true }
    if role.isControlling == (role.tieBreaker >= claimed.tieBreaker) { return false }
    switchRole(tieBreaker: role.tieBreaker)
    return true
  }

  private mutating func switchRole(tieBreaker: UInt64) {
    role = role.isControlling ? .controlled(tieBreaker: tieBreaker) : .controlling(tieBreaker: tieBreaker)
    list.repeatChecks()
  }

  /// Checks the way the peer's request came, and obeys its nomination when it controls (§7.3.1.3-5).
  private mutating func follow(_ request: STUNMessage, from source: TransportAddress, at now: Instant) {
    let isNominated = request.usesCandidate && !role.isControlling
    switch stage {
    case .idle, .failed, .lost: return
    case .connected where !isNominated: return
    case .checking(let names), .connected(let names):
      guard let index = list.add(source, priority: request.priority ?? 1) else { return }
      list.trigger(index, isNominated: isNominated)
      if isNominated, case .succeeded = list.pairs[index].state { select(index, names, at: now) }
    }
  }

  private mutating func select(_ index: Int, _ names: CheckNames, at now: Instant) {
    let address = list.pairs[index].address
    list.settle()
    stage = .connected(names)
    if let consent, consent.address == address, consent.names == names { return }
    consent = ConsentCheck(address, names: names, using: &generator, at: now)
    outputs.report(.selected(address))
  }
}

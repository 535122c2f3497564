import SansIO

/// The pairs of one agent and the timers of their checks (RFC 8445 §6.1.2, §6.1.4, §14).
struct CheckList: Sendable {
  /// A request to send.
  struct Check: Sendable {
    var address: TransportAddress
    var id: TransactionID
    var nominates: Bool
  }

  /// The pause between any two requests (Ta).
  static let pacing = Interval.milliseconds(20)
  /// The first pause before a request is repeated (RTO), unless the list is so long that each pair's turn
  /// comes later (§14.3).
  static let firstPause = Interval.milliseconds(500)
  /// Pauses double up to this. Doubling on would take 39.5 s to give a pair up, far beyond the 15 s after
  /// which room participants stop waiting; so it takes 11.5 s.
  static let longestPause = Interval.seconds(2)
  /// A pair is given up when so many requests remain unanswered.
  static let tries = 7
  /// More candidates than this are not taken.
  static let capacity = 32

  /// Best first.
  private(set) var pairs: [CheckPair] = []
  private var nextSlot: Instant

  init(at now: Instant) { nextSlot = now }

  /// Whether there are pairs and none can succeed any more.
  var isExhausted: Bool {
    !pairs.isEmpty && pairs.allSatisfy { if case .failed = $0.state { true } else { false } }
  }

  /// The code of an error response to any of the pairs.
  var rejection: Int? {
    for pair in pairs {
      switch pair.state {
      case .failed(let code?): return code
      case .inProgress(let transaction): if let code = transaction.rejection { return code }
      case .failed, .waiting, .succeeded: break
      }
    }
    return nil
  }

  var nextDeadline: Instant? {
    var earliest: Instant?
    for pair in pairs {
      switch pair.state {
      case .waiting: earliest = .earlier(earliest, nextSlot)
      case .inProgress(let transaction): earliest = .earlier(earliest, max(transaction.due, nextSlot))
      case .succeeded, .failed: break
      }
    }
    return earliest
  }

  func index(of address: TransportAddress) -> Int? { pairs.firstIndex { $0.address == address } }

  /// Adds an address unless it is known or the list is full; answers where it stands.
  @discardableResult
  mutating func add(_ address: TransportAddress, priority: UInt32) -> Int? {
    if let known = index(of: address) { return known }
    guard pairs.count < Self.capacity else { return nil }
    let place = pairs.firstIndex { $0.priority < priority } ?? pairs.count
    pairs.insert(CheckPair(address: address, priority: priority), at: place)
    return place
  }

  /// The peer checked this pair: so do we, before others, if its success is not known yet.
  mutating func trigger(_ index: Int, isNominated: Bool) {
    if isNominated { pairs[index].isNominatedByPeer = true }
    switch pairs[index].state {
    case .succeeded, .inProgress: return
    case .waiting: break
    case .failed: pairs[index].state = .waiting(nominating: false)
    }
    pairs[index].isTriggered = true
  }

  /// Checks the pair again, before others.
  private mutating func checkAgain(_ index: Int) {
    pairs[index].state = .waiting(nominating: false)
    pairs[index].isTriggered = true
  }

  /// Nominates a pair that works. It does not wait for its turn: pacing spares a path that may not carry the checks, and
  /// this one has just answered.
  mutating func nominate(_ index: Int, at now: Instant) {
    pairs[index].state = .waiting(nominating: true)
    pairs[index].isTriggered = true
    nextSlot = min(nextSlot, now)
  }

  /// The request whose turn it is, at most one per 20 ms; gives up pairs that had all their tries.
  mutating func nextCheck(using generator: inout SeededGenerator, at now: Instant) -> Check? {
    for index in pairs.indices {
      if case .inProgress(let transaction) = pairs[index].state, transaction.due <= now,
        transaction.tries == Self.tries
      {
        pairs[index].state = .failed(code: transaction.rejection)
      }
    }
    guard nextSlot <= now, let index = turn(at: now) else { return nil }
    nextSlot = now + Self.pacing
    var transaction =
      switch pairs[index].state {
      case .inProgress(let transaction): transaction
      case .waiting(let nominating): transaction(nominating, &generator, at: now)
      case .succeeded, .failed: transaction(false, &generator, at: now)
      }
    transaction.tries += 1
    transaction.due = now + transaction.pause
    transaction.pause = min(transaction.pause * 2, Self.longestPause)
    pairs[index].state = .inProgress(transaction)
    pairs[index].isTriggered = false
    return Check(address: pairs[index].address, id: transaction.id, nominates: transaction.nominates)
  }

  /// An authenticated success response: the pair it belongs to, and whether it was to nominate. Only the
  /// address that was asked may answer (§7.2.5.2.1).
  mutating func succeed(_ id: TransactionID, from source: TransportAddress) -> (index: Int, nominated: Bool)?
  {
    guard let (index, transaction) = pending(id, from: source) else { return nil }
    pairs[index].state = .succeeded
    pairs[index].isValid = true
    return (index, transaction.nominates)
  }

  /// An error response. One that is authentic ends the pair; any other is only remembered, for a stranger may
  /// have sent it (RFC 8489 §9.1.4).
  mutating func reject(_ id: TransactionID, from source: TransportAddress, code: Int, isAuthentic: Bool) {
    guard let (index, former) = pending(id, from: source) else { return }
    var transaction = former
    transaction.rejection = code
    pairs[index].state = isAuthentic ? .failed(code: code) : .inProgress(transaction)
  }

  /// The pair that waits for the response `id`.
  func pending(_ id: TransactionID, from source: TransportAddress) -> (Int, CheckPair.Transaction)? {
    for index in pairs.indices where pairs[index].address == source {
      if case .inProgress(let transaction) = pairs[index].state, transaction.id == id {
        return (index, transaction)
      }
    }
    return nil
  }

  /// Whether a nomination is waiting or under way.
  var isNominating: Bool {
    pairs.contains { pair in
      switch pair.state {
      case .waiting(let nominating): nominating
      case .inProgress(let transaction): transaction.nominates
      case .succeeded, .failed: false
      }
    }
  }

  /// The best pair whose check succeeded.
  var bestSucceeded: Int? {
    pairs.firstIndex { if case .succeeded = $0.state { true } else { false } }
  }

  /// Our role changed: what is under way claims the old one, so it is asked anew and old answers are void.
  mutating func repeatChecks() {
    for index in pairs.indices {
      switch pairs[index].state {
      case .inProgress, .waiting: checkAgain(index)
      case .succeeded, .failed: break
      }
    }
  }

  /// Ends all checks; pairs that never succeeded are forgotten.
  mutating func settle() {
    pairs.removeAll { !$0.isValid }
    for index in pairs.indices {
      if case .succeeded = pairs[index].state { continue }
      pairs[index].state = .succeeded
    }
  }

  /// Triggered pairs, then repetitions that are due, then the best that waits.
  private func turn(at now: Instant) -> Int? {
    if let triggered = pairs.firstIndex(where: \.isTriggered) { return triggered }
    for index in pairs.indices {
      if case .inProgress(let transaction) = pairs[index].state, transaction.due <= now { return index }
    }
    return pairs.firstIndex { if case .waiting = $0.state { true } else { false } }
  }

  private func transaction(
    _ nominates: Bool, _ generator: inout SeededGenerator, at now: Instant
  ) -> CheckPair.Transaction {
    let pause = max(Self.firstPause, Self.pacing * pairs.count(where: \.isPending))
    return CheckPair.Transaction(
      id: TransactionID(using: &generator), nominates: nominates, due: now, pause: pause)
  }
}

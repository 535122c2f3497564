public import SansIO

/// The side that joins: checks the peer's candidates from one socket, nominates, and keeps the path alive
/// (RFC 8445, full; RFC 7675).
///
/// It starts as the controlling side, as an offerer to a lite peer must, and yields the role when a full peer
/// claims it too with a higher tie-breaker. It nominates the first pair that works. Media does not pass
/// through here.
public struct ICEControllingAgent: Sendable {
  /// What the agent wants done or known.
  public enum Output: Hashable, Sendable {
    /// Send this datagram from the agent's socket.
    case transmit([UInt8], to: TransportAddress)
    /// The path is chosen, or chosen anew after a restart: send media there.
    case selected(TransportAddress)
    /// No candidate works. Only `restart` wakes the agent again.
    case failed(ICEFailure)
    /// The peer stopped consenting for 30 s: stop sending. Only `restart` wakes the agent again.
    case lost
  }

  /// Where the agent stands.
  enum Stage: Sendable {
    /// The peer's credentials are not known yet.
    case idle
    /// Looking for a path between these names.
    case checking(CheckNames)
    /// A path was chosen.
    case connected(CheckNames)
    /// Over: no path was found, or the one that was found died.
    case failed, lost
  }

  /// How long the search for a path may take in all.
  public static let patience = Interval.seconds(30)

  var stage = Stage.idle
  var list: CheckList
  var consent: ConsentCheck?
  var responder: CheckResponder
  var generator: SeededGenerator
  var outputs = OutputQueue<Output>()
  private var checkingSince: Instant

  /// Our credentials, for the session description.
  public private(set) var local: ICECredentials
  /// Our role and tie-breaker.
  public internal(set) var role: ICERole

  /// An agent that waits for `setRemote`. `generator` makes transaction identifiers and spreads consent
  /// checks; its seed is to be unpredictable outside of simulations.
  public init(
    local: ICECredentials, tieBreaker: UInt64, using generator: SeededGenerator, at now: Instant
  ) {
    self.local = local
    self.generator = generator
    role = .controlling(tieBreaker: tieBreaker)
    list = CheckList(at: now)
    responder = CheckResponder(at: now)
    checkingSince = now
  }

  /// Where to send media; `nil` before a path was selected and without the peer's consent.
  public var destination: TransportAddress? { consent?.address }

  /// Whether media from `address` may be accepted: one of our checks was answered from there.
  public func isValid(_ address: TransportAddress) -> Bool {
    if consent?.address == address { return true }
    for pair in list.pairs where pair.address == address { return pair.isValid }
    return false
  }

  /// When `advance(to:)` has something to do; `nil` when nothing is pending.
  public var nextDeadline: Instant? {
    switch stage {
    case .idle: consent?.nextDeadline
    case .checking:
      .earlier(consent?.nextDeadline, .earlier(list.nextDeadline, checkingSince + Self.patience))
    case .connected: .earlier(consent?.nextDeadline, list.nextDeadline)
    case .failed, .lost: nil
    }
  }

  /// Tells the peer's credentials and the candidates known so far; checks begin at once. Credentials other
  /// than before start a new search, for that is how a peer restarts; the path in use stays until it
  /// succeeds.
  public mutating func setRemote(
    _ remote: ICECredentials, candidates: [ICECandidate], at now: Instant
  ) {
    let names = CheckNames(local: local, remote: remote)
    switch stage {
    case .failed, .lost: return
    case .idle: begin(names, at: now)
    case .checking(let former), .connected(let former):
      if former != names {
        list = CheckList(at: now)
        begin(names, at: now)
      }
    }
    for candidate in candidates { add(candidate) }
    advance(to: now)
  }

  /// Adds a candidate that the peer trickled, before or after `setRemote`. Those that cannot be checked (TCP,
  /// other components), those beyond 32 and those that come when a path is selected are passed over.
  public mutating func addRemote(_ candidate: ICECandidate, at now: Instant) {
    add(candidate)
    advance(to: now)
  }

  /// Takes new credentials of ours (RFC 8445 §9) and waits for `setRemote` with the peer's. The path in use
  /// stays, with consent under the former credentials, until a new one is selected.
  public mutating func restart(local: ICECredentials, at now: Instant) {
    advance(to: now)
    self.local = local
    stage = .idle
    list = CheckList(at: now)
  }

  /// Takes a STUN datagram that arrived from `source`; anything that is none is passed over.
  public mutating func receive(_ datagram: Span<UInt8>, from source: TransportAddress, at now: Instant) {
    advance(to: now)
    switch stage {
    case .failed, .lost: return
    case .idle, .checking, .connected: break
    }
    guard let message = try? STUNMessage(parsing: datagram), message.method == STUNMessage.binding else {
      return
    }
    switch message.messageClass {
    case .request: answer(message, in: datagram, from: source, at: now)
    case .success, .failure: take(message, in: datagram, from: source, at: now)
    case .indication: return
    }
    advance(to: now)
  }

  /// Sends what is due, gives up what had its time.
  public mutating func advance(to now: Instant) {
    switch stage {
    case .failed, .lost: return
    case .idle: break
    case .checking(let names), .connected(let names):
      if case .checking = stage { nominate(at: now) }
      if let check = list.nextCheck(using: &generator, at: now) {
        let request = request(names, check.id, nominating: check.nominates)
        outputs.send(.transmit(request, to: check.address))
      }
    }
    if case .checking = stage {
      nominate(at: now)
      if list.isExhausted || now >= checkingSince + Self.patience { conclude() }
    }
    keepConsent(at: now)
  }

  /// The next thing to do; call until `nil` after every other call.
  public mutating func poll() -> Output? { outputs.poll() }

  private mutating func begin(_ names: CheckNames, at now: Instant) {
    stage = .checking(names)
    checkingSince = now
  }

  private mutating func add(_ candidate: ICECandidate) {
    switch stage {
    case .connected, .failed, .lost: return
    case .idle, .checking: break
    }
    guard candidate.transport == .udp, candidate.component == 1, candidate.address.port != 0,
      !candidate.address.ip.isUnspecified
    else { return }
    list.add(candidate.address, priority: candidate.priority)
  }

  /// All pairs failed, none came, or none was nominated.
  private mutating func conclude() {
    let failure: ICEFailure =
      if list.pairs.isEmpty {
        .noCandidates
      } else if list.bestSucceeded != nil {
        .notNominated
      } else if let code = list.rejection {
        .rejected(code: code)
      } else {
        .unanswered
      }
    stage = .failed
    consent = nil
    outputs.report(.failed(failure))
  }

  private mutating func keepConsent(at now: Instant) {
    guard var consent else { return }
    if consent.expiresAt <= now {
      self.consent = nil
      // During a restart the new checks decide what becomes of the session.
      guard case .connected = stage else { return }
      stage = .lost
      outputs.report(.lost)
    } else if let id = consent.checkDue(using: &generator, at: now) {
      self.consent = consent
      // Nominating again and again lets a lite peer follow when a NAT gives us a new address.
      outputs.send(.transmit(request(consent.names, id, nominating: true), to: consent.address))
    }
  }
}

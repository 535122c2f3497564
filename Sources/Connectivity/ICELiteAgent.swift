public import SansIO

/// The side with a public address: answers connectivity checks and sends none (RFC 8445 §2.5, lite;
/// controlled).
///
/// The peer's checks are what proves that a path works and that the peer lives: an authenticated check makes
/// its source valid for media, one with USE-CANDIDATE makes it the address to send to, and 30 s without any
/// (six of a peer's consent checks, RFC 7675 §5.1) mean that the peer is lost. Media does not pass through
/// here.
public struct ICELiteAgent: Sendable {
  /// What the agent wants done or known.
  public enum Output: Hashable, Sendable {
    /// Send this datagram from the socket where checks arrive.
    case transmit([UInt8], to: TransportAddress)
    /// The peer nominated this address, or moved to it: send media there from now on.
    case selected(TransportAddress)
    /// No authenticated check for 30 s: stop sending. Only `restart` wakes the agent again.
    case lost
  }

  /// Where the agent stands.
  private enum Stage: Sendable {
    /// Nothing nominated since the start.
    case waiting
    /// The peer nominated an address.
    case connected(TransportAddress)
    /// The peer fell silent.
    case lost
  }

  /// A peer that sent no check for so long is lost.
  public static let patience = Interval.seconds(30)
  /// A selected path without checks for so long gives way to another that has them.
  static let pathPatience = Interval.seconds(15)

  private var stage = Stage.waiting
  /// The current credentials, and during a restart the former ones after them.
  private var accepted: [CheckResponder.Acceptance]
  private var responder: CheckResponder
  private var paths = ValidPaths()
  private var lastCheck: Instant
  private var outputs = OutputQueue<Output>()

  /// An agent that answers checks addressed to `local`; the peer has 30 s from `now` to send the first.
  public init(local: ICECredentials, at now: Instant) {
    accepted = [CheckResponder.Acceptance(local: local, remoteFragment: nil)]
    responder = CheckResponder(at: now)
    lastCheck = now
  }

  /// The credentials that new checks must carry.
  public var local: ICECredentials { accepted[0].local }

  /// Where to send media: the nominated address, else the valid one that was checked last; `nil` before the
  /// first authenticated check and once the peer is lost.
  public var destination: TransportAddress? {
    switch stage {
    case .waiting: paths.latest
    case .connected(let address): address
    case .lost: nil
    }
  }

  /// When `advance(to:)` has something to do; `nil` once the peer is lost.
  public var nextDeadline: Instant? {
    if case .lost = stage { nil } else { lastCheck + Self.patience }
  }

  /// Whether media from `address` may be accepted: an authenticated check came from there within 30 s or so.
  public func isValid(_ address: TransportAddress) -> Bool { paths.contains(address) }

  /// Tells the peer's credentials; from now on checks must come from its fragment.
  public mutating func setRemote(_ remote: ICECredentials) { accepted[0].remoteFragment = remote.ufrag }

  /// Takes new credentials for both sides (RFC 8445 §9). The address in use stays until the peer nominates
  /// under the new ones; until then its checks under the former ones still count as a sign of life.
  public mutating func restart(local: ICECredentials, remote: ICECredentials?, at now: Instant) {
    advance(to: now)
    if case .lost = stage {
      stage = .waiting
      lastCheck = now
    }
    let former = accepted[accepted.count - 1]
    accepted = [CheckResponder.Acceptance(local: local, remoteFragment: remote?.ufrag), former]
  }

  /// Takes a STUN datagram that arrived from `source`; anything that is none is passed over.
  public mutating func receive(_ datagram: Span<UInt8>, from source: TransportAddress, at now: Instant) {
    advance(to: now)
    if case .lost = stage { return }
    guard let request = try? STUNMessage(parsing: datagram), request.messageClass == .request,
      request.method == STUNMessage.binding
    else { return }
    switch responder.judge(request, in: datagram, accepted: accepted, at: now) {
    case .refused(let response):
      if let response { outputs.send(.transmit(response, to: source)) }
    case .authentic(let index):
      // A lite side is always controlled and has no tie-breaker to win with (RFC 8445 §6.1.1, §7.3.1.1).
      if case .controlled = request.role {
        if let response = responder.refusal(of: request, 487, key: accepted[index].local.key, at: now) {
          outputs.send(.transmit(response, to: source))
        }
        return
      }
      let key = accepted[index].local.key
      outputs.send(.transmit(CheckResponder.success(request, from: source, key: key), to: source))
      accept(from: source, nominating: request.usesCandidate, isCurrent: index == 0, at: now)
    }
  }

  /// Finds the peer lost when it is time; drops paths that went silent.
  public mutating func advance(to now: Instant) {
    guard let nextDeadline, nextDeadline <= now else { return }
    stage = .lost
    paths.removeAll()
    outputs.report(.lost)
  }

  /// The next thing to do; call until `nil` after `receive` and `advance`.
  public mutating func poll() -> Output? { outputs.poll() }

  private mutating func accept(
    from source: TransportAddress, nominating: Bool, isCurrent: Bool, at now: Instant
  ) {
    lastCheck = now
    paths.note(source, at: now)
    paths.expire(upTo: now - Self.patience)
    guard isCurrent else { return }
    if nominating {
      accepted.removeLast(accepted.count - 1)
      select(source)
    } else if case .connected(let selected) = stage, selected != source,
      paths.checkedAt(selected).map({ now - $0 >= Self.pathPatience }) ?? true
    {
      // A full peer need not nominate again when its NAT gives it a new address; its checks tell where it is.
      select(source)
    }
  }

  private mutating func select(_ address: TransportAddress) {
    if case .connected(address) = stage { return }
    stage = .connected(address)
    outputs.report(.selected(address))
  }
}

import Connectivity
import SansIO

/// The ICE side of either end behind one face.
struct ConnectivityAgent {
  /// What it wants done or known.
  enum Output {
    case transmit([UInt8], to: TransportAddress)
    /// Send to this address from now on.
    case path(TransportAddress)
    /// There is no path, or none any more; with the reason in words.
    case lost(String)
  }

  private enum Agent {
    case lite(ICELiteAgent)
    case controlling(ICEControllingAgent)
  }

  private var agent: Agent

  init(_ agent: ICELiteAgent) { self.agent = .lite(agent) }

  init(_ agent: ICEControllingAgent) { self.agent = .controlling(agent) }

  var nextDeadline: Instant? {
    switch agent {
    case .lite(let agent): agent.nextDeadline
    case .controlling(let agent): agent.nextDeadline
    }
  }

  func isValid(_ address: TransportAddress) -> Bool {
    switch agent {
    case .lite(let agent): agent.isValid(address)
    case .controlling(let agent): agent.isValid(address)
    }
  }

  mutating func setRemote(_ credentials: ICECredentials, candidates: [ICECandidate], at now: Instant) {
    change(
      lite: { $0.setRemote(credentials) },
      controlling: { $0.setRemote(credentials, candidates: candidates, at: now) })
  }

  mutating func add(_ candidate: ICECandidate, at now: Instant) {
    change(lite: { _ in }, controlling: { $0.addRemote(candidate, at: now) })
  }

  mutating func restart(local: ICECredentials, remote: ICECredentials, at now: Instant) {
    change(
      lite: { $0.restart(local: local, remote: remote, at: now) },
      controlling: { $0.restart(local: local, at: now) })
  }

  mutating func receive(_ datagram: Span<UInt8>, from source: TransportAddress, at now: Instant) {
    switch agent {
    case .lite(var lite):
      lite.receive(datagram, from: source, at: now)
      agent = .lite(lite)
    case .controlling(var controlling):
      controlling.receive(datagram, from: source, at: now)
      agent = .controlling(controlling)
    }
  }

  mutating func advance(to now: Instant) {
    change(lite: { $0.advance(to: now) }, controlling: { $0.advance(to: now) })
  }

  mutating func poll() -> Output? {
    switch agent {
    case .lite(var lite):
      defer { agent = .lite(lite) }
      switch lite.poll() {
      case .transmit(let bytes, let address): return .transmit(bytes, to: address)
      case .selected(let address): return .path(address)
      case .lost: return .lost("no connectivity check for 30 s")
      case nil: return nil
      }
    case .controlling(var controlling):
      defer { agent = .controlling(controlling) }
      switch controlling.poll() {
      case .transmit(let bytes, let address): return .transmit(bytes, to: address)
      case .selected(let address): return .path(address)
      case .failed(let failure): return .lost("\(failure)")
      case .lost: return .lost("the peer answers no consent check any more")
      case nil: return nil
      }
    }
  }

  private mutating func change(
    lite: (inout ICELiteAgent) -> Void, controlling: (inout ICEControllingAgent) -> Void
  ) {
    switch agent {
    case .lite(var value):
      lite(&value)
      agent = .lite(value)
    case .controlling(var value):
      controlling(&value)
      agent = .controlling(value)
    }
  }
}

import Connectivity
import SansIO

/// Two agents on a lossy, delaying link in virtual time. The first one sits behind a NAT that may rebind.
struct ICEWorld {
  /// Either kind of agent behind one face.
  enum Agent {
    case lite(ICELiteAgent)
    case full(ICEControllingAgent)
  }

  /// What an agent reported, without the datagrams.
  enum News: Hashable {
    case selected(TransportAddress)
    case failed(ICEFailure)
    case lost
  }

  struct Report: Hashable {
    var side: Int
    var news: News
    var at: Instant
  }

  private struct Datagram {
    var bytes: [UInt8]
    var from: TransportAddress
    var to: TransportAddress
    var arrival: Instant
    var serial: Int
  }

  var agents: [Agent]
  /// Where each is reachable at present; what is sent elsewhere vanishes.
  var addresses: [TransportAddress]
  /// The share of datagrams that vanish.
  var loss = 0.0
  /// Cuts the link.
  var isCut = false
  /// Changes datagrams under way, sender's side given.
  var tamper: ((Int, inout [UInt8]) -> Void)?
  private(set) var now = Instant.zero
  private(set) var reports: [Report] = []
  private(set) var sent = [0, 0]
  private var inFlight: [Datagram] = []
  private var serial = 0
  private var generator: SeededGenerator

  init(_ agents: [Agent], addresses: [TransportAddress], seed: UInt64) {
    self.agents = agents
    self.addresses = addresses
    generator = SeededGenerator(seed: seed)
  }

  /// What `side` reported so far.
  func news(_ side: Int) -> [News] { reports.filter { $0.side == side }.map(\.news) }

  /// When `side` reported `news` for the first time.
  func instant(_ side: Int, _ news: News) -> Instant? {
    reports.first { $0.side == side && $0.news == news }?.at
  }

  /// Calls into an agent and carries away what it wants sent.
  mutating func act(_ side: Int, _ body: (inout Agent, Instant) -> Void) {
    body(&agents[side], now)
    drain(side)
  }

  mutating func run(for interval: Interval) {
    let end = now + interval
    while true {
      var next = end
      for agent in agents { next = min(next, agent.nextDeadline ?? end) }
      for datagram in inFlight { next = min(next, datagram.arrival) }
      now = max(now, next)
      let due = inFlight.filter { $0.arrival <= now }.sorted {
        ($0.arrival, $0.serial) < ($1.arrival, $1.serial)
      }
      inFlight.removeAll { $0.arrival <= now }
      for datagram in due {
        guard let side = addresses.firstIndex(of: datagram.to) else { continue }
        agents[side].receive(datagram.bytes, from: datagram.from, at: now)
        drain(side)
      }
      for side in agents.indices {
        agents[side].advance(to: now)
        drain(side)
      }
      if now >= end, due.isEmpty { return }
    }
  }

  private mutating func drain(_ side: Int) {
    while let step = agents[side].poll() {
      switch step {
      case .news(let news): reports.append(Report(side: side, news: news, at: now))
      case .datagram(var bytes, let to):
        sent[side] += 1
        tamper?(side, &bytes)
        let (isLost, delay) = (generator.unit() < loss, 5 + generator.next() % 60)
        guard !isCut, !isLost else { continue }
        serial += 1
        inFlight.append(
          Datagram(
            bytes: bytes, from: addresses[side], to: to, arrival: now + .milliseconds(Int64(delay)),
            serial: serial))
      }
    }
  }
}

extension ICEWorld.Agent {
  enum Step {
    case news(ICEWorld.News)
    case datagram([UInt8], TransportAddress)
  }

  var nextDeadline: Instant? {
    switch self {
    case .lite(let agent): agent.nextDeadline
    case .full(let agent): agent.nextDeadline
    }
  }

  var destination: TransportAddress? {
    switch self {
    case .lite(let agent): agent.destination
    case .full(let agent): agent.destination
    }
  }

  var role: ICERole? {
    if case .full(let agent) = self { agent.role } else { nil }
  }

  func isValid(_ address: TransportAddress) -> Bool {
    switch self {
    case .lite(let agent): agent.isValid(address)
    case .full(let agent): agent.isValid(address)
    }
  }

  mutating func lite(_ body: (inout ICELiteAgent) -> Void) {
    guard case .lite(var agent) = self else { return }
    body(&agent)
    self = .lite(agent)
  }

  mutating func full(_ body: (inout ICEControllingAgent) -> Void) {
    guard case .full(var agent) = self else { return }
    body(&agent)
    self = .full(agent)
  }

  mutating func receive(_ datagram: [UInt8], from source: TransportAddress, at now: Instant) {
    lite { $0.receive(datagram.span, from: source, at: now) }
    full { $0.receive(datagram.span, from: source, at: now) }
  }

  mutating func advance(to now: Instant) {
    lite { $0.advance(to: now) }
    full { $0.advance(to: now) }
  }

  mutating func poll() -> Step? {
    switch self {
    case .lite(var agent):
      defer { self = .lite(agent) }
      switch agent.poll() {
      case nil: return nil
      case .transmit(let bytes, let to)?: return .datagram(bytes, to)
      case .selected(let address)?: return .news(.selected(address))
      case .lost?: return .news(.lost)
      }
    case .full(var agent):
      defer { self = .full(agent) }
      switch agent.poll() {
      case nil: return nil
      case .transmit(let bytes, let to)?: return .datagram(bytes, to)
      case .selected(let address)?: return .news(.selected(address))
      case .failed(let failure)?: return .news(.failed(failure))
      case .lost?: return .news(.lost)
      }
    }
  }
}

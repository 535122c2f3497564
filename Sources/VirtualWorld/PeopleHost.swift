import Callers
public import Measurement
public import Participants
import PhoneLeg
import Rooms
import SIP
public import SansIO

/// Everybody of a run in a virtual world: their ports, their signalling connections, their records.
public final class PeopleHost: VirtualHost {
  /// The machine.
  public let population: Population
  public let ip: IPAddress
  /// Is told each record as its owner is done.
  public var onRecord: (CallRecord) -> Void = { _ in }
  /// Is told each record as its owner is done.
  public var onParticipantRecord: (ParticipantRecord) -> Void = { _ in }
  /// Whether a pair of audio ports can be opened.
  public var opens: (UInt16) -> Bool = { _ in true }
  /// The audio ports that are open, by the even one of each pair.
  public private(set) var openPorts: Set<UInt16> = []
  /// Datagrams for ports that nobody has open: what was on its way when a call ended.
  public private(set) var unreachable = 0

  private let network: VirtualNetwork
  private let sip: TransportAddress
  private let connect: (PeopleHost) -> UInt64
  private let disconnect: (UInt64) -> Void
  private var roomPorts = RoomPorts()
  /// The signalling connections of participants, and the participants of connections.
  private var connections: [Int: UInt64] = [:]
  private var participants: [UInt64: Int] = [:]

  /// A host of `population`.
  /// - Parameters:
  ///   - sip: where the callers' SIP comes from, by UDP and TCP.
  ///   - connect: makes a signalling connection.
  ///   - disconnect: forgets one.
  public init(
    _ population: Population, sip: TransportAddress, network: VirtualNetwork,
    connect: @escaping (PeopleHost) -> UInt64, disconnect: @escaping (UInt64) -> Void
  ) {
    self.population = population
    self.sip = sip
    ip = sip.ip
    self.network = network
    self.connect = connect
    self.disconnect = disconnect
  }

  /// How many ports and connections are open.
  public var openThings: Int { openPorts.count + roomPorts.open + connections.count }

  public var nextDeadline: Instant? { population.nextDeadline }

  public func advance(to now: Instant) {
    var outlet = Outlet(network, from: ip, .toBridge)
    population.advance(to: now, sink: &outlet)
    settle(at: now)
  }

  public func receive(_ parcel: borrowing Parcel, at now: Instant) {
    switch parcel.kind {
    case .sip: population.receiveSIP(parcel.bytes.span, on: Flow(.udp, parcel.from), at: now)
    case .sipStream: population.receiveSIP(stream: parcel.bytes.span, on: Flow(.tcp, parcel.from), at: now)
    case .media(let kind):
      let port = kind == .room ? parcel.to.port : parcel.to.port & ~1
      guard kind == .room ? roomPorts.isOpen(port) : openPorts.contains(port) else {
        unreachable += 1
        return
      }
      var outlet = Outlet(network, from: ip, .toBridge)
      population.receiveMedia(
        parcel.bytes.span, kind: kind, port: port, from: parcel.from, at: now, sink: &outlet)
    }
    settle(at: now)
  }

  public func settle(at now: Instant) {
    while let output = population.poll() {
      switch output {
      case .caller(let output): carryOut(output, at: now)
      case .participant(let output):
        if let group = population.participants { carryOut(output, for: group, at: now) }
      }
    }
  }

  private func carryOut(_ output: CallerGroup.Output, at now: Instant) {
    let group = population.callers
    switch output {
    case .signal(let transmission):
      group.transmitted(transmission, at: now)
      network.send(Parcel(transmission, from: sip), .toBridge)
    case .closeFlow(let flow): group.flowFailed(flow, reason: "\(flow): broken framing", at: now)
    case .bindMedia(let port):
      guard opens(port) else {
        return group.mediaUnavailable(port: port, reason: "address in use", at: now)
      }
      openPorts.insert(port)
      group.mediaBound(port: port, at: now)
    case .closeMedia(let port): openPorts.remove(port)
    case .finished(let record): onRecord(record)
    }
  }
}

/// The signalling of participants.
extension PeopleHost {
  private func carryOut(_ output: ParticipantGroup.Output, for group: ParticipantGroup, at now: Instant) {
    switch output {
    case .askToken(let id, let identity, let room):
      // A connection, then the question: three ways.
      network.send(.askToken(identity: identity, room: room), connection: open(id), .toBridge, trips: 3)
    case .bindPort(let id):
      guard let port = roomPorts.take() else { return group.failed(id, "no port is left", at: now) }
      group.portBound(id, port: port, at: now)
    case .closePort(let port): roomPorts.release(port)
    case .openSignal(let id, let url, let token):
      network.send(.open(url: url, token: token), connection: open(id), .toBridge, trips: 3)
    case .sendSignal(let id, let bytes):
      guard let connection = connections[id] else { return }
      let request = try? SignalCodec.request(from: bytes)
      network.send(request.map { .request($0) } ?? .garbage, connection: connection, .toBridge)
    case .closeSignal(let id):
      guard let connection = connections[id] else { return }
      network.send(.closed, connection: connection, .toBridge)
      close(connection)
    case .finished(let record): onParticipantRecord(record)
    }
  }

  /// The connection of a participant; it needs one for its token and one for its stay, and the first is over by then.
  private func open(_ id: Int) -> UInt64 {
    if let connection = connections[id] { return connection }
    let connection = connect(self)
    connections[id] = connection
    participants[connection] = id
    return connection
  }

  private func close(_ connection: UInt64) {
    if let id = participants.removeValue(forKey: connection) { connections[id] = nil }
    disconnect(connection)
  }

  public func receive(_ word: SignalWord, connection: UInt64, at now: Instant) {
    guard let group = population.participants, let id = participants[connection] else { return }
    switch word {
    case .token(let url, let token):
      close(connection)
      group.tokenReceived(id, url: url, token: token, at: now)
    case .admitted: group.signalOpened(id, at: now)
    case .refused(let status, let text):
      close(connection)
      group.refused(id, status: status, text: text, at: now)
    case .response(let response): group.receiveSignal(response, for: id, at: now)
    case .closed:
      close(connection)
      group.signalClosed(id, reason: "closed by the server", at: now)
    case .askToken, .open, .join, .request, .garbage: preconditionFailure("\(word) is for the bridge")
    }
    settle(at: now)
  }
}

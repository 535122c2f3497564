import Bridge
import PhoneLeg
import SIP
import SansIO
import SecureMedia

/// A bridge, some phones and the links between them, in virtual time.
final class VirtualWorld {
  /// What becomes of a pair of ports that the bridge wants to open.
  enum Binding { case opened, unavailable, pending }

  private struct Datagram {
    enum Kind: Equatable { case sip, rtp, rtcp, room }
    var due: Instant
    var from: TransportAddress
    var to: TransportAddress
    var kind: Kind
    var bytes: [UInt8]
  }

  static let bridgeSIP = TransportAddress(.loopback, 5_060)
  /// How long every packet travels.
  static let delay = Interval.milliseconds(5)

  /// One for all tests: a key costs time.
  static let certificate: Certificate = {
    do { return try Certificate() } catch { preconditionFailure("no certificate: \(error)") }
  }()

  let bridge: Bridge
  private(set) var now = Instant.zero + .seconds(1)
  /// Those who take part by room signalling.
  private(set) var guests: [any Guest] = []
  /// The bridge's log of them.
  private(set) var stays: [ParticipantEvent] = []
  /// The signalling on its way, and whose each connection is.
  var words = Words()
  /// Changes datagrams of the room port on their way to the bridge; none is a loss.
  var onTheWayIn: (VirtualWorld.RoomDatagram) -> [VirtualWorld.RoomDatagram] = { [$0] }
  /// Decides about the bridge's ports.
  var binding: (UInt16) -> Binding = { _ in .opened }
  /// The ports that the bridge holds open.
  private(set) var openPorts: Set<UInt16> = []
  /// The bridge's log.
  private(set) var events: [CallEvent] = []
  /// The SIP messages that the bridge sent.
  private(set) var signals: [(at: Instant, to: TransportAddress, text: String)] = []
  private(set) var phones: [VirtualPhone] = []
  private var datagrams: [Datagram] = []

  /// A datagram to or from the room port.
  struct RoomDatagram {
    var bytes: [UInt8]
    var from: TransportAddress
    var to: TransportAddress
  }

  init(_ settings: BridgeSettings = BridgeSettings(ports: PortRange(20_000...20_007))) {
    var configuration = UserAgent.Configuration(
      product: "bridge", udpContact: VirtualWorld.bridgeSIP, nonceSecret: [2])
    configuration.maximumCalls = settings.maximumCalls + 1
    var secrets = SeededGenerator(seed: 300)
    bridge = Bridge(
      settings: settings,
      agent: UserAgent(configuration: configuration, generator: SeededGenerator(seed: 100)),
      certificate: VirtualWorld.certificate, generator: SeededGenerator(seed: 200),
      randomBytes: { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: secrets.next()) } }, at: now)
  }

  /// Adds a phone; the first has the address 127.0.0.2.
  func phone(_ name: String, _ mouth: @escaping (Int) -> Sound = { _ in .quiet }) -> VirtualPhone {
    let phone = VirtualPhone(name: name, number: UInt32(phones.count + 2))
    phone.mouth = mouth
    phones.append(phone)
    return phone
  }

  /// Lets `guest` take part.
  func admit(_ guest: some Guest) { guests.append(guest) }

  /// Lets a phone do something now.
  func act(_ action: (Instant) -> Void) {
    action(now)
    settle()
  }

  /// Has each of `callers` call `room` and be answered.
  func connect(_ callers: VirtualPhone..., room: String = "blue") {
    for caller in callers { caller.dial(room, at: now) }
    run(for: .milliseconds(20))
  }

  func run(for length: Interval) { run(until: now + length) }

  /// Lets everything happen up to and including `end`.
  func run(until end: Instant) {
    settle()
    while let next = nextDeadline, next <= end {
      now = max(now, next)
      while let first = datagrams.first, first.due <= now {
        datagrams.removeFirst()
        deliver(first)
      }
      var outlet = Outlet(at: now)
      bridge.advance(to: now, sink: &outlet)
      for packet in outlet.packets { send(packet, from: .loopback) { $0 } }
      for phone in phones {
        var outlet = Outlet(at: now)
        phone.advance(to: now, outlet: &outlet)
        for packet in outlet.packets { send(packet, from: phone.ip, altering: phone.alters) }
      }
      deliverWords()
      for guest in guests {
        var outlet = Outlet(at: now)
        guest.advance(to: now, outlet: &outlet)
        for packet in outlet.packets { send(packet, from: guest.ip) { $0 } }
      }
      settle()
    }
    now = max(now, end)
  }

  /// When the bridge or a phone or a link has something to do.
  var nextDeadline: Instant? {
    ([datagrams.first?.due, words.nextDeadline, bridge.nextDeadline] + phones.map(\.nextDeadline)
      + guests.map(\.nextDeadline)).compactMap(\.self).min()
  }

  /// Sends a datagram of the room port.
  func carry(_ datagram: RoomDatagram) {
    datagrams.append(
      Datagram(
        due: now + VirtualWorld.delay, from: datagram.from, to: datagram.to, kind: .room,
        bytes: datagram.bytes))
  }

  private func send(_ packet: Outlet.Packet, from ip: IPAddress, altering: ([UInt8]) -> [UInt8]) {
    if packet.kind == .room {
      let datagram = RoomDatagram(bytes: packet.bytes, from: TransportAddress(ip, packet.port), to: packet.to)
      for datagram in ip == .loopback ? [datagram] : onTheWayIn(datagram) { carry(datagram) }
      return
    }
    let port = packet.kind == .rtp ? packet.port : packet.port + 1
    let bytes = packet.kind == .rtp ? altering(packet.bytes) : packet.bytes
    let kind = packet.kind == .rtp ? Datagram.Kind.rtp : .rtcp
    datagrams.append(
      Datagram(
        due: now + VirtualWorld.delay, from: TransportAddress(ip, port), to: packet.to, kind: kind,
        bytes: bytes))
  }

  private func deliver(_ datagram: Datagram) {
    guard datagram.kind != .room else { return deliverRoom(datagram) }
    let kind = datagram.kind == .rtcp ? MediaKind.rtcp : .rtp
    if datagram.to.ip == .loopback {
      guard datagram.kind != .sip else {
        return bridge.receiveSIP(datagram.bytes.span, on: Flow(.udp, datagram.from), at: now)
      }
      let even = datagram.to.port & ~1
      guard openPorts.contains(even) else { return }
      var outlet = Outlet(at: now)
      bridge.receiveMedia(
        datagram.bytes.span, kind: kind, port: even, from: datagram.from, at: now, sink: &outlet)
      for packet in outlet.packets { send(packet, from: .loopback) { $0 } }
    } else if let phone = phones.first(where: { $0.ip == datagram.to.ip }) {
      switch datagram.kind {
      case .sip: phone.receiveSIP(datagram.bytes, at: now)
      case .rtp, .rtcp, .room:
        guard datagram.to.port & ~1 == phone.rtpPort else { return }
        phone.receiveMedia(datagram.bytes, kind: kind, from: datagram.from, at: now)
      }
    }
  }

  private func deliverRoom(_ datagram: Datagram) {
    var outlet = Outlet(at: now)
    if datagram.to.ip == .loopback {
      bridge.receiveMedia(
        datagram.bytes.span, kind: .room, port: datagram.to.port, from: datagram.from, at: now, sink: &outlet)
      for packet in outlet.packets { send(packet, from: .loopback) { $0 } }
    } else if let guest = guests.first(where: { $0.ip == datagram.to.ip }) {
      guest.receiveRoom(
        datagram.bytes, port: datagram.to.port, from: datagram.from, at: now, outlet: &outlet)
      for packet in outlet.packets { send(packet, from: guest.ip) { $0 } }
    }
  }

  /// Carries out what everybody wants done at this instant.
  private func settle() {
    while let output = bridge.poll() { carryOut(output) }
    takeWords()
    for phone in phones {
      for signal in phone.takeSignals(at: now) {
        transmit(signal, from: TransportAddress(phone.ip, 5_060))
      }
    }
  }

  private func carryOut(_ output: Bridge.Output) {
    switch output {
    case .signal(let transmission):
      signals.append((now, transmission.flow.remote, String(decoding: transmission.bytes, as: UTF8.self)))
      transmit(transmission, from: VirtualWorld.bridgeSIP)
    case .bindMedia(let handle, let port):
      switch binding(port) {
      case .opened:
        openPorts.insert(port)
        bridge.mediaBound(handle, at: now)
      case .unavailable: bridge.mediaUnavailable(handle, reason: "address in use", at: now)
      case .pending: break
      }
    case .closeMedia(let port): openPorts.remove(port)
    case .event(let event): events.append(event)
    case .participantEvent(let event): stays.append(event)
    case .admit, .refuse, .sendSignal, .closeSignal: speak(output)
    case .closeFlow: break
    }
  }

  private func transmit(_ transmission: UserAgent.Transmission, from source: TransportAddress) {
    datagrams.append(
      Datagram(
        due: now + VirtualWorld.delay, from: source, to: transmission.flow.remote, kind: .sip,
        bytes: transmission.bytes))
  }
}

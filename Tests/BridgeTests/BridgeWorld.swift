import Bridge
import PhoneLeg
import SIP
import SansIO
import Scenario
import SecureMedia
import VirtualWorld

/// A bridge, some phones and guests, and links of 5 ms between them, in virtual time.
final class BridgeWorld {
  static let bridgeSIP = TransportAddress(.loopback, 5_060)
  /// How long everything travels.
  static let delay = Interval.milliseconds(5)

  /// One for all tests: a key costs time.
  static let certificate: Certificate = {
    do { return try Certificate() } catch { preconditionFailure("no certificate: \(error)") }
  }()

  let host: BridgeHost
  let world: World
  private(set) var phones: [VirtualPhone] = []
  /// Those who take part by room signalling.
  private(set) var guests: [any Guest] = []
  /// Changes datagrams of the room port on their way to the bridge; none is a loss.
  var onTheWayIn: (Parcel) -> [Parcel] = { [$0] }
  private let diary = Diary()

  /// What the bridge said and sent.
  private final class Diary {
    var events: [CallEvent] = []
    var stays: [ParticipantEvent] = []
    var signals: [(at: Instant, to: TransportAddress, text: String)] = []
  }

  init(_ settings: BridgeSettings = BridgeSettings(ports: PortRange(20_000...20_007))) {
    let path = LinksPlan.Path(delay: BridgeWorld.delay)
    let network = VirtualNetwork(
      LinksPlan(phones: path, rooms: path), seed: 1, at: Instant.zero + .seconds(1))
    var configuration = UserAgent.Configuration(
      product: "bridge", udpContact: BridgeWorld.bridgeSIP, nonceSecret: [2])
    configuration.maximumCalls = settings.maximumCalls + 1
    var secrets = SeededGenerator(seed: 300)
    let bridge = Bridge(
      settings: settings,
      agent: UserAgent(configuration: configuration, generator: SeededGenerator(seed: 100)),
      certificate: BridgeWorld.certificate, generator: SeededGenerator(seed: 200),
      randomBytes: { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: secrets.next()) } },
      at: network.now)
    host = BridgeHost(bridge, sip: BridgeWorld.bridgeSIP, network: network)
    world = World(network, farEnd: host)
    host.onEvent = { [diary] in diary.events.append($0) }
    host.onParticipantEvent = { [diary] in diary.stays.append($0) }
    host.onSignal = { [diary, network] in
      diary.signals.append((network.now, $0.flow.remote, String(decoding: $0.bytes, as: UTF8.self)))
    }
    network.alteration = { [unowned self] in altered($0) }
  }

  var bridge: Bridge { host.bridge }
  var now: Instant { world.now }
  var nextDeadline: Instant? { world.nextDeadline }
  /// The bridge's log of calls.
  var events: [CallEvent] { diary.events }
  /// The bridge's log of participants.
  var stays: [ParticipantEvent] { diary.stays }
  /// The SIP messages that the bridge sent.
  var signals: [(at: Instant, to: TransportAddress, text: String)] { diary.signals }
  /// The audio ports that the bridge holds open.
  var openPorts: Set<UInt16> { host.openPorts }
  /// Decides about the bridge's ports.
  var binding: (UInt16) -> BridgeHost.Binding {
    get { host.binding }
    set { host.binding = newValue }
  }

  /// Adds a phone; the first has the address 127.0.0.2.
  func phone(_ name: String, _ mouth: @escaping (Int) -> Sound = { _ in .quiet }) -> VirtualPhone {
    let phone = VirtualPhone(name: name, number: UInt32(phones.count + 2))
    phone.mouth = mouth
    phones.append(phone)
    world.add(PhoneHost(phone, network: world.network))
    return phone
  }

  /// Lets `guest` take part.
  func admit(_ guest: some Guest) {
    guests.append(guest)
    world.add(
      GuestHost(guest, network: world.network, connect: { [unowned self] in world.connection(of: $0) }))
  }

  /// Lets a phone do something now.
  func act(_ action: (Instant) -> Void) {
    action(now)
    world.settle()
  }

  /// Has each of `callers` call `room` and be answered.
  func connect(_ callers: VirtualPhone..., room: String = "blue") {
    for caller in callers { caller.dial(room, at: now) }
    run(for: .milliseconds(20))
  }

  func run(for length: Interval) { world.run(for: length) }

  /// Lets everything happen up to and including `end`.
  func run(until end: Instant) { world.run(until: end) }

  /// Sends a datagram to the room port, unaltered.
  func carry(_ bytes: [UInt8], from source: TransportAddress, to port: TransportAddress) {
    let untouched = onTheWayIn
    onTheWayIn = { [$0] }
    world.network.send(Parcel(kind: .media(.room), from: source, to: port, bytes: bytes), .toBridge)
    onTheWayIn = untouched
  }

  private func altered(_ parcel: Parcel) -> [Parcel] {
    switch parcel.kind {
    case .media(.room): return parcel.to.ip == host.ip ? onTheWayIn(parcel) : [parcel]
    case .media(.rtp):
      guard let phone = phones.first(where: { $0.ip == parcel.from.ip }) else { return [parcel] }
      var parcel = parcel
      parcel.bytes = phone.alters(parcel.bytes)
      return [parcel]
    case .sip, .sipStream, .media(.rtcp): return [parcel]
    }
  }
}

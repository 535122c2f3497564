import Audio
import Bridge
import Callers
import Measurement
import Participants
import PhoneLeg
import SIP
import SansIO
import Scenario
import SecureMedia
import VirtualWorld

/// A group of callers, a far end and the link between them, in virtual time.
final class CallWorld {
  static let farSIP = TransportAddress(.loopback, 5_060)
  static let nearSIP = TransportAddress(IPAddress(v4: 0x7F00_0002), 5_070)
  /// When the run begins on the clock.
  static let start = Instant.zero + .seconds(3)

  let group: CallerGroup
  private let network: VirtualNetwork
  private let world: World
  private let people: PeopleHost
  private let reflector: ReflectorHost?
  private let diary = Diary()

  private final class Diary {
    var records: [CallRecord] = []
  }

  init(
    _ plan: RunPlan, _ farEnd: FarEnd, delay: Interval, clips: [String: SpeechClip] = [:],
    ports: PortRange = PortRange(30_000...30_099)
  ) {
    let path = LinksPlan.Path(delay: delay)
    network = VirtualNetwork(LinksPlan(phones: path, rooms: path), seed: 1, at: CallWorld.start)
    let target = CallTarget(
      host: "127.0.0.1", port: 5_060, flow: Flow(.udp, CallWorld.farSIP), mediaAddress: CallWorld.nearSIP.ip,
      local: CallWorld.nearSIP)
    let configuration = UserAgent.Configuration(
      product: "callers", udpContact: CallWorld.nearSIP, nonceSecret: [1])
    group = CallerGroup(
      plan: plan, target: target, clips: clips,
      agent: UserAgent(configuration: configuration, generator: SeededGenerator(seed: plan.seed).branch(7)),
      ports: ports, start: CallWorld.start)
    let host = CallWorld.host(farEnd, network)
    reflector = host as? ReflectorHost
    let world = World(network, farEnd: host)
    self.world = world
    people = PeopleHost(
      Population(plan: plan, callers: group, participants: nil), sip: CallWorld.nearSIP, network: network,
      connect: { [unowned world] in world.connection(of: $0) },
      disconnect: { [unowned world] in world.forget(connection: $0) })
    world.add(people)
    people.onRecord = { [diary] in diary.records.append($0) }
    if case .nobody(saysSo: true) = farEnd, let nobody = host as? NobodyHost {
      nobody.refusal = { [group] in
        group.flowFailed(Flow(.udp, CallWorld.farSIP), reason: "connection refused", at: $0)
      }
    }
  }

  private static func host(_ farEnd: FarEnd, _ network: VirtualNetwork) -> any VirtualHost {
    switch farEnd {
    case .reflector(let delay, let ports):
      let reflector = Reflector(
        delay: delay, agent: agent(), ports: PortRange(ports), mediaAddress: .loopback,
        generator: SeededGenerator(seed: 6))
      return ReflectorHost(reflector, sip: farSIP, network: network)
    case .bridge(let silenceTimeout):
      let bridge = Bridge(
        settings: BridgeSettings(silenceTimeout: silenceTimeout, ports: PortRange(20_000...20_099)),
        agent: agent(), certificate: certificate, generator: SeededGenerator(seed: 6),
        randomBytes: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) } }, at: start)
      return BridgeHost(bridge, sip: farSIP, network: network)
    case .nobody: return NobodyHost(farSIP.ip)
    }
  }

  /// One for all tests: a key costs time.
  private static let certificate: Certificate = {
    do { return try Certificate() } catch { preconditionFailure("no certificate: \(error)") }
  }()

  private static func agent() -> UserAgent {
    let configuration = UserAgent.Configuration(
      product: "far", udpContact: CallWorld.farSIP, nonceSecret: [2])
    return UserAgent(configuration: configuration, generator: SeededGenerator(seed: 5))
  }

  var now: Instant { network.now }
  /// The records that were handed out, in order.
  var records: [CallRecord] { diary.records }
  /// The callers' ports that are open.
  var openPorts: Set<UInt16> { people.openPorts }
  /// Whether a pair of the callers' ports can be opened.
  var opens: (UInt16) -> Bool {
    get { people.opens }
    set { people.opens = newValue }
  }
  /// Whether a reflector gets its ports, without which it never answers.
  var farEndOpens: Bool {
    get { reflector?.opens ?? true }
    set { reflector?.opens = newValue }
  }

  /// Runs until every caller is done, at most for `limit`.
  func runToEnd(limit: Interval = .seconds(120)) {
    let end = CallWorld.start + limit
    world.settle()
    while !group.isFinished, world.step(until: end) {}
    world.settle()
  }

  /// Runs for `length`.
  func run(for length: Interval) { world.run(for: length) }

  /// Lets nobody do anything for `length`, as when the machine stands still.
  func stall(for length: Interval) { network.pass(to: network.now + length) }

  /// Stops the run now.
  func stop(_ reason: String) {
    group.stop(reason: reason, at: network.now)
    world.settle()
  }
}

public import Audio
public import Bridge
import Callers
public import Measurement
import Participants
import PhoneLeg
import SIP
import SansIO
public import Scenario
import SecureMedia

/// One run of a plan in virtual time: a bridge, callers and participants in one process, on links that the plan describes.
///
/// Everything is a function of the plan, the clips, the bridge's settings and the seed, as long as the C libraries' clock and random
/// source are replaced too.
public struct VirtualRun {
  /// What a run is given.
  public struct Inputs {
    /// What is to happen; its target is of no meaning here.
    public var plan: RunPlan
    /// The voices by the path that the plan gives.
    public var clips: [String: SpeechClip]
    /// What the bridge is told; ports and addresses are the world's own.
    public var bridge: BridgeSettings
    /// Seed of the links, the bridge and the phase between its clock and the people's. The plan has its own.
    public var seed: UInt64
    /// Is told the time since 1970 whenever it changes, nanoseconds.
    public var onTime: (Int64) -> Void

    /// The inputs of a run.
    public init(
      plan: RunPlan, clips: [String: SpeechClip], bridge: BridgeSettings, seed: UInt64,
      onTime: @escaping (Int64) -> Void
    ) {
      self.plan = plan
      self.clips = clips
      self.bridge = bridge
      self.seed = seed
      self.onTime = onTime
    }
  }

  /// What a run is seen by while it goes on.
  public struct Onlooker {
    /// A caller is done.
    public var record: (CallRecord) throws -> Void
    /// A participant is done.
    public var participantRecord: (ParticipantRecord) throws -> Void
    /// How far it has come, twice a second of its own time.
    public var progress: (RunHealth.Sample) -> Void

    /// Sees everything.
    public init(
      record: @escaping (CallRecord) throws -> Void,
      participantRecord: @escaping (ParticipantRecord) throws -> Void,
      progress: @escaping (RunHealth.Sample) -> Void
    ) {
      self.record = record
      self.participantRecord = participantRecord
      self.progress = progress
    }
  }

  /// What came out of a run.
  public struct Outcome: Sendable {
    /// How the simulator fared.
    public var health: RunHealth
    /// What must hold in every run, and whether it did.
    public var checks: RunChecks
  }

  /// 1 January 2026, seconds since 1970: when every virtual world begins.
  static let epoch: Int64 = 1_767_225_600
  static let bridgeSIP = TransportAddress(.loopback, 5060)
  static let peopleSIP = TransportAddress(IPAddress(v4: 0x7F00_0002), 5070)
  private static let samplePeriod = Interval.milliseconds(500)
  /// Longer than any phase of two grids of 20 ms.
  private static let leadTime = Interval.milliseconds(50)

  let inputs: Inputs
  package let network: VirtualNetwork
  package let world: World
  package let bridge: BridgeHost
  package let people: PeopleHost
  let start: Instant
  private let observations = Observations()

  /// Sets up the world.
  /// - Throws: `SecureMediaError` or `OpusError` when there is no memory for certificates or encoders.
  public init(_ inputs: Inputs) throws {
    self.inputs = inputs
    let birth = Instant.zero + .seconds(1)
    network = VirtualNetwork(inputs.plan.links ?? LinksPlan(), seed: inputs.seed, at: birth)
    network.onTime = { inputs.onTime(VirtualRun.epoch * 1_000_000_000 + $0.nanoseconds) }
    inputs.onTime(VirtualRun.epoch * 1_000_000_000 + birth.nanoseconds)
    var generator = SeededGenerator(seed: inputs.seed).branch(0xB41D)
    // Where the people's grid lies against the bridge's, which in the live world is anybody's guess.
    let phase = Interval.nanoseconds(Int64(generator.unit() * 20e6))
    start = birth + VirtualRun.leadTime + phase
    bridge = BridgeHost(
      try VirtualRun.bridge(inputs, generator, at: birth), sip: VirtualRun.bridgeSIP, network: network,
      epoch: VirtualRun.epoch)
    let world = World(network, farEnd: bridge)
    self.world = world
    people = PeopleHost(
      try VirtualRun.population(inputs, generator.branch(1), start: start), sip: VirtualRun.peopleSIP,
      network: network, connect: { [unowned world] in world.connection(of: $0) },
      disconnect: { [unowned world] in world.forget(connection: $0) })
    world.add(people)
  }

  private static func bridge(
    _ inputs: Inputs, _ generator: SeededGenerator, at now: Instant
  ) throws -> Bridge {
    var settings = inputs.bridge
    settings.mediaAddress = bridgeSIP.ip
    settings.roomAddresses = [TransportAddress(bridgeSIP.ip, settings.roomPort)]
    settings.epoch = epoch * 1000
    var configuration = UserAgent.Configuration(
      product: "callbridge", udpContact: bridgeSIP, tcpContact: bridgeSIP, nonceSecret: [0])
    configuration.maximumCalls = settings.maximumCalls + 1
    var secrets = generator.branch(4)
    return Bridge(
      settings: settings,
      agent: UserAgent(configuration: configuration, generator: generator.branch(2)),
      certificate: try Certificate(), generator: generator.branch(3),
      randomBytes: { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: secrets.next()) } }, at: now)
  }

  private static func population(
    _ inputs: Inputs, _ generator: SeededGenerator, start: Instant
  ) throws -> Population {
    let plan = inputs.plan
    let flow = Flow(plan.transport == .udp ? .udp : .tcp, bridgeSIP)
    let configuration = UserAgent.Configuration(
      product: "callsim", udpContact: peopleSIP, tcpContact: peopleSIP, nonceSecret: [1])
    let callers = CallerGroup(
      plan: plan,
      target: CallTarget(
        host: "\(bridgeSIP.ip)", port: bridgeSIP.port, flow: flow, mediaAddress: peopleSIP.ip,
        local: peopleSIP),
      clips: inputs.clips,
      agent: UserAgent(configuration: configuration, generator: generator.branch(1)),
      ports: PortRange(10_000...65_535), start: start)
    var secrets = generator.branch(2)
    let participants =
      plan.participants.isEmpty
      ? nil
      : try ParticipantGroup(
        plan: plan, clips: inputs.clips, certificate: Certificate(),
        randomBytes: { count in (0..<count).map { _ in UInt8(truncatingIfNeeded: secrets.next()) } },
        start: start)
    return Population(plan: plan, callers: callers, participants: participants)
  }

  /// Lets everything happen until everybody is done and the last timer has run out.
  /// - Throws: what the onlooker throws; and what keeps the calibration from being set up.
  public func run(_ onlooker: Onlooker) throws -> Outcome {
    observe()
    var health = RunHealth()
    health.planned = inputs.plan.arrivals.count * inputs.plan.callers.count
    health.calibration = try VirtualCalibration.measure(seed: inputs.seed)
    world.settle()
    try finish(&health, onlooker)
    health.duration = (world.now - start).nanoseconds
    let (population, limit) = (people.population, world.now + LeftoverCheck.patience)
    health.started = population.callers.progress.started
    var sendLag = population.callers.sendLag
    if let participants = population.participants { sendLag.merge(participants.sendLag) }
    health.sendLag = sendLag.pairs
    while world.step(until: limit) {}
    try handOver(to: onlooker)
    return Outcome(health: health, checks: RunChecks(rules: rules, lostDatagrams: network.lost))
  }

  /// Lets everything happen until everybody is done.
  private func finish(_ health: inout RunHealth, _ onlooker: Onlooker) throws {
    var nextSample = start + VirtualRun.samplePeriod
    while !people.population.isFinished {
      if !world.step(until: nextSample) {
        guard world.nextDeadline != nil else { break }
        network.pass(to: nextSample)
        sample(&health, onlooker)
        nextSample += VirtualRun.samplePeriod
      }
      try handOver(to: onlooker)
    }
    sample(&health, onlooker)
  }

  private func observe() {
    network.onSIP = { [observations] in
      observations.invites.sent($0.bytes, fromPeople: $0.from == VirtualRun.peopleSIP)
    }
    bridge.onEvent = { [observations] in observations.views[$0.callID, default: BridgeView()].note($0) }
    people.onRecord = { [observations] in observations.records.callers.append($0) }
    people.onParticipantRecord = { [observations] in observations.records.participants.append($0) }
  }

  /// Hands over the records that have come since the last time.
  private func handOver(to onlooker: Onlooker) throws {
    for record in observations.newCallers { try onlooker.record(record) }
    for record in observations.newParticipants { try onlooker.participantRecord(record) }
    observations.passedOn()
  }

  private func sample(_ health: inout RunHealth, _ onlooker: Onlooker) {
    let callers = people.population.callers.progress
    let stays = people.population.participants?.progress
    let sample = RunHealth.Sample(
      at: (world.now - start).nanoseconds, planned: callers.due, started: callers.started,
      answered: callers.answered, ended: callers.ended, active: callers.active, simulatorCores: 0,
      bridgeCores: nil, participants: stays?.active,
      stays: stays.map { RunHealth.Stays(planned: $0.due, joined: $0.joined, ended: $0.ended) })
    health.samples.append(sample)
    onlooker.progress(sample)
  }

  private var rules: [RunChecks.Rule] {
    let records = observations.records
    return [
      observations.invites.result,
      SilenceCheck.result(inputs.plan, records, start: start, views: observations.views),
      CrosstalkCheck.result(records),
      LeftoverCheck.result(world, bridge: bridge, people: people, pairs: inputs.bridge.ports.capacity),
    ]
  }
}

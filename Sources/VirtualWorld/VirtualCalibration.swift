import Callers
import Measurement
import Participants
import PhoneLeg
import SIP
import SansIO

/// The calibration of a virtual run: a loop of known delay in a world of its own. What is left of its error is the estimator's, as
/// there is no clock and no kernel to err.
enum VirtualCalibration {
  private static let limit = Interval.seconds(15)

  /// One call to a reflector.
  static func measure(seed: UInt64) throws -> RunHealth.Calibration? {
    let start = Instant.zero + .seconds(1)
    let network = VirtualNetwork(seed: seed, at: start)
    let (far, near) = (VirtualRun.bridgeSIP, VirtualRun.peopleSIP)
    let generator = SeededGenerator(seed: seed).branch(0xCA1B)
    let reflector = ReflectorHost(
      Reflector(
        delay: CalibrationPlan.known, agent: agent(far, generator.branch(1)),
        ports: PortRange(20_000...20_001), mediaAddress: far.ip, generator: generator.branch(2)),
      sip: far, network: network)
    let plan = CalibrationPlan.plan(port: far.port)
    let callers = CallerGroup(
      plan: plan,
      target: CallTarget(
        host: "\(far.ip)", port: far.port, flow: Flow(.udp, far), mediaAddress: near.ip, local: near),
      clips: [:], agent: agent(near, generator.branch(3)), ports: PortRange(10_000...10_001), start: start)
    let world = World(network, farEnd: reflector)
    let people = PeopleHost(
      Population(plan: plan, callers: callers, participants: nil), sip: near, network: network,
      connect: { [unowned world] in world.connection(of: $0) },
      disconnect: { [unowned world] in world.forget(connection: $0) })
    world.add(people)
    let observations = Observations()
    people.onRecord = { observations.records.callers.append($0) }
    world.settle()
    while !people.population.isFinished, world.step(until: start + limit) {}
    return CalibrationPlan.result(observations.records.callers)
  }

  private static func agent(_ address: TransportAddress, _ generator: SeededGenerator) -> UserAgent {
    let configuration = UserAgent.Configuration(
      product: "calibration", udpContact: address, nonceSecret: [2])
    return UserAgent(configuration: configuration, generator: generator)
  }
}

import Audio
import Bridge
import Callers
import Measurement
import PhoneLeg
import SIP
import SansIO
import Scenario
import SecureMedia

/// A group of callers, a far end and the link between them, in virtual time.
final class CallWorld {
  private enum Content {
    case sip(UserAgent.Transmission)
    case media([UInt8], MediaKind)
  }

  private struct Datagram {
    var due: Instant
    var isToCallers: Bool
    var from: TransportAddress
    var to: TransportAddress
    var content: Content
  }

  static let farSIP = TransportAddress(.loopback, 5_060)
  static let nearSIP = TransportAddress(IPAddress(v4: 0x7F00_0002), 5_070)
  /// When the run begins on the clock.
  static let start = Instant.zero + .seconds(3)

  let group: CallerGroup
  private let farEnd: FarEnd
  private let delay: Interval
  private(set) var now = CallWorld.start
  /// The records that were handed out, in order.
  private(set) var records: [CallRecord] = []
  /// Whether a pair of the callers' ports can be opened.
  var opens: (UInt16) -> Bool = { _ in true }
  /// Whether the far end gets its ports, without which it never answers.
  var farEndOpens = true
  /// The callers' ports that are open.
  private(set) var openPorts: Set<UInt16> = []
  private var datagrams: [Datagram] = []

  init(
    _ plan: RunPlan, _ farEnd: FarEnd, delay: Interval, clips: [String: SpeechClip] = [:],
    ports: PortRange = PortRange(30_000...30_099)
  ) {
    self.farEnd = farEnd
    self.delay = delay
    let target = CallTarget(
      host: "127.0.0.1", port: 5_060, flow: Flow(.udp, CallWorld.farSIP), mediaAddress: CallWorld.nearSIP.ip,
      local: CallWorld.nearSIP)
    let configuration = UserAgent.Configuration(
      product: "callers", udpContact: CallWorld.nearSIP, nonceSecret: [1])
    group = CallerGroup(
      plan: plan, target: target, clips: clips,
      agent: UserAgent(configuration: configuration, generator: SeededGenerator(seed: plan.seed).branch(7)),
      ports: ports, start: CallWorld.start)
  }

  /// A reflector that sends everything back after `delay`.
  static func reflector(_ delay: Interval = .milliseconds(5), ports: PortRange = PortRange(20_000...20_099))
    -> FarEnd
  {
    .reflector(
      Reflector(
        delay: delay, agent: agent(), ports: ports, mediaAddress: .loopback,
        generator: SeededGenerator(seed: 6)))
  }

  /// A bridge that lets this machine call any room.
  static func bridge(silenceTimeout: Interval = .seconds(10)) -> FarEnd {
    .bridge(
      Bridge(
        settings: BridgeSettings(silenceTimeout: silenceTimeout, ports: PortRange(20_000...20_099)),
        agent: agent(), certificate: certificate, generator: SeededGenerator(seed: 6),
        randomBytes: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) } },
        at: CallWorld.start))
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

  /// Runs until every caller is done, at most for `limit`.
  func runToEnd(limit: Interval = .seconds(120)) {
    let end = CallWorld.start + limit
    settle()
    while !group.isFinished, let next = nextDeadline, next <= end { step(to: next) }
    settle()
  }

  /// Runs for `length`.
  func run(for length: Interval) {
    let end = now + length
    settle()
    while let next = nextDeadline, next <= end { step(to: next) }
    now = end
  }

  /// Lets nobody do anything for `length`, as when the machine stands still.
  func stall(for length: Interval) { now += length }

  /// Stops the run now.
  func stop(_ reason: String) {
    group.stop(reason: reason, at: now)
    settle()
  }

  private var nextDeadline: Instant? {
    [datagrams.first?.due, group.nextDeadline, farEnd.nextDeadline].compactMap(\.self).min()
  }

  private func step(to next: Instant) {
    now = max(now, next)
    while let first = datagrams.first, first.due <= now {
      datagrams.removeFirst()
      deliver(first)
    }
    var near = Outlet(at: now)
    group.advance(to: now, sink: &near)
    for packet in near.packets { carry(packet, from: CallWorld.nearSIP.ip, toCallers: false) }
    var far = Outlet(at: now)
    farEnd.advance(to: now, sink: &far)
    for packet in far.packets { carry(packet, from: .loopback, toCallers: true) }
    settle()
  }

  private func carry(_ packet: Outlet.Packet, from ip: IPAddress, toCallers: Bool) {
    let source = TransportAddress(ip, packet.kind == .rtp ? packet.port : packet.port + 1)
    datagrams.append(
      Datagram(
        due: now + delay, isToCallers: toCallers, from: source, to: packet.to,
        content: .media(packet.bytes, packet.kind)))
  }

  private func carry(_ transmission: UserAgent.Transmission, toCallers: Bool) {
    let ends = [CallWorld.nearSIP, CallWorld.farSIP]
    datagrams.append(
      Datagram(
        due: now + delay, isToCallers: toCallers, from: ends[toCallers ? 1 : 0], to: ends[toCallers ? 0 : 1],
        content: .sip(transmission)))
  }

  private func deliver(_ datagram: Datagram) {
    let flow = Flow(.udp, datagram.from)
    switch (datagram.content, datagram.isToCallers) {
    case (.sip(let message), true): group.receiveSIP(message.bytes.span, on: flow, at: now)
    case (.sip(let message), false):
      if case .nobody(saysSo: true) = farEnd {
        group.flowFailed(Flow(.udp, CallWorld.farSIP), reason: "connection refused", at: now)
      }
      farEnd.receiveSIP(message.bytes, on: flow, at: now)
    case (.media(let bytes, let kind), let isToCallers):
      let even = datagram.to.port & ~1
      if !isToCallers {
        var outlet = Outlet(at: now)
        farEnd.receiveMedia(bytes, kind: kind, port: even, from: datagram.from, at: now, sink: &outlet)
        for packet in outlet.packets { carry(packet, from: .loopback, toCallers: true) }
      } else if openPorts.contains(even) {
        var outlet = Outlet(at: now)
        group.receiveMedia(
          bytes.span, kind: kind, port: even, from: datagram.from, at: now, sink: &outlet)
        for packet in outlet.packets { carry(packet, from: CallWorld.nearSIP.ip, toCallers: false) }
      }
    }
  }

  private func settle() {
    while let output = group.poll() { carryOut(output) }
    while let output = farEnd.poll() {
      switch output {
      case .signal(let transmission): carry(transmission, toCallers: true)
      case .bind(let handle, _): if farEndOpens { farEnd.bound(handle, at: now) }
      case .other: break
      }
    }
  }

  private func carryOut(_ output: CallerGroup.Output) {
    switch output {
    case .signal(let transmission):
      group.transmitted(transmission, at: now)
      carry(transmission, toCallers: false)
    case .bindMedia(let port):
      guard opens(port) else { return group.mediaUnavailable(port: port, reason: "address in use", at: now) }
      openPorts.insert(port)
      group.mediaBound(port: port, at: now)
    case .closeMedia(let port): openPorts.remove(port)
    case .finished(let record): records.append(record)
    case .closeFlow: break
    }
  }
}

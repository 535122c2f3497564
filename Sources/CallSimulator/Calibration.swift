import Callers
import Foundation
import LiveWorld
import Measurement
import PhoneLeg
import SIP
import SansIO
import Scenario

/// Measures a loop of known delay with the run's own probes, sockets and machines: the error is the run's error bar.
enum Calibration {
  /// Delay of the loop.
  static let known = Interval.milliseconds(50)
  /// Ports of the reflector, apart from the callers' and from the range that systems hand out by themselves.
  private static let reflectorPorts = PortRange(32_400...32_766)
  private static let probing = Interval.milliseconds(2400)

  /// One call to a reflector inside this process, on loops of their own.
  /// - Returns: the measured wire-to-wire round trips; `nil` when the call did not come about.
  static func measure(ports: PortRange) async throws -> RunHealth.Calibration? {
    let (addresses, teller) = AsyncStream.makeStream(of: Result<TransportAddress, SocketError>.self)
    let reflector = try EventLoop(
      ReflectorLoop(on: TransportAddress(.loopback, 0), delay: known, ports: reflectorPorts) {
        teller.yield($0)
      },
      options: .media(name: "calibration"))
    try reflector.start()
    defer { reflector.stop() }
    var found: TransportAddress?
    for await result in addresses {
      found = try result.get()
      break
    }
    guard let address = found else { return nil }
    let records = try await call(address, ports: ports)
    let trips = records.flatMap(roundTrips)
    return trips.isEmpty ? nil : RunHealth.Calibration(known: known.nanoseconds, measured: trips)
  }

  private static func call(_ address: TransportAddress, ports: PortRange) async throws -> [CallRecord] {
    let caller = CallerPlan(
      role: "calibration", dial: "calibration", from: "callsim", offset: .zero, voice: nil, speechLevel: -20,
      timeline: [
        .probes(every: .milliseconds(400), lasting: probing), .silence(.idle, .milliseconds(400)), .hangUp,
      ],
      expects: .caller, credentials: nil)
    let plan = RunPlan(
      name: "calibration", summary: "", seed: 1, target: .sip(host: "127.0.0.1", port: address.port),
      transport: .udp,
      codecs: [.pcmu], arrivals: [.zero], callers: [caller], probeShare: 1, silenceThreshold: .seconds(10),
      grace: .seconds(1), maximumCallDuration: .seconds(10), jitterBuffer: .milliseconds(40), thresholds: [],
      limits: RunLimits())
    let (news, teller) = AsyncStream.makeStream(of: CallerLoop.News.self)
    let loop = try EventLoop(
      CallerLoop(
        CallerLoop.Assignment(
          plan: plan, host: "127.0.0.1", port: address.port, flow: Flow(.udp, address), clips: [:],
          mediaAddress: .loopback, ports: ports, rooms: nil),
        tell: { teller.yield($0) }), options: .media(name: "calibration"))
    try loop.start()
    var records: [CallRecord] = []
    for await item in news {
      switch item {
      case .record(let record): records.append(record)
      case .failed(let words): throw RunError(.environment, words)
      case .stopped: return records
      case .started, .progress, .participantRecord, .finished: break
      }
    }
    return records
  }

  /// Round trips of the probes that came back, wire to wire.
  private static func roundTrips(_ record: CallRecord) -> [Int64] {
    record.probesHeard.compactMap { heard in
      guard let identity = heard.identity,
        let sent = record.probesSent.last(where: { $0.identity == identity && $0.mouth < heard.wire })
      else { return nil }
      return heard.wire - sent.mouth
    }
  }
}

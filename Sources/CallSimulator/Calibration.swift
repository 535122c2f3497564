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
  /// Ports of the reflector, apart from the callers' and from the range that systems hand out by themselves.
  private static let reflectorPorts = PortRange(32_400...32_766)

  /// One call to a reflector inside this process, on loops of their own.
  /// - Returns: the measured wire-to-wire round trips; `nil` when the call did not come about.
  static func measure(ports: PortRange) async throws -> RunHealth.Calibration? {
    let (addresses, teller) = AsyncStream.makeStream(of: Result<TransportAddress, SocketError>.self)
    let reflector = try EventLoop(
      ReflectorLoop(
        on: TransportAddress(.loopback, 0), delay: CalibrationPlan.known, ports: reflectorPorts
      ) {
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
    return CalibrationPlan.result(try await call(address, ports: ports))
  }

  private static func call(_ address: TransportAddress, ports: PortRange) async throws -> [CallRecord] {
    let (news, teller) = AsyncStream.makeStream(of: CallerLoop.News.self)
    let loop = try EventLoop(
      CallerLoop(
        CallerLoop.Assignment(
          plan: CalibrationPlan.plan(port: address.port), host: "127.0.0.1", port: address.port,
          flow: Flow(.udp, address), clips: [:], mediaAddress: .loopback, ports: ports, rooms: nil),
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
}

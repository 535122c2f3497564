import Foundation
import LiveWorld
import SansIO
import Synchronization

/// A `callbridge` that the simulator starts for one run, as a child process, so that its CPU, memory and descriptors
/// are counted apart.
final class EmbeddedBridge: Sendable {
  /// One line of the bridge's log; other fields do not matter here.
  private struct LogLine: Decodable {
    var event: String
    var sip_udp: String?
    var http: String?
  }

  private static let startLimit = Interval.seconds(10)
  private static let stopLimit = Interval.seconds(5)

  /// Where the bridge answers SIP.
  let sip: TransportAddress
  /// Port of its HTTP API, on the same host.
  let http: UInt16
  private let process: ChildProcess

  /// Starts `program` with `settings` on free ports of 127.0.0.1 and waits until it answers SIP.
  /// - Parameter log: where its log lines go.
  /// - Throws: `RunError` with the bridge's own words when it does not come up.
  init(program: String, settings: [String: String], log: FileHandle) throws {
    var environment = ProcessInfo.processInfo.environment
    for (name, value) in EmbeddedBridge.defaults.merging(settings, uniquingKeysWith: { $1 }) {
      environment[name] = value
    }
    let said = Mutex<[String]>([])
    let listening = Mutex<(sip: TransportAddress?, http: UInt16?)>((nil, nil))
    let awaited = DispatchSemaphore(value: 0)
    let note: @Sendable (String) -> Void = { line in
      try? log.write(contentsOf: Data((line + "\n").utf8))
      said.withLock { if $0.count < 20 { $0.append(line) } }
      guard let parsed = try? JSONDecoder().decode(LogLine.self, from: Data(line.utf8)) else { return }
      let isComplete = listening.withLock { listening in
        listening.sip = listening.sip ?? parsed.sip_udp.flatMap { TransportAddress($0) }
        listening.http = listening.http ?? parsed.http.flatMap { UInt16($0) }
        return listening.sip != nil && listening.http != nil
      }
      if isComplete { awaited.signal() }
    }
    do {
      process = try ChildProcess(
        ChildProcess.Command(
          program, ["serve", "--with-parent", "\(getpid())"], environment: environment, ownGroup: true,
          output: .lines(note), errors: .lines(note)))
    } catch {
      throw RunError(.environment, "the embedded bridge cannot be started: \(error)")
    }
    let deadline = MonotonicClock.now() + EmbeddedBridge.startLimit
    while awaited.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
      guard process.wait(until: MonotonicClock.now()) == nil, MonotonicClock.now() < deadline else { break }
    }
    guard case (let address?, let port?) = listening.withLock({ $0 }) else {
      let status = process.terminate(limit: .zero)
      _ = process.outputEnded(by: MonotonicClock.now() + .seconds(1))
      let words = said.withLock { $0.joined(separator: "\n  ") }
      throw RunError(.environment, "the embedded bridge (\(program)) did not come up: \(status)\n  \(words)")
    }
    sip = address
    http = port
  }

  private static let defaults = [
    "SIP_ADDRESS": "127.0.0.1:0", "RTP_ADDRESS": "127.0.0.1", "HTTP_ADDRESS": "127.0.0.1", "PORT": "0",
    "ICE_PORT": "0", "ICE_PUBLIC": "", "LIVEKIT_PORT": "", "LIVEKIT_API_KEY": "", "LIVEKIT_API_SECRET": "",
    "RTP_PORTS": "20000-24999", "PUBLIC_ADDRESS": "127.0.0.1", "DISPATCH_RULES": "", "TOKEN_RATE": "off",
  ]

  /// What the bridge uses of the machine now; `nil` once it is gone.
  var usage: ProcessUsage? { ProcessUsage(pid: process.pid) }

  /// How the bridge ended, if it did.
  var exit: String? { process.wait(until: MonotonicClock.now()).map { "\($0)" } }

  /// Ends the bridge.
  func stop() { _ = process.terminate(limit: EmbeddedBridge.stopLimit) }
}

import Foundation
import LiveWorld
import SansIO

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
  ///
  /// Its words go into the file by themselves: nobody here spends time on each line of a log.
  /// - Parameter log: path of the file that its log lines go to, which is made anew.
  /// - Throws: `RunError` with the bridge's own words when it does not come up.
  init(program: String, settings: [String: String], log: String) throws {
    var environment = ProcessInfo.processInfo.environment
    for (name, value) in EmbeddedBridge.defaults.merging(settings, uniquingKeysWith: { $1 }) {
      environment[name] = value
    }
    let file = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw RunError(.environment, "\(log) cannot be written") }
    defer { close(file) }
    do {
      process = try ChildProcess(
        ChildProcess.Command(
          program, ["serve", "--with-parent", "\(getpid())"], environment: environment, ownGroup: true,
          output: .descriptor(file), errors: .descriptor(file)))
    } catch {
      throw RunError(.environment, "the embedded bridge cannot be started: \(error)")
    }
    let deadline = MonotonicClock.now() + EmbeddedBridge.startLimit
    while true {
      // Before its words are read: what it said last is among them then.
      let ended = process.wait(until: MonotonicClock.now() + EmbeddedBridge.glance)
      let said = EmbeddedBridge.lines(of: log)
      if case (let address?, let port?) = EmbeddedBridge.listening(said) {
        (sip, http) = (address, port)
        return
      }
      guard ended == nil, MonotonicClock.now() < deadline else { break }
    }
    let status = process.terminate(limit: .zero)
    let words = EmbeddedBridge.lines(of: log).prefix(20).joined(separator: "\n  ")
    throw RunError(.environment, "the embedded bridge (\(program)) did not come up: \(status)\n  \(words)")
  }

  /// How often the log of a starting bridge is looked at.
  private static let glance = Interval.milliseconds(20)

  private static func lines(of log: String) -> [Substring] {
    let text = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.split(separator: "\n")
  }

  /// Where the bridge says it listens, as far as it has said so.
  private static func listening(_ said: [Substring]) -> (sip: TransportAddress?, http: UInt16?) {
    var found: (sip: TransportAddress?, http: UInt16?) = (nil, nil)
    for line in said {
      guard let parsed = try? JSONDecoder().decode(LogLine.self, from: Data(line.utf8)) else { continue }
      found.sip = found.sip ?? parsed.sip_udp.flatMap { TransportAddress($0) }
      found.http = found.http ?? parsed.http.flatMap { UInt16($0) }
    }
    return found
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

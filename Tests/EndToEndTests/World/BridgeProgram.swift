import Foundation
import LiveWorld
import SansIO
import Testing

/// A running `callbridge` on ports of its own, with a silence time-out of 2 s unless told otherwise.
struct BridgeProgram: Sendable {
  let program: Program
  /// Where it answers SIP, UDP and TCP.
  let sip: TransportAddress
  /// Where it answers HTTP.
  let http: TransportAddress
  /// Its audio ports.
  let mediaPorts: ClosedRange<UInt16>

  /// Starts a bridge with `pairs` pairs of audio ports and waits until it answers.
  static func start(_ settings: [String: String] = [:], pairs: Int = 8) async throws -> BridgeProgram {
    let ports = try Ports.take(2 * pairs)
    let own = [
      "SIP_ADDRESS": "127.0.0.1:0", "HTTP_ADDRESS": "127.0.0.1", "PORT": "0", "RTP_ADDRESS": "127.0.0.1",
      "ICE_PORT": "0",
      "RTP_PORTS": ports.setting, "SILENCE_TIMEOUT": "2s",
    ]
    let program = try Program(
      Programs.built("callbridge"), ["serve"], environment: own.merging(settings) { $1 })
    let listening = try await BridgeProgram.line("sip listening", in: program)
    let web = try await BridgeProgram.line("http listening", in: program)
    return BridgeProgram(
      program: program, sip: try #require(TransportAddress(listening["sip_udp"] ?? "")),
      http: TransportAddress(.loopback, try #require(UInt16(web["http"] ?? ""))), mediaPorts: ports)
  }

  private static func line(_ event: String, in program: Program) async throws -> [String: String] {
    try await program.wait(for: "the event \"\(event)\"") {
      $0.lazy.compactMap(parse).first { $0["event"] == event }
    }
  }

  private static func parse(_ line: String) -> [String: String]? {
    try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
  }

  /// The log lines of `event` so far.
  func log(_ event: String) -> [[String: String]] {
    program.transcript.lines.compactMap(BridgeProgram.parse).filter { $0["event"] == event }
  }

  /// Waits until the log holds `count` lines of `event`; these.
  @discardableResult
  func log(_ event: String, count: Int) async throws -> [[String: String]] {
    try await program.wait(for: "\(count) times the event \"\(event)\"") { lines in
      let found = lines.compactMap(BridgeProgram.parse).filter { $0["event"] == event }
      return found.count >= count ? found : nil
    }
  }

  /// What `/api/call/status` says now.
  func status() async throws -> CallStatus {
    try await HTTPAnswer.get("/api/call/status", from: http).decoded(CallStatus.self)
  }

  /// What `/api/call/status` says once no call is left: the answer to the last BYE may still be on its way.
  func statusAtRest() async throws -> CallStatus {
    let end = MonotonicClock.now() + Waiting.patience
    var status = try await status()
    while !status.calls.isEmpty, MonotonicClock.now() < end { status = try await self.status() }
    #expect(status.calls.isEmpty)
    #expect(status.rooms.isEmpty)
    #expect(status.freePorts == mediaPorts.count / 2, "every pair of ports is free again")
    return status
  }

  /// Ends it as an operator would; it must agree.
  func stop() async throws {
    program.signal(SIGTERM)
    #expect(try await program.exit() == .exited(0))
  }
}

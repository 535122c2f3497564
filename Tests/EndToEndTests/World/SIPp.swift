import Foundation
import LiveWorld
import SansIO
import Testing

/// A run of SIPp, the foreign SIP phone.
struct SIPp: Sendable {
  /// How its messages travel.
  enum Transport: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case udp = "u1"
    case tcp = "t1"
    var testDescription: String { self == .udp ? "UDP" : "TCP" }
  }

  /// What a run came to.
  struct Outcome: Sendable {
    var status: LiveWorld.ExitStatus
    var statistics: SIPpStatistics
    /// SIPp's error file and screen.
    var words: String
  }

  /// Where it takes and makes calls.
  let address: TransportAddress
  private let transport: Transport
  private let program: Program
  private let folder: TemporaryFolder

  /// Starts the calls of the scenario `name` of Tests/Peers to `bridge`.
  static func call(
    _ bridge: TransportAddress, _ name: String, room: String = "room",
    transport: Transport = .udp, calls: Int = 1, rate: Int = 1, arguments: [String] = []
  ) throws -> SIPp {
    let options = ["\(bridge)", "-key", "room", room, "-m", "\(calls)", "-r", "\(rate)", "-l", "\(calls)"]
    return try SIPp(name, transport, options + arguments, ports: 4 * calls + 8)
  }

  /// Starts calls by SIPp's own scenario of a caller, who sends no audio.
  static func builtIn(_ bridge: TransportAddress, calls: Int, arguments: [String]) throws -> SIPp {
    try SIPp(nil, .udp, ["\(bridge)", "-m", "\(calls)"] + arguments, ports: 4 * calls + 8)
  }

  /// Starts a phone that takes `calls` calls by the scenario `name` of Tests/Peers.
  static func answer(
    _ name: String, transport: Transport = .udp, calls: Int = 1, arguments: [String] = []
  ) throws -> SIPp {
    try SIPp(name, transport, ["-m", "\(calls)"] + arguments, ports: 8)
  }

  private init(_ name: String?, _ transport: Transport, _ options: [String], ports count: Int) throws {
    let ports = try Ports.take(count)
    self.transport = transport
    folder = try TemporaryFolder()
    // 1 s of a loud square wave of 1 kHz in u-law.
    try folder.write(
      "tone.ul", repeatElement([16, 16, 16, 16, 144, 144, 144, 144] as [UInt8], count: 1000).joined())
    address = TransportAddress(.loopback, ports.lowerBound)
    let own = [
      ["-i", "127.0.0.1", "-p", "\(address.port)", "-mi", "127.0.0.1", "-mp", "\(ports.lowerBound + 2)"],
      ["-trace_stat", "-stf", "statistics.csv", "-fd", "1", "-trace_err", "-error_file", "errors.log"],
      ["-timeout", "90s", "-timeout_error", "-nostdin"],
    ].flatMap(\.self)
    let scenario =
      name.map { ["-sf", Programs.peer("\($0).xml"), "-t", transport.rawValue] } ?? ["-sn", "uac"]
    program = try Program(
      Programs.foreign("sipp", package: "sip-tester"), options + scenario + own, folder: folder.path)
  }

  /// Waits until it has its sockets; it says nothing that could be waited for.
  func ready() async throws {
    let held = await Waiting.on { [address, transport] in
      let end = MonotonicClock.now() + Waiting.patience
      while !Ports.isHeld(address.port, transport), MonotonicClock.now() < end { sched_yield() }
      return Ports.isHeld(address.port, transport)
    }
    guard held else { throw Overdue("its socket", of: "sipp", transcript: program.transcript.lines) }
  }

  /// Waits for its end.
  func outcome(limit: Interval = .seconds(100)) async throws -> Outcome {
    let status = try await program.exit(limit: limit)
    let errors = (try? String(contentsOfFile: folder.file("errors.log"), encoding: .utf8)) ?? ""
    let table = (try? String(contentsOfFile: folder.file("statistics.csv"), encoding: .utf8)) ?? ""
    return Outcome(
      status: status, statistics: SIPpStatistics(table),
      words: errors + program.transcript.lines.suffix(30).joined(separator: "\n"))
  }

  /// Waits for its end and expects that all `calls` went as its scenario says, and nothing else came.
  @discardableResult
  func success(calls: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) async throws
    -> SIPpStatistics
  {
    let outcome = try await outcome()
    #expect(outcome.status == .exited(0), "\(outcome.words)", sourceLocation: sourceLocation)
    #expect(outcome.statistics["SuccessfulCall(C)"] == calls, sourceLocation: sourceLocation)
    #expect(outcome.statistics["FailedCall(C)"] == 0, sourceLocation: sourceLocation)
    return outcome.statistics
  }

  /// Sends a signal.
  func signal(_ number: Int32) { program.signal(number) }
}

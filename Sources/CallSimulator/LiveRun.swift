import Callers
import Foundation
import LiveWorld
public import Measurement
import PhoneLeg
import SIP
import SansIO
public import Scenario
import Synchronization

/// One run of a plan in the live world: folder, calibration, bridge, callers, health, verdict.
public final class LiveRun: Sendable {
  /// What a run is told beside its plan.
  public struct Options: Sendable {
    /// Path of the scenario file, for the record.
    public var file: String
    /// Settings changed on the command line, `name=value`.
    public var overrides: [String]
    /// The run's folder.
    public var output: String
    /// The `callbridge` to start for an embedded target.
    public var bridgeProgram: String
    /// Ports for the callers' audio.
    public var rtpPorts: String

    public init(file: String, overrides: [String], output: String, bridgeProgram: String, rtpPorts: String) {
      self.file = file
      self.overrides = overrides
      self.output = output
      self.bridgeProgram = bridgeProgram
      self.rtpPorts = rtpPorts
    }
  }

  /// What an onlooker is told while the run goes on.
  public enum News: Sendable {
    /// What the run is doing now, as in `calibrating`.
    case stage(String)
    /// How far it has come, about twice a second.
    case progress(RunHealth.Sample)
  }

  private let plan: RunPlan
  private let options: Options
  private let onlooker: @Sendable (News) -> Void
  private let loop = Mutex<EventLoop<CallerLoop>?>(nil)
  private let interrupted = Mutex(false)

  /// A run that has not begun.
  public init(plan: RunPlan, options: Options, onlooker: @escaping @Sendable (News) -> Void) {
    self.plan = plan
    self.options = options
    self.onlooker = onlooker
  }

  /// Ends the run early: calls are hung up, what was measured is reported. From any thread.
  public func interrupt() {
    interrupted.withLock { $0 = true }
    loop.withLock { _ = $0?.post(.stop(reason: "stopped by the user")) }
  }

  /// Runs to the end and writes every file of the run's folder.
  /// - Throws: `RunError` when the run cannot be made.
  public func run() async throws -> (summary: RunSummary, folder: RunFolder) {
    _ = DescriptorLimit.raise()
    let clips = try VoiceFile.clips(for: plan)
    guard let ports = PortRange(options.rtpPorts) else {
      throw RunError(.configuration, "--rtp-ports \(options.rtpPorts): expected a range such as 25000-31999")
    }
    let folder = RunFolder(path: options.output)
    try folder.prepare()
    onlooker(.stage("calibrating"))
    let calibration = try await Calibration.measure(ports: ports)
    onlooker(.stage("starting"))
    let target = try Target(plan, program: options.bridgeProgram, folder: folder)
    defer { target.bridge?.stop() }
    try folder.write(header(target), name: "run.json")
    let assignment = CallerLoop.Assignment(
      plan: plan, host: target.host, port: target.address.port,
      flow: Flow(plan.transport == .udp ? .udp : .tcp, target.address), clips: clips,
      mediaAddress: target.address.ip.isLoopback ? .loopback : HostAddress.primary() ?? .loopback,
      ports: ports, rooms: try rooms(target))
    var health = try await call(assignment, target, folder)
    health.calibration = calibration
    try folder.write(health, name: "health.json")
    return (try folder.report().summary, folder)
  }

  /// How the participants get into their rooms.
  private func rooms(_ target: Target) throws -> RoomAccess? {
    guard !plan.participants.isEmpty else { return nil }
    guard let rooms = target.rooms else {
      throw RunError(
        .configuration, "target: participants need rooms; name where they are, see Scenarios/README.md")
    }
    return RoomAccess(tokens: rooms.tokens, url: rooms.url)
  }

  /// Lets everybody call and join, and writes each record as it comes.
  private func call(
    _ assignment: CallerLoop.Assignment, _ target: Target, _ folder: RunFolder
  ) async throws -> RunHealth {
    let (news, teller) = AsyncStream.makeStream(of: CallerLoop.News.self)
    let loop = try EventLoop(
      CallerLoop(assignment, tell: { teller.yield($0) }), options: .media(name: "callers"))
    self.loop.withLock { $0 = loop }
    var diary = try RunDiary(plan: plan, bridge: target.bridge, records: folder.openRecords())
    if interrupted.withLock({ $0 }) { _ = loop.post(.stop(reason: "stopped by the user")) }
    onlooker(.stage(plan.callers.isEmpty ? "joining" : "calling"))
    try loop.start()
    var obstacle: RunError?
    for await item in news {
      if case .failed(let words) = item { throw RunError(.environment, words) }
      do {
        if let sample = try diary.note(item) { onlooker(.progress(sample)) }
      } catch  where obstacle == nil {
        // The calls are hung up before the run gives up.
        obstacle = RunError(.environment, "\(folder.file("records.jsonl")) cannot be written: \(error)")
        _ = loop.post(.stop(reason: "the records cannot be written"))
      } catch {}
      if case .stopped = item { break }
    }
    if let obstacle { throw obstacle }
    return diary.close(abortedByUser: interrupted.withLock { $0 })
  }

  private func header(_ target: Target) -> RunHeader {
    let facts = HostFacts.read()
    return RunHeader(
      scenario: plan.name, summary: plan.summary, file: options.file, overrides: options.overrides,
      seed: plan.seed,
      target: target.name, startedAt: Date().ISO8601Format(),
      plannedCallers: plan.arrivals.count * plan.callers.count, plannedCalls: plan.arrivals.count,
      thresholds: plan.thresholds.map { "\($0)" }, limits: plan.limits,
      jitterBuffer: plan.jitterBuffer.nanoseconds,
      packetLength: 20_000_000,
      host: [
        "cpu": facts.cpuModel, "cores": "\(facts.cores)", "kernel": facts.kernel,
        "system": facts.distribution,
        "memory": "\(facts.memoryBytes >> 30) GiB",
      ],
      plannedParticipants: plan.participants.isEmpty ? nil : plan.arrivals.count * plan.participants.count)
  }
}

import Callers
import Foundation
import LiveWorld
import Measurement
import Participants
import Report
import SansIO
import Scenario

/// Keeps the books of a run: each record to its file at once, samples of the run's course, how the simulator fared.
struct RunDiary {
  private let plan: RunPlan
  private let bridge: EmbeddedBridge?
  private let records: FileHandle
  private var start = Instant.zero
  private var end = Instant.zero
  private var health = RunHealth()
  private var lastSample = Instant.zero
  private var ownUsage = ProcessUsage.own
  private var bridgeUsage: ProcessUsage?
  private let ownAtStart = ProcessUsage.own
  private let bridgeAtStart: ProcessUsage?

  init(plan: RunPlan, bridge: EmbeddedBridge?, records: FileHandle) {
    self.plan = plan
    self.bridge = bridge
    self.records = records
    bridgeAtStart = bridge?.usage
    bridgeUsage = bridgeAtStart
    health.planned = plan.arrivals.count * plan.callers.count
    health.availableCores = Double(HostFacts.read().cores)
  }

  /// Takes in news of the callers.
  /// - Returns: the sample of the run's course that it made, if it made one.
  /// - Throws: when a record cannot be written.
  mutating func note(_ news: CallerLoop.News) throws -> RunHealth.Sample? {
    switch news {
    case .started(let instant):
      start = instant
      lastSample = instant
    case .record(let record): try records.write(contentsOf: RecordLine.encode(record))
    case .participantRecord(let record): try records.write(contentsOf: RecordLine.encode(record))
    case .progress(let progress, let inRooms, let instant):
      guard instant > start else { return nil }
      return sample(progress, inRooms, at: instant)
    case .finished(let sendLag, let instant):
      health.sendLag = sendLag
      end = instant
    case .stopped(let statistics):
      health.receiveDrops = statistics.receiveQueueDrops
      health.clockStep = statistics.largestClockStep.nanoseconds
    case .failed: break
    }
    return nil
  }

  /// Seconds over which CPU use is worth measuring.
  private static let shortestMeasured = 0.3

  private mutating func sample(
    _ progress: CallerGroup.Progress, _ inRooms: ParticipantGroup.Progress, at now: Instant
  ) -> RunHealth.Sample {
    let elapsed = (now - lastSample).seconds
    let own = ProcessUsage.own
    let theirs = bridge?.usage
    // CPU time comes in ticks of 10 ms: over a short time, as at the end of a run, it says nothing, and the figure
    // before stands.
    let isMeasured = elapsed >= RunDiary.shortestMeasured
    let before = health.samples.last
    if bridge != nil, theirs == nil, health.bridgeExit == nil { health.bridgeExit = bridge?.exit }
    let sample = RunHealth.Sample(
      at: (now - start).nanoseconds, planned: progress.due, started: progress.started,
      answered: progress.answered,
      ended: progress.ended, active: progress.active,
      simulatorCores: (isMeasured ? RunDiary.cores(ownUsage, own, elapsed) : before?.simulatorCores) ?? 0,
      bridgeCores: isMeasured ? RunDiary.cores(bridgeUsage, theirs, elapsed) : before?.bridgeCores,
      participants: plan.participants.isEmpty ? nil : inRooms.active,
      stays: plan.participants.isEmpty
        ? nil : RunHealth.Stays(planned: inRooms.due, joined: inRooms.joined, ended: inRooms.ended))
    if isMeasured {
      lastSample = now
      ownUsage = own ?? ownUsage
      bridgeUsage = theirs ?? bridgeUsage
    }
    health.started = progress.started
    health.simulator = RunDiary.usage(ownAtStart, own, health.simulator)
    if let theirs { health.bridge = RunDiary.usage(bridgeAtStart, theirs, health.bridge) }
    health.samples.append(sample)
    return sample
  }

  /// The health of the finished run.
  func close(abortedByUser: Bool) -> RunHealth {
    var health = health
    health.duration = (end - start).nanoseconds
    health.abortedByUser = abortedByUser
    if health.bridgeExit == nil { health.bridgeExit = bridge?.exit }
    try? records.close()
    return health
  }

  private static func cores(_ before: ProcessUsage?, _ after: ProcessUsage?, _ elapsed: Double) -> Double? {
    guard let before, let after else { return nil }
    return (after.totalCPU - before.totalCPU).seconds / elapsed
  }

  private static func usage(
    _ atStart: ProcessUsage?, _ now: ProcessUsage?, _ before: RunHealth.Usage?
  ) -> RunHealth.Usage? {
    guard let atStart, let now else { return before }
    return RunHealth.Usage(
      cpuSeconds: (now.totalCPU - atStart.totalCPU).seconds,
      maximumResident: max(before?.maximumResident ?? 0, Int64(now.peakResidentBytes)),
      maximumDescriptors: max(before?.maximumDescriptors ?? 0, now.descriptors))
  }
}

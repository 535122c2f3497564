/// What is known when a run starts: `run.json`, written before the first call, so that a run that dies can be
/// reported.
public struct RunHeader: Codable, Sendable, Equatable {
  /// The layout of this file.
  public static let currentVersion = 1

  /// The layout it was written in.
  public var version = RunHeader.currentVersion
  /// Name of the scenario.
  public var scenario: String
  /// The scenario's own words on what it shows.
  public var summary: String
  /// The scenario file as given on the command line.
  public var file: String
  /// Settings changed on the command line, `name=value`.
  public var overrides: [String]
  /// Seed of everything random in the plan.
  public var seed: UInt64
  /// What was called: `embedded`, a SIP URI, or `virtual`.
  public var target: String
  /// Wall-clock start, ISO 8601 in UTC; empty in virtual time.
  public var startedAt: String
  /// Callers planned (SIP calls), over all simulated calls.
  public var plannedCallers: Int
  /// Simulated calls planned; the callers of one meet in one room.
  public var plannedCalls: Int
  /// Participants planned, over all simulated calls; `nil` in a run of telephones only.
  public var plannedParticipants: Int?
  /// The scenario's thresholds as written.
  public var thresholds: [String]
  /// Limits by which the run itself is judged.
  public var limits: RunLimits
  /// Playout delay of the jitter buffers of callers and participants, nanoseconds: a term of every
  /// mouth-to-ear figure.
  public var jitterBuffer: Int64
  /// Length of a packet, nanoseconds: a term of every mouth-to-ear figure.
  public var packetLength: Int64
  /// Facts of the machine, name and value; no host names.
  public var host: [String: String]

  /// The target of a run in virtual time, whose bridge is part of its world.
  public static let virtualTarget = "virtual"

  /// Whether the run is made in virtual time.
  public var isVirtual: Bool { target == RunHeader.virtualTarget }

  /// What is known of a run before its first call.
  public init(
    scenario: String, summary: String, file: String, overrides: [String], seed: UInt64, target: String,
    startedAt: String, plannedCallers: Int, plannedCalls: Int, thresholds: [String], limits: RunLimits,
    jitterBuffer: Int64, packetLength: Int64, host: [String: String],
    plannedParticipants: Int? = nil
  ) {
    self.scenario = scenario
    self.summary = summary
    self.file = file
    self.overrides = overrides
    self.seed = seed
    self.target = target
    self.startedAt = startedAt
    self.plannedCallers = plannedCallers
    self.plannedCalls = plannedCalls
    self.thresholds = thresholds
    self.limits = limits
    self.jitterBuffer = jitterBuffer
    self.packetLength = packetLength
    self.host = host
    self.plannedParticipants = plannedParticipants
  }
}

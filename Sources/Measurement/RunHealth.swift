/// How the simulator itself fared: `health.json`, written when the run is over. Its absence means the run
/// died.
public struct RunHealth: Codable, Sendable, Equatable {
  /// The layout of this file.
  public static let currentVersion = 1

  /// The measured loop of known delay, with the run's own probes and sockets.
  public struct Calibration: Codable, Sendable, Equatable {
    /// Delay of the loop, nanoseconds.
    public var known: Int64
    /// Measured wire-to-wire round trips, nanoseconds.
    public var measured: [Int64]

    /// A loop of `known` delay and what was measured of it.
    public init(known: Int64, measured: [Int64]) {
      self.known = known
      self.measured = measured
    }
  }

  /// Use of the machine by one process over the run.
  public struct Usage: Codable, Sendable, Equatable {
    /// CPU time over the run, seconds.
    public var cpuSeconds: Double
    /// Largest resident set seen, bytes.
    public var maximumResident: Int64
    /// Largest number of open descriptors seen.
    public var maximumDescriptors: Int

    /// What one process used.
    public init(cpuSeconds: Double, maximumResident: Int64, maximumDescriptors: Int) {
      self.cpuSeconds = cpuSeconds
      self.maximumResident = maximumResident
      self.maximumDescriptors = maximumDescriptors
    }
  }

  /// One sample of the run's course.
  public struct Sample: Codable, Sendable, Equatable {
    /// Nanoseconds since the start of the run.
    public var at: Int64
    /// Callers planned to have started by then.
    public var planned: Int
    /// Callers started by then.
    public var started: Int
    /// Callers answered by then.
    public var answered: Int
    /// Callers done by then.
    public var ended: Int
    /// Callers in an answered call at that instant.
    public var active: Int
    /// Participants whose transport is up at that instant; `nil` in a run of telephones only.
    public var participants: Int?
    /// How far the participants have come; `nil` in a run of telephones only.
    public var stays: Stays?
    /// Cores used by the simulator since the sample before.
    public var simulatorCores: Double
    /// Cores used by the embedded bridge since the sample before; `nil` for a foreign target.
    public var bridgeCores: Double?

    /// The course at `at`.
    public init(
      at: Int64, planned: Int, started: Int, answered: Int, ended: Int, active: Int, simulatorCores: Double,
      bridgeCores: Double?, participants: Int? = nil, stays: Stays? = nil
    ) {
      self.at = at
      self.planned = planned
      self.started = started
      self.answered = answered
      self.ended = ended
      self.active = active
      self.simulatorCores = simulatorCores
      self.bridgeCores = bridgeCores
      self.participants = participants
      self.stays = stays
    }
  }

  /// How far the participants have come at an instant.
  public struct Stays: Codable, Sendable, Equatable {
    /// Participants planned to have begun to join by then.
    public var planned: Int
    /// Participants whose transport had come up by then.
    public var joined: Int
    /// Participants done by then.
    public var ended: Int

    /// The counts of an instant.
    public init(planned: Int, joined: Int, ended: Int) {
      self.planned = planned
      self.joined = joined
      self.ended = ended
    }
  }

  /// The layout it was written in.
  public var version = RunHealth.currentVersion
  /// Why the run stopped early; `nil` when it ran to its end.
  public var aborted: String?
  /// Whether a user's signal stopped it (exit code 105).
  public var abortedByUser = false
  /// Length of the run, nanoseconds.
  public var duration: Int64 = 0
  /// Callers planned.
  public var planned = 0
  /// Callers whose INVITE was sent.
  public var started = 0
  /// Distance of each RTP send from its planned instant: pairs of microseconds (bucket floor) and count.
  public var sendLag: [[Int]] = []
  /// Datagrams the kernel dropped at the simulator's sockets (SO_RXQ_OVFL).
  public var receiveDrops = 0
  /// Largest step of the wall clock seen, nanoseconds.
  public var clockStep: Int64 = 0
  /// The calibration loop; `nil` when it could not be measured.
  public var calibration: Calibration?
  /// The simulator's use of the machine.
  public var simulator: Usage?
  /// Cores that the simulator's loops can use at most; `nil` when not known, and CPU is not judged.
  public var availableCores: Double?
  /// The embedded bridge's use of the machine.
  public var bridge: Usage?
  /// How the embedded bridge's process ended, when it was not stopped by the run.
  public var bridgeExit: String?
  /// The run's course, about twice a second.
  public var samples: [Sample] = []

  /// Nothing known yet.
  public init() {}
}

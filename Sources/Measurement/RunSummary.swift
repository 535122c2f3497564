/// The judged run: what `summary.json` holds and every report shows. A pure function of header, records and
/// health.
public struct RunSummary: Codable, Sendable, Equatable {
  /// The layout of this file; `Reports/schema/summary.schema.json` describes it.
  public static let currentVersion = 1

  /// One condition and what was measured.
  public struct Check: Codable, Sendable, Equatable {
    /// The condition as written, as in `hangup_error.p99 < 40 ms`.
    public var condition: String
    /// The measured figure with its unit, or why there is none.
    public var measured: String
    /// Whether it holds.
    public var holds: Bool

    /// A condition and how it turned out.
    public init(condition: String, measured: String, holds: Bool) {
      self.condition = condition
      self.measured = measured
      self.holds = holds
    }
  }

  /// The figures of one metric. Times are in nanoseconds; percentiles come from sorting the exact values.
  public struct Figures: Codable, Sendable, Equatable {
    /// The metric's name, as thresholds use it.
    public var name: String
    /// `ns`, `count` or `ratio`.
    public var unit: String
    /// How many values, for a rate how many trials; percentiles mean little below 1/(1−p) of them.
    public var count: Int
    /// The whole, for counters and rates.
    public var value: Double?
    /// The least value of a trend.
    public var minimum: Double?
    /// The arithmetic mean of a trend.
    public var mean: Double?
    /// The median of a trend. Percentiles are nearest-rank: each is a value that was measured.
    public var p50: Double?
    /// The value that 90 % of a trend do not exceed.
    public var p90: Double?
    /// The value that 95 % of a trend do not exceed.
    public var p95: Double?
    /// The value that 99 % of a trend do not exceed.
    public var p99: Double?
    /// The value that 99.9 % of a trend do not exceed.
    public var p999: Double?
    /// The largest value of a trend.
    public var maximum: Double?

    /// Figures without values yet.
    public init(name: String, unit: String, count: Int) {
      self.name = name
      self.unit = unit
      self.count = count
    }
  }

  /// Hang-up accuracy as a detector test.
  public struct HangUps: Codable, Sendable, Equatable {
    /// Calls that the bridge had to end for silence.
    public var expected = 0
    /// Of these, calls ended by the bridge's BYE at or after due (less the tolerance).
    public var measured = 0
    /// BYE although there was activity inside the threshold.
    public var falseHangUps = 0
    /// No BYE by due + grace.
    public var missed = 0
    /// Ended for another reason than silence.
    public var wrongCause = 0
    /// Signed errors in nanoseconds, in the order of the calls; positive is late.
    public var errors: [Int64] = []
    /// Median of the errors, nanoseconds.
    public var bias: Int64?
    /// 95 % upper bound on the rate of false or missed hang-ups: 3/n when none was seen, else
    /// Clopper-Pearson.
    public var failureRateBound: Double?

    /// Nothing tested.
    public init() {}
  }

  /// How the participants of the rooms fared.
  public struct Participants: Codable, Sendable, Equatable {
    /// Participants planned.
    public var planned: Int
    /// Participants that began to join.
    public var started: Int
    /// Participants that could take part: media ready.
    public var joined: Int
    /// Participants that were started and ended as the scenario says.
    public var endedAsExpected: Int
    /// How many stays ended by each cause.
    public var endings: [String: Int]

    /// The counts of a run.
    public init(planned: Int, started: Int, joined: Int, endedAsExpected: Int, endings: [String: Int]) {
      self.planned = planned
      self.started = started
      self.joined = joined
      self.endedAsExpected = endedAsExpected
      self.endings = endings
    }
  }

  /// The layout it was written in.
  public var version = RunSummary.currentVersion
  /// What was known when the run started.
  public var header: RunHeader
  /// Whether the run itself is worth judging by.
  public var valid: Bool
  /// Whether the system under test met the thresholds; always false for an invalid run.
  public var passed: Bool
  /// 0, 98, 99 or 105 by the table of exit codes.
  public var exitCode: Int
  /// The validity checks.
  public var validity: [Check]
  /// The scenario's thresholds.
  public var thresholds: [Check]
  /// Notes a reader must see: missing health, foreign records left out, too few samples for a percentile.
  public var notes: [String]
  /// Callers planned.
  public var planned: Int
  /// Callers whose INVITE was sent.
  public var started: Int
  /// Callers that were answered with 200.
  public var answered: Int
  /// Callers that were started and ended as the scenario says.
  public var endedAsExpected: Int
  /// How many calls ended by each cause.
  public var endings: [String: Int]
  /// How many calls got each final SIP status.
  public var statuses: [String: Int]
  /// The participants; `nil` in a run of telephones only.
  public var participants: Participants?
  /// The metrics that have values, in the order of the catalogue.
  public var metrics: [Figures]
  /// The hang-up test.
  public var hangUps: HangUps
  /// How the simulator fared; `nil` when the run died before writing it.
  public var health: RunHealth?

  /// Whether it was a run of participants alone: nobody was to call, and somebody was to join.
  package var isRoomTest: Bool { planned == 0 && started == 0 && (participants?.planned ?? 0) > 0 }

  /// The summary of a run of which nothing is known but its header: invalid.
  public init(header: RunHeader) {
    self.header = header
    valid = false
    passed = false
    exitCode = 98
    validity = []
    thresholds = []
    notes = []
    planned = header.plannedCallers
    started = 0
    answered = 0
    endedAsExpected = 0
    endings = [:]
    statuses = [:]
    metrics = []
    hangUps = HangUps()
  }
}

public import SansIO

/// Converts the kernel's wall-clock stamps to the monotonic clock, and tells when the wall clock was set.
///
/// The offset between both clocks is measured again and again (`observe`); slow changes are followed, a jump
/// is a step. A run with a step is void: stamps taken on the other side of it are off by its size.
public struct ClockMapping: Sendable {
  /// One reading of the wall clock between two readings of the monotonic one.
  public struct Sample: Sendable {
    /// Wall clock minus monotonic clock, ns.
    public var offset: Int64
    /// The true offset is at most this far away.
    public var uncertainty: Interval

    /// Wall clock `wall` (ns since 1970) was read between the instants `before` and `after`.
    public init(before: Instant, wall: Int64, after: Instant) {
      let half = (after - before) / 2
      offset = wall &- (before + half).nanoseconds
      uncertainty = half
    }

    /// Reads the clocks five times and keeps the tightest reading.
    static func now() -> Sample {
      var best = reading()
      for _ in 1..<5 {
        let next = reading()
        if next.uncertainty < best.uncertainty { best = next }
      }
      return best
    }

    private static func reading() -> Sample {
      let before = MonotonicClock.now()
      let wall = WallClock.now()
      return Sample(before: before, wall: wall, after: MonotonicClock.now())
    }
  }

  /// A change of offset beyond this, between two samples, is a step.
  public static var stepLimit: Interval { .milliseconds(1) }
  /// A sample less certain than this (the thread was interrupted while reading) does not move the offset.
  public static var certaintyLimit: Interval { .microseconds(20) }

  /// Wall clock minus monotonic clock, ns, as last measured.
  public private(set) var offset: Int64
  /// How far the offset has moved since the start, steps apart.
  public private(set) var drift: Interval = .zero
  /// How often the wall clock was set.
  public private(set) var steps = 0
  /// The step of largest size, with its sign: positive when the wall clock was put forward.
  public private(set) var largestStep: Interval = .zero

  /// Starts with `sample`, however uncertain.
  public init(_ sample: Sample) { offset = sample.offset }

  /// Takes a further sample into account.
  public mutating func observe(_ sample: Sample) {
    let change = Interval(nanoseconds: sample.offset &- offset)
    if change.magnitude - sample.uncertainty > ClockMapping.stepLimit {
      steps += 1
      if change.magnitude > largestStep.magnitude { largestStep = change }
      offset = sample.offset
    } else if sample.uncertainty <= ClockMapping.certaintyLimit {
      drift += change
      offset = sample.offset
    }
  }

  /// The instant of a wall-clock stamp of `wall` ns since 1970.
  public func instant(ofWall wall: Int64) -> Instant { Instant(nanoseconds: wall &- offset) }
}

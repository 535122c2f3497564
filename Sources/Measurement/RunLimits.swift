/// Limits by which a run itself is judged; a run outside them is invalid, whatever the system under test did.
public struct RunLimits: Codable, Sendable, Equatable {
  /// Send lag p99.9 at most, nanoseconds.
  public var sendLag: Int64 = 10_000_000
  /// Share of planned callers that must have been started, 0...1.
  public var started = 0.999
  /// Calibration error at most, nanoseconds.
  public var calibrationError: Int64 = 2_000_000
  /// Datagrams dropped at the simulator's own sockets at most.
  public var receiveDrops = 0
  /// Largest step of the wall clock (it carries the kernel's stamps) at most, nanoseconds.
  public var clockStep: Int64 = 1_000_000

  /// The limits that hold unless a scenario sets others.
  public init() {}
}

public import SansIO

/// What one event loop has done since its start, and how punctually.
public struct EventLoopStatistics: Sendable, Hashable {
  /// Times round the loop.
  public var turns = 0
  /// Datagrams received, those too long for their slot included.
  public var datagramsIn = 0
  /// Datagrams the kernel took.
  public var datagramsOut = 0
  /// Received datagrams longer than the socket's slot: dropped.
  public var truncatedDatagrams = 0
  /// Datagrams dropped by us because the send buffer or the device's queue was full.
  public var sendBufferFull = 0
  /// Datagrams the kernel refused for another reason, or sent to a closed socket.
  public var sendErrors = 0
  /// Datagrams the kernel dropped because a receive buffer was full, over all sockets, closed ones too.
  public var receiveQueueDrops = 0
  /// The smallest receive buffer granted to any socket so far, bytes.
  public var smallestReceiveBuffer: Int?
  /// Bytes received on connections.
  public var streamBytesIn = 0
  /// Times a listener had to pause because no descriptor was left.
  public var acceptPauses = 0
  /// Messages delivered.
  public var messages = 0
  /// Messages refused because the mailbox was full or the loop had ended.
  public var messagesRefused = 0
  /// How late `advance` was called, against the deadline of its handler.
  public var lateness = LatenessHistogram()
  /// CPU time of the loop's thread.
  public var threadCPU: Interval = .zero
  /// How often the wall clock was set. More than zero voids the run: kernel stamps are wall-clock stamps.
  public var clockSteps = 0
  /// The largest step, signed.
  public var largestClockStep: Interval = .zero
  /// How far the wall clock has moved against the monotonic one, steps apart.
  public var clockDrift: Interval = .zero
  /// Whether the thread runs with the real-time priority that was asked for.
  public var hasRealtimePriority = false

  /// All zero.
  public init() {}
}

import CSockets
import Glibc
public import SansIO
import Synchronization

/// A program we started. Usable from any thread; when the last reference goes, a child that still runs is
/// killed.
public final class ChildProcess: Sendable {
  /// Where a child's output goes.
  public enum Output: Sendable {
    /// Where ours goes.
    case inherited
    /// Nowhere.
    case discarded
    /// To an open descriptor, which stays the caller's.
    case descriptor(Int32)
    /// Line by line, without the newline, to a function called on a thread of its own; longer lines than
    /// 64 KiB come in pieces.
    case lines(@Sendable (String) -> Void)
  }

  /// What to start.
  public struct Command: Sendable {
    /// A path, or a name to be looked for in PATH.
    public var program: String
    /// The arguments after the program's name.
    public var arguments: [String]
    /// All environment variables; `nil`: ours.
    public var environment: [String: String]?
    /// Whether the child leads a process group of its own: it is then out of reach of the terminal's Ctrl-C,
    /// and `terminate` reaches its children too.
    public var ownGroup: Bool
    /// Standard output.
    public var output: Output
    /// Standard error.
    public var errors: Output

    /// A command with our environment, in our process group, with our output.
    public init(
      _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil,
      ownGroup: Bool = false,
      output: Output = .inherited, errors: Output = .inherited
    ) {
      self.program = program
      self.arguments = arguments
      self.environment = environment
      self.ownGroup = ownGroup
      self.output = output
      self.errors = errors
    }
  }

  /// The process.
  public let pid: Int32
  private let program: String
  private let ownGroup: Bool
  private let handle: Descriptor
  private let readers: [LineReader]
  private let status = Mutex<ExitStatus?>(nil)

  /// Starts the program. It inherits descriptors 0, 1 and 2 only, and default signal handling.
  public init(_ command: Command) throws(ProcessError) {
    program = command.program
    ownGroup = command.ownGroup
    var launch = ProcessLaunch(program: command.program)
    try launch.connect(command.output, to: STDOUT_FILENO)
    try launch.connect(command.errors, to: STDERR_FILENO)
    pid = try launch.spawn(command)
    readers = launch.readers
    let number = cs_pidfd(pid)
    handle = Descriptor(owning: number)
    guard number >= 0 else {
      // Without a handle nobody could wait for it.
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
      throw ProcessError(operation: "watch", program: command.program, code: -number)
    }
  }

  deinit { _ = terminate(limit: .zero) }

  /// Waits for the end, at most until `deadline` (`nil`: for ever); `nil` when the child still runs then.
  public func wait(until deadline: Instant?) -> ExitStatus? {
    while true {
      if let ended = reap() { return ended }
      var left: Int64 = -1
      if let deadline {
        left = max(0, (deadline - MonotonicClock.now()).nanoseconds)
        guard left > 0 else { return nil }
      }
      cs_wait_readable(handle.number, left)
    }
  }

  /// Waits until everything that `lines` was to get has been delivered: the child, and whoever inherited its
  /// output, has closed it. False when that did not happen by `deadline`.
  public func outputEnded(by deadline: Instant) -> Bool {
    readers.allSatisfy { $0.hasEnded(by: deadline) }
  }

  /// Sends a signal to the child (and its group, if it leads one); nothing once it has ended.
  public func signal(_ number: Int32) {
    status.withLock { status in
      // Not reaped yet, so the number cannot have passed to another process.
      guard status == nil else { return }
      kill(ownGroup ? -pid : pid, number)
    }
  }

  /// Ends the child: SIGTERM, and after `limit` SIGKILL. How it ended.
  public func terminate(limit: Interval) -> ExitStatus {
    if let ended = reap() { return ended }
    signal(SIGTERM)
    if let ended = wait(until: MonotonicClock.now() + limit) { return ended }
    signal(SIGKILL)
    guard let ended = wait(until: nil) else { preconditionFailure("waiting for ever came to an end") }
    return ended
  }

  private func reap() -> ExitStatus? {
    status.withLock { status in
      if let status { return status }
      var signalled: Int32 = 0
      var value: Int32 = 0
      let result = cs_reap(pid, &signalled, &value)
      precondition(result >= 0, "somebody else reaped \(program): \(Errno.describe(-result))")
      guard result == 1 else { return nil }
      status = signalled == 0 ? .exited(value) : .signalled(value)
      return status
    }
  }
}

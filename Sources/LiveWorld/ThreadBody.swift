import CSockets

/// What a new thread of ours runs.
final class ThreadBody {
  private let name: String
  private let run: () -> Void

  /// A thread called `name` (at most 15 bytes) that will do `run`, once.
  init(name: String, run: @escaping () -> Void) {
    self.name = name
    self.run = run
  }

  /// Starts a joinable thread, on one CPU and with a SCHED_FIFO priority if given; 0 or the errno.
  func start(cpu: Int? = nil, priority: Int? = nil) -> (code: Int32, thread: UInt64) {
    var thread: UInt64 = 0
    let argument = Unmanaged.passRetained(self)
    let result = cs_thread_start(
      &thread, Int32(clamping: cpu ?? -1), Int32(clamping: priority ?? 0), { $0.map(ThreadBody.main) ?? nil },
      argument.toOpaque())
    if result < 0 { argument.release() }
    return (-result, thread)
  }

  private static func main(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let body = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
    cs_thread_name(String(body.name.utf8.prefix(15)) ?? "")
    body.run()
    return nil
  }
}

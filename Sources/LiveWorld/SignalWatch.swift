import CSockets
import Glibc
import Synchronization

/// Turns signals into calls on an ordinary thread, for a graceful end. One at a time in a process.
///
/// Through a pipe written by the signal handler, so that it works whatever threads exist already. Lives until
/// `cancel`, after which the signals have their default effect again.
public final class SignalWatch: Sendable {
  /// SIGINT (Ctrl-C) and SIGTERM.
  public static let termination = [SIGINT, SIGTERM]

  private static let isActive = Atomic<Bool>(false)

  private let signals: [Int32]
  private let source: Descriptor
  private let sink: Descriptor
  private let thread = Mutex<UInt64?>(nil)

  /// Calls `deliver` with the number of each of `signals` that comes, on a thread of its own.
  public init(
    _ signals: [Int32] = SignalWatch.termination, deliver: @escaping @Sendable (Int32) -> Void
  ) throws(SocketError) {
    let isFirst = !SignalWatch.isActive.exchange(true, ordering: .acquiringAndReleasing)
    precondition(isFirst, "one SignalWatch at a time: cancel the former one")
    var reading: Int32 = -1
    var writing: Int32 = -1
    let result = cs_pipe(&reading, &writing)
    self.signals = signals
    source = Descriptor(owning: reading)
    sink = Descriptor(owning: writing)
    guard result == 0 else { throw SignalWatch.failed(.open, -result) }
    let started = ThreadBody(name: "signals") { [self] in run(deliver) }.start()
    guard started.code == 0 else { throw SignalWatch.failed(.startThread, started.code) }
    thread.withLock { $0 = started.thread }
    for signal in signals {
      let watched = cs_signal_watch(signal, sink.number)
      precondition(watched == 0, "signal \(signal) cannot be caught: \(Errno.describe(-watched))")
    }
  }

  /// Gives the signals their default effect again and waits for the thread. Not from within `deliver`.
  public func cancel() {
    thread.withLock { thread in
      guard let running = thread else { return }
      for signal in signals { cs_signal_reset(signal) }
      var end: UInt8 = 0
      write(sink.number, &end, 1)
      cs_thread_join(running)
      thread = nil
      SignalWatch.isActive.store(false, ordering: .releasing)
    }
  }

  private func run(_ deliver: (Int32) -> Void) {
    var number: UInt8 = 0
    while true {
      let count = read(source.number, &number, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, number != 0 else { return }
      deliver(Int32(number))
    }
  }

  private static func failed(_ operation: SocketError.Operation, _ code: Int32) -> SocketError {
    isActive.store(false, ordering: .releasing)
    return SocketError(operation, "signal watch", code: code)
  }
}

import CSockets
import Glibc
public import SansIO
import Synchronization

/// One thread that waits for sockets, deadlines and messages, and tells a handler.
///
/// A turn: every ready socket (at most 64 datagrams each, deadlines checked in between), then the mailbox,
/// then a due deadline, then the timer is armed for the next one. Methods are for the loop's thread, that is
/// for the handler, unless they say otherwise.
///
/// Proof of `@unchecked Sendable`: `mailbox`, `thread`, `isStopping` and `published` synchronise
/// themselves; `options`, `poller`, `timer` and `wake` never change after `init` and name kernel objects;
/// `pending` is touched by `init` and, under `thread`'s lock, by the one `start` that finds it; all else is
/// touched on the loop's thread only, which every entry checks (`confine`), or before that thread exists.
public final class EventLoop<Handler: EventLoopHandler>: @unchecked Sendable {
  private enum ThreadState {
    case notStarted
    case running(UInt64)
    case joined
  }

  static var timerBits: UInt64 { .max }
  static var wakeBits: UInt64 { .max - 1 }

  let options: EventLoopOptions
  let poller: Descriptor
  let timer: Descriptor
  let wake: Descriptor
  let mailbox: Mailbox<Handler.Message>
  let isStopping = Atomic<Bool>(false)
  private let thread = Mutex(ThreadState.notStarted)
  private let published = Mutex(EventLoopStatistics())
  private var pending: Handler?

  let bench = LoopSockets()
  var batches: [ReceiveBatch] = []
  var clock: ClockMapping
  var pausedListeners: [SocketToken] = []
  let events = UnsafeMutableBufferPointer<cs_event>.allocate(capacity: 256)
  let streamBuffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 << 10)
  var inbox: [Handler.Message] = []
  var armed: Instant?
  var nextMaintenance: Instant = .zero
  var maintenances = 0

  /// A loop for `handler`, which it owns from now on. Nothing runs before `start`.
  public init(_ handler: sending Handler, options: EventLoopOptions = EventLoopOptions()) throws(SocketError)
  {
    self.options = options
    let failed: (Int32) -> SocketError = { SocketError(.open, "event loop", code: $0) }
    poller = try Descriptor(cs_poller_new(), orThrow: failed)
    timer = try Descriptor(cs_timer_new(), orThrow: failed)
    wake = try Descriptor(cs_event_new(), orThrow: failed)
    mailbox = Mailbox(capacity: options.mailboxCapacity)
    clock = ClockMapping(.now())
    pending = handler
    for (descriptor, bits) in [(timer.number, EventLoop.timerBits), (wake.number, EventLoop.wakeBits)] {
      let watched = cs_poller_watch(poller.number, descriptor, bits, 0, 0)
      guard watched == 0 else { throw SocketError(.poll, "event loop", code: -watched) }
    }
  }

  deinit {
    // Nobody has waited for the thread, which has ended or ends with this: without this its stack would stay.
    thread.withLock { if case .running(let number) = $0 { cs_thread_detach(number) } }
    events.deallocate()
    streamBuffer.deallocate()
  }

  // MARK: From any thread

  /// Starts the thread, which keeps the loop alive until it ends. From any thread; once.
  ///
  /// A real-time priority that the system does not permit is left out (`hasRealtimePriority` tells).
  public func start() throws(SocketError) {
    let code: Int32 = thread.withLock { state in
      guard case .notStarted = state, let handler = pending else {
        preconditionFailure("an event loop starts once")
      }
      pending = nil
      let body = ThreadBody(name: options.name) { [self] in run(handler) }
      var started = body.start(cpu: options.cpu, priority: options.realtimePriority)
      if started.code == EPERM, options.realtimePriority != nil { started = body.start(cpu: options.cpu) }
      state = started.code == 0 ? .running(started.thread) : .joined
      return started.code
    }
    guard code == 0 else { throw SocketError(.startThread, "event loop \(options.name)", code: code) }
  }

  /// Waits until the thread has ended. From any thread but the loop's own; returns at once if none runs.
  public func join() {
    precondition(!isCurrent, "an event loop cannot wait for itself")
    thread.withLock { state in
      if case .running(let number) = state { cs_thread_join(number) }
      state = .joined
    }
  }

  /// Asks the loop to end after the present turn. From any thread.
  public func stop() {
    isStopping.store(true, ordering: .releasing)
    cs_event_signal(wake.number)
  }

  /// Puts a message into the mailbox; false when it is full or the loop has ended. From any thread.
  ///
  /// Messages of one thread arrive in their order; those posted before `start` follow `started`.
  public func post(_ message: Handler.Message) -> Bool {
    mailbox.post(message) { cs_event_signal(wake.number) }
  }

  /// What the loop has done, at most 100 ms ago; complete once it has ended. From any thread.
  public var statistics: EventLoopStatistics {
    if isCurrent { publish(exactDrops: true) }
    var statistics = published.withLock { $0 }
    statistics.messagesRefused = mailbox.refused
    return statistics
  }

  // MARK: The loop's thread

  /// The present instant.
  public var now: Instant { MonotonicClock.now() }

  private var isCurrent: Bool { bench.isCurrent }

  /// Every method for the loop's thread begins with this.
  func confine() { bench.confine() }

  /// Makes the figures visible to other threads.
  func publish(exactDrops: Bool) {
    bench.table.forEachDatagramSocket { count($0, exactly: exactDrops) }
    bench.live.threadCPU = MonotonicClock.threadCPU()
    bench.live.clockSteps = clock.steps
    bench.live.largestClockStep = clock.largestStep
    bench.live.clockDrift = clock.drift
    let figures = bench.live
    published.withLock { $0 = figures }
  }

  /// Takes over what a socket counts itself.
  func count(_ socket: UDPSocket, exactly: Bool) {
    bench.live.receiveQueueDrops += socket.newDrops(exact: exactly)
    bench.live.truncatedDatagrams += socket.newTruncations()
  }
}

import CSockets
import Glibc
import SansIO
import Synchronization

extension EventLoop {
  private static var maintenancePeriod: Interval { .milliseconds(100) }

  /// The thread's life.
  func run(_ handler: Handler) {
    bench.adoptThread()
    bench.live.hasRealtimePriority = sched_getscheduler(0) == SCHED_FIFO
    inbox.reserveCapacity(64)
    handler.started(self)
    maintain(at: now)
    while !isStopping.load(ordering: .acquiring) {
      arm(for: handler)
      turn(handler)
    }
    mailbox.close()
    handler.stopped(at: now)
    publish(exactDrops: true)
    for (token, _) in bench.table.all { close(token) }
    bench.leaveThread()
  }

  private func turn(_ handler: Handler) {
    let ready = cs_poller_wait(
      poller.number, events.baseAddress, Int32(events.count), bench.afterthoughts.isEmpty ? 0 : 1)
    precondition(ready >= 0, "epoll_wait: \(Errno.describe(-ready))")
    bench.live.turns += 1
    var hasMail = false
    for event in events[..<Int(ready)] {
      switch event.token {
      case EventLoop.timerBits: break
      case EventLoop.wakeBits: hasMail = true
      default:
        dispatch(event, to: handler)
        advanceIfDue(handler)
      }
    }
    if hasMail { deliverMail(to: handler) }
    deliverAfterthoughts(to: handler)
    advanceIfDue(handler)
    let now = now
    if now >= nextMaintenance { maintain(at: now) }
  }

  private func advanceIfDue(_ handler: Handler) {
    guard let deadline = handler.nextDeadline else { return }
    let now = now
    guard deadline <= now else { return }
    bench.live.lateness.record(now - deadline)
    handler.advance(to: now)
  }

  /// Arms the timer for the handler's deadline or our own, whichever is first. A deadline that has passed
  /// fires at once, so a handler that is always late still lets the sockets have their turn.
  private func arm(for handler: Handler) {
    let wanted = min(handler.nextDeadline ?? .distantFuture, nextMaintenance)
    guard wanted != armed else { return }
    armed = wanted
    let result = cs_timer_arm(timer.number, max(1, wanted.nanoseconds))
    precondition(result == 0, "timerfd_settime: \(Errno.describe(-result))")
  }

  private func deliverMail(to handler: Handler) {
    // Cleared before the messages are taken: whoever posts in between signals again.
    cs_event_clear(wake.number)
    mailbox.take(into: &inbox)
    bench.live.messages += inbox.count
    for (index, message) in inbox.enumerated() {
      handler.message(message, at: now)
      if index & 63 == 63 { advanceIfDue(handler) }
    }
    inbox.removeAll(keepingCapacity: true)
  }

  /// Those that come up meanwhile wait for the next turn, which follows at once.
  private func deliverAfterthoughts(to handler: Handler) {
    let count = bench.afterthoughts.count
    guard count > 0 else { return }
    for index in 0..<count {
      switch bench.afterthoughts[index] {
      case .unreachable(let destination, let token, let code):
        if bench.table.contains(token) { handler.unreachable(destination, on: token, error: code) }
      case .broken(let token):
        if case .connection(let connection) = bench.table[token] { end(connection, token, handler) }
      }
    }
    bench.afterthoughts.removeFirst(count)
  }

  /// Ten times a second: compare the clocks, listen again where descriptors ran out, show the figures.
  private func maintain(at now: Instant) {
    nextMaintenance = now + EventLoop.maintenancePeriod
    clock.observe(.now())
    var stillPaused: [SocketToken] = []
    for token in pausedListeners {
      guard let listener = bench.table[token] else { continue }
      do { try watch(listener, token) } catch { stillPaused.append(token) }
    }
    pausedListeners = stillPaused
    // Asking the kernel costs a system call for each socket.
    maintenances += 1
    publish(exactDrops: maintenances % 10 == 0)
  }
}

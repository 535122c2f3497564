/// How an event loop runs.
public struct EventLoopOptions: Hashable, Sendable {
  /// The thread's name, at most 15 bytes.
  public var name: String
  /// The most messages that wait in the mailbox.
  public var mailboxCapacity: Int
  /// The CPU the thread is bound to; `nil`: any.
  public var cpu: Int?
  /// Priority 1...99 under SCHED_FIFO, taken where the system permits it; `nil`: ordinary scheduling.
  public var realtimePriority: Int?

  /// A thread that paces audio: ahead of ordinary work where the system permits it, so that a busy machine does not
  /// make packets late. It sleeps almost all the time.
  public static func media(name: String) -> EventLoopOptions {
    EventLoopOptions(name: name, realtimePriority: 10)
  }

  /// An ordinary thread with a mailbox of 65,536 messages.
  public init(
    name: String = "event loop", mailboxCapacity: Int = 65_536, cpu: Int? = nil, realtimePriority: Int? = nil
  ) {
    self.name = name
    self.mailboxCapacity = mailboxCapacity
    self.cpu = cpu
    self.realtimePriority = realtimePriority
  }
}

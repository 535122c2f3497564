import CSockets
import Glibc

/// Notices the end of the process that started this one, so that a helper does not outlive a parent that was killed.
///
/// Lives as long as the process: its thread waits on the parent's pidfd and then delivers, once.
public struct ParentWatch: Sendable {
  /// Calls `deliver` on a thread of its own when `parent` ends, or at once when it is not, or no longer, the parent.
  ///
  /// The parent says who it is: from 1, who adopts the children of the dead, nobody else could tell whether it is the
  /// one that started us. Throws when the kernel cannot watch it.
  public init(of parent: Int32, deliver: @escaping @Sendable () -> Void) throws(SocketError) {
    let result = cs_pidfd(parent)
    let handle = Descriptor(owning: result)
    // Asked after opening: while it is our parent its number cannot have passed to another process.
    let isGone = getppid() != parent || result == -ESRCH
    guard isGone || result >= 0 else {
      throw SocketError(.poll, "parent process \(parent)", code: -result)
    }
    let started = ThreadBody(name: "parent watch") {
      if !isGone { cs_wait_readable(handle.number, -1) }
      deliver()
    }.start()
    guard started.code == 0 else { throw SocketError(.startThread, "parent watch", code: started.code) }
    // Nobody waits for it: without this the stack of a thread that has delivered would stay.
    cs_thread_detach(started.thread)
  }
}

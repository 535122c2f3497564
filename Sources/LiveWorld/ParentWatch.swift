import CSockets
import Glibc

/// Notices the end of the process that started this one, so that a helper does not outlive a parent that was killed.
///
/// Lives as long as the process: its thread waits on the parent's pidfd and then delivers, once.
public struct ParentWatch: Sendable {
  /// Calls `deliver` on a thread of its own when the parent ends, or at once when it has ended already.
  public init(deliver: @escaping @Sendable () -> Void) throws(SocketError) {
    let parent = getppid()
    let handle = Descriptor(owning: cs_pidfd(parent))
    let started = ThreadBody(name: "parent watch") {
      // 1 adopts the children of the dead.
      if handle.number >= 0, parent != 1 { cs_wait_readable(handle.number, -1) }
      deliver()
    }.start()
    guard started.code == 0 else { throw SocketError(.startThread, "parent watch", code: started.code) }
  }
}

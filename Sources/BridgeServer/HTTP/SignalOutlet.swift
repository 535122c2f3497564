import Synchronization

/// One signalling connection as the bridge sees it; usable from any thread, in the order of the calls.
package final class SignalOutlet: Sendable {
  /// What can be asked of a connection.
  package enum Command: Sendable {
    /// Complete the upgrade, then send `first`.
    case admit(first: [UInt8])
    /// Decline the upgrade.
    case refuse(HTTPRefusal)
    /// Send one message.
    case send([UInt8], isText: Bool)
    /// Send what was asked so far, then close.
    case close
    /// The peer reads too slowly: close at once.
    case abandon
  }

  /// Names the connection in this process; never used again.
  package let id: UInt64
  private let limit: Int
  private let perform: @Sendable (Command) -> Void
  private let pending = Atomic<Int>(0)

  /// An outlet whose commands go to `perform`, which is called on the caller's thread and must not block.
  ///
  /// `limit` is how many bytes may be on their way at once; `perform` reports them done by ``sent(_:)``.
  package init(id: UInt64, limit: Int, perform: @escaping @Sendable (Command) -> Void) {
    self.id = id
    self.limit = limit
    self.perform = perform
  }

  /// Completes the upgrade, then sends `first` as a binary message.
  package func admit(first: [UInt8]) { enqueue(first.count, .admit(first: first)) }

  /// Declines the upgrade with an HTTP `status` and `text` as its body; nothing more is heard of the connection.
  package func refuse(status: Int, text: String) {
    perform(.refuse(HTTPRefusal(status: status, text: text)))
  }

  /// Sends one message; after ``close()`` or the peer's end it is dropped.
  package func send(_ bytes: [UInt8], isText: Bool = false) {
    enqueue(bytes.count, .send(bytes, isText: isText))
  }

  /// Closes with WebSocket code 1000 when everything sent before is out; before admission: declines with 503.
  package func close() { perform(.close) }

  /// Tells that `count` bytes have reached the socket, or never will.
  package func sent(_ count: Int) { pending.subtract(count, ordering: .relaxed) }

  /// Counts bytes that the connection itself wants to send (pongs); `false` when the reader is too slow.
  func reserve(_ count: Int) -> Bool {
    pending.add(count, ordering: .relaxed).newValue <= limit
  }

  private func enqueue(_ count: Int, _ command: Command) {
    let before = pending.add(count, ordering: .relaxed).oldValue
    if before + count <= limit {
      perform(command)
    } else if before <= limit {
      // A message is lost here, so none may follow it: the connection ends before it sees a later one.
      perform(.abandon)
    }
  }
}

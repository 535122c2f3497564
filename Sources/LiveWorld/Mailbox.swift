import Synchronization

/// Messages on their way to one thread, from any thread; bounded.
final class Mailbox<Message: Sendable>: Sendable {
  private struct Contents {
    var waiting: [Message] = []
    var isClosed = false
    var refused = 0
  }

  private let contents = Mutex(Contents())
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  /// Puts `message` last; `wake` is called when it is the first. False when full or closed.
  func post(_ message: Message, wake: () -> Void) -> Bool {
    let isFirst: Bool? = contents.withLock { contents in
      guard !contents.isClosed, contents.waiting.count < capacity else {
        contents.refused += 1
        return nil
      }
      contents.waiting.append(message)
      return contents.waiting.count == 1
    }
    if isFirst == true { wake() }
    return isFirst != nil
  }

  /// Exchanges the waiting messages for `emptied`, whose memory is used again.
  func take(into emptied: inout [Message]) {
    emptied.removeAll(keepingCapacity: true)
    let spare = emptied
    emptied = contents.withLock { contents in
      let taken = contents.waiting
      contents.waiting = spare
      return taken
    }
  }

  /// Refuses everything from now on.
  func close() {
    contents.withLock { $0.isClosed = true }
  }

  /// How many messages were refused.
  var refused: Int { contents.withLock { $0.refused } }
}

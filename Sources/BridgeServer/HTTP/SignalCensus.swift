import Synchronization

/// Counts the signalling connections of all listeners and gives each its number.
final class SignalCensus: Sendable {
  private let limit: Int
  private let present = Atomic<Int>(0)
  private let last = Atomic<UInt64>(0)

  init(limit: Int) { self.limit = limit }

  /// The number of a new connection; `nil` when there are too many.
  func enter() -> UInt64? {
    guard present.add(1, ordering: .relaxed).newValue <= limit else {
      leave()
      return nil
    }
    return last.add(1, ordering: .relaxed).newValue
  }

  /// A connection that entered is gone.
  func leave() { present.subtract(1, ordering: .relaxed) }
}

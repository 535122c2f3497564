/// What a transaction's timer asks its owner to do.
package enum TimerEffect: Hashable, Sendable {
  /// Nothing was due.
  case none
  /// Send the last message once more.
  case retransmit
  /// The peer never answered (timers B, F) or acknowledged (timer H): tell the user; the transaction is over.
  case timedOut
  /// The transaction has done its duty and can be forgotten.
  case terminated
}

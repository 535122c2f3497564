import SansIO

/// Keeps asking the peer whether it still wants our media: every 5 s, ±20 %; silence of 30 s ends it (RFC
/// 7675 §5.1).
struct ConsentCheck: Sendable {
  static let interval = 5.0
  static let expiry = Interval.seconds(30)
  /// So many answers may be outstanding; 30 s hold seven checks of 4 s.
  static let mostOutstanding = 8

  /// Where media goes.
  let address: TransportAddress
  /// Under whose names the path was checked.
  let names: CheckNames
  private var lastAnswer: Instant
  private var nextCheck: Instant
  private var outstanding: [TransactionID] = []

  /// The path to `address`, whose check was answered at `now`.
  init(
    _ address: TransportAddress, names: CheckNames, using generator: inout SeededGenerator, at now: Instant
  ) {
    self.address = address
    self.names = names
    lastAnswer = now
    nextCheck = now + Self.pause(&generator)
  }

  /// When consent is over unless an answer comes.
  var expiresAt: Instant { lastAnswer + Self.expiry }

  var nextDeadline: Instant { min(nextCheck, expiresAt) }

  /// A check to send, when one is due.
  mutating func checkDue(using generator: inout SeededGenerator, at now: Instant) -> TransactionID? {
    guard nextCheck <= now else { return nil }
    nextCheck = now + Self.pause(&generator)
    if outstanding.count == Self.mostOutstanding { outstanding.removeFirst() }
    let transaction = TransactionID(using: &generator)
    outstanding.append(transaction)
    return transaction
  }

  func awaits(_ transaction: TransactionID) -> Bool { outstanding.contains(transaction) }

  /// The peer consented. Answers to older checks prove nothing new.
  mutating func renew(by transaction: TransactionID, at now: Instant) {
    guard let index = outstanding.firstIndex(of: transaction) else { return }
    outstanding.removeFirst(index + 1)
    lastAnswer = now
  }

  private static func pause(_ generator: inout SeededGenerator) -> Interval {
    .seconds(interval * (0.8 + 0.4 * generator.unit()))
  }
}

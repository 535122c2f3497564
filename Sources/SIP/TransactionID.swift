/// The identity of a transaction inside one agent; never reused.
struct TransactionID: Hashable, Comparable, Sendable {
  let number: UInt64

  static func < (a: TransactionID, b: TransactionID) -> Bool { a.number < b.number }
}

/// A transaction with its messages, to be found by key.
protocol Keyed {
  var key: TransactionKey { get }
}

extension ClientExchange: Keyed {}
extension ServerExchange: Keyed {}

/// The live transactions of one kind, found by what is on the wire or by identity, each in constant time.
struct TransactionTable<Exchange: Keyed> {
  private var exchanges: [TransactionID: Exchange] = [:]
  private var identities: [TransactionKey: TransactionID] = [:]

  /// How many live.
  var count: Int { exchanges.count }

  /// The transaction that a message with `key` belongs to.
  func find(_ key: TransactionKey) -> TransactionID? { identities[key] }

  /// The transaction `id`, changed in place. It cannot be made this way.
  subscript(id: TransactionID) -> Exchange? {
    get { exchanges[id] }
    _modify { yield &exchanges[id] }
  }

  /// Adds a transaction under a new identity.
  mutating func insert(_ exchange: Exchange, as id: TransactionID) {
    exchanges[id] = exchange
    identities[exchange.key] = id
  }

  /// Forgets a transaction.
  mutating func remove(_ id: TransactionID) {
    guard let exchange = exchanges.removeValue(forKey: id) else { return }
    if identities[exchange.key] == id { identities[exchange.key] = nil }
  }

  /// The transactions that `condition` holds for, in the order they were made; looks at all of them.
  func identities(where condition: (Exchange) -> Bool) -> [TransactionID] {
    exchanges.filter { condition($0.value) }.keys.sorted()
  }
}

/// What an agent has to say: news first, then datagrams; both bounded, for peers decide how many there are.
struct OutputQueue<Output: Sendable>: Sendable {
  /// A datagram over this is dropped, as a full socket would do; connectivity checks are repeated anyway.
  static var mostDatagrams: Int { 64 }
  /// More news than this is not kept; the latest is what counts.
  static var mostNews: Int { 8 }

  private var news: [Output] = []
  private var datagrams: [Output] = []

  mutating func report(_ output: Output) {
    if news.count == Self.mostNews { news.removeFirst() }
    news.append(output)
  }

  mutating func send(_ output: Output) {
    if datagrams.count < Self.mostDatagrams { datagrams.append(output) }
  }

  mutating func poll() -> Output? {
    if !news.isEmpty { return news.removeFirst() }
    return datagrams.isEmpty ? nil : datagrams.removeFirst()
  }
}

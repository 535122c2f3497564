import SansIO

/// The peer's addresses that sent an authenticated check lately: at most eight, the stalest makes room.
struct ValidPaths: Sendable {
  static let capacity = 8

  private struct Path: Sendable {
    var address: TransportAddress
    var checkedAt: Instant
  }

  private var paths: [Path] = []

  /// The address checked last.
  var latest: TransportAddress? { paths.max { $0.checkedAt < $1.checkedAt }?.address }

  func contains(_ address: TransportAddress) -> Bool {
    // A loop, for this is asked once per media packet.
    for path in paths where path.address == address { return true }
    return false
  }

  /// When `address` was checked last.
  func checkedAt(_ address: TransportAddress) -> Instant? {
    paths.first { $0.address == address }?.checkedAt
  }

  mutating func note(_ address: TransportAddress, at now: Instant) {
    if let index = paths.firstIndex(where: { $0.address == address }) {
      paths[index].checkedAt = now
      return
    }
    if paths.count == Self.capacity, let stalest = paths.indices.min(by: { isStaler($0, $1) }) {
      paths.remove(at: stalest)
    }
    paths.append(Path(address: address, checkedAt: now))
  }

  /// Forgets what was not checked after `limit`.
  mutating func expire(upTo limit: Instant) { paths.removeAll { $0.checkedAt <= limit } }

  mutating func removeAll() { paths.removeAll() }

  private func isStaler(_ a: Int, _ b: Int) -> Bool { paths[a].checkedAt < paths[b].checkedAt }
}

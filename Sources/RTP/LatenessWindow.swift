import SansIO

/// How much later than the fastest packets others came, over the last 2.5 s in which packets came.
///
/// Five buckets of half a second, each with the least and the greatest transit: constant work per packet.
/// While nothing arrives nothing is forgotten.
struct LatenessWindow: Sendable {
  private struct Bucket: Sendable {
    var least: Interval
    var greatest: Interval
  }

  private static var count: Int { 5 }
  private static var span: Interval { .milliseconds(500) }

  private var buckets: [5 of Bucket]
  private var newest = 0
  private var since: Instant
  /// Arrival minus media time of the fastest packet.
  private(set) var leastTransit: Interval
  /// By how much the latest packet came later than that.
  private(set) var spread = Interval.zero
  /// The latest packet's transit.
  private(set) var lastTransit: Interval

  /// A window that has seen one packet, with this transit, at `now`.
  init(transit: Interval, at now: Instant) {
    buckets = [5 of Bucket](repeating: Bucket(least: transit, greatest: transit))
    since = now
    leastTransit = transit
    lastTransit = transit
  }

  /// Takes in a packet.
  mutating func note(_ transit: Interval, at now: Instant) {
    lastTransit = transit
    if now - since >= Self.span {
      newest = (newest + 1) % Self.count
      buckets[newest] = Bucket(least: transit, greatest: transit)
      since = now
    } else {
      buckets[newest].least = min(buckets[newest].least, transit)
      buckets[newest].greatest = max(buckets[newest].greatest, transit)
    }
    var (least, greatest) = (transit, transit)
    for index in 0..<Self.count {
      least = min(least, buckets[index].least)
      greatest = max(greatest, buckets[index].greatest)
    }
    leastTransit = least
    spread = greatest - least
  }
}

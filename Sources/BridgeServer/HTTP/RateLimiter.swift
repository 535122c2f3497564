package import SansIO
import Synchronization

/// A token bucket per client address.
package final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var filled: Instant
  }

  /// Addresses kept at most; when there are more, those that have rested longest enough are forgotten.
  private static let capacity = 10_000

  private let rate: TokenRate
  private let buckets = Mutex<[String: Bucket]>([:])

  /// Full buckets for all.
  package init(_ rate: TokenRate) { self.rate = rate }

  /// Takes one token of `address`.
  /// - Returns: `nil` when there was one, else after how many seconds there will be, 1 or more.
  package func take(_ address: String, at now: Instant) -> Int? {
    buckets.withLock { buckets in
      if buckets.count >= Self.capacity, buckets[address] == nil { forget(&buckets, at: now) }
      var bucket = buckets[address] ?? Bucket(tokens: Double(rate.burst), filled: now)
      bucket.tokens = tokens(of: bucket, at: now)
      bucket.filled = now
      let wait = bucket.tokens >= 1 ? nil : max(1, Int(((1 - bucket.tokens) / perSecond).rounded(.up)))
      if wait == nil { bucket.tokens -= 1 }
      buckets[address] = bucket
      return wait
    }
  }

  private var perSecond: Double { Double(rate.perMinute) / 60 }

  private func tokens(of bucket: Bucket, at now: Instant) -> Double {
    min(Double(rate.burst), bucket.tokens + (now - bucket.filled).seconds * perSecond)
  }

  /// Drops the full buckets, which say nothing; all of them when a flood of addresses left none full.
  private func forget(_ buckets: inout [String: Bucket], at now: Instant) {
    buckets = buckets.filter { tokens(of: $0.value, at: now) < Double(rate.burst) }
    if buckets.count >= Self.capacity { buckets = [:] }
  }
}

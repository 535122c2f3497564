import Foundation
import LiveWorld
import SansIO

/// The lines that a program has written, for waiting on.
///
/// `@unchecked Sendable`: `all` is touched with `news` locked only.
final class Transcript: @unchecked Sendable {
  private let news = NSCondition()
  private var all: [String] = []

  /// Everything so far.
  var lines: [String] { news.withLock { all } }

  /// Adds a line; from any thread.
  func append(_ line: String) {
    news.withLock {
      all.append(line)
      news.broadcast()
    }
  }

  /// Waits until `choose` makes something of the lines; `nil` when it has not by `limit`.
  func wait<Found>(limit: Interval, until choose: ([String]) -> Found?) -> Found? {
    let end = Date(timeIntervalSinceNow: limit.seconds)
    return news.withLock {
      while true {
        if let found = choose(all) { return found }
        guard news.wait(until: end) else { return choose(all) }
      }
    }
  }
}

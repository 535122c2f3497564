import SansIO
import Scenario

/// One way of a path of the virtual network: when what enters it arrives.
struct Link {
  /// How long a lost piece of a stream takes longer: the least retransmission time-out of Linux' TCP.
  static let retransmission = Interval.milliseconds(200)

  private let path: LinksPlan.Path
  private var generator: SeededGenerator
  /// Datagrams lost so far.
  private(set) var lost = 0

  init(_ path: LinksPlan.Path, generator: SeededGenerator) {
    self.path = path
    self.generator = generator
  }

  /// When a datagram that enters at `now` arrives; `nil` when it does not.
  mutating func arrival(ofDatagramAt now: Instant) -> Instant? {
    if isLost() {
      lost += 1
      return nil
    }
    return now + delay()
  }

  /// When a piece of a stream that enters at `now` arrives, its predecessor arriving at `last`: streams lose and overtake
  /// nothing.
  mutating func arrival(ofStreamAt now: Instant, after last: Instant) -> Instant {
    let repeated = isLost() ? Link.retransmission : .zero
    return max(last, now + delay() + repeated)
  }

  private mutating func isLost() -> Bool { path.loss > 0 && generator.unit() < path.loss }

  private mutating func delay() -> Interval {
    guard path.jitter > .zero else { return path.delay }
    return path.delay + .nanoseconds(Int64(generator.unit() * Double(path.jitter.nanoseconds)))
  }
}

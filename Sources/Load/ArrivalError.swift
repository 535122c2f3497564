public import SansIO

/// Why no arrivals can be planned from the numbers given; each case says what would be right.
public enum ArrivalError: Error, Equatable, Sendable {
  /// The number of calls is outside 1...`ArrivalLimits.calls`.
  case calls(Int)
  /// A rate is not a number, negative, zero where calls must come, or above `ArrivalLimits.rate`.
  case rate(Double)
  /// A length of time is negative, zero where it may not be, or longer than `ArrivalLimits.span`.
  case length(of: String, Interval)
  /// The last call would be planned later than `ArrivalLimits.span` after the start.
  case tooLong
}

extension ArrivalError: CustomStringConvertible {
  /// What is wrong, and the range that is right.
  public var description: String {
    switch self {
    case .calls(let count):
      "\(count) calls cannot be planned; a run has 1 to \(ArrivalLimits.calls)"
    case .rate(let rate):
      "\(rate) calls per second is no rate to call at; it must be above 0, at most \(Int(ArrivalLimits.rate))"
    case .length(let name, let length):
      "\(name) of \(length.seconds) s is out of range; it must be above 0 s and at most 24 h"
    case .tooLong:
      "the last call would be planned more than 24 h after the start; plan fewer calls or a higher rate"
    }
  }
}

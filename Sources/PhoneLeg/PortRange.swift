/// A range of UDP ports from which each leg takes an even one for RTP and the odd one above it for RTCP.
///
/// Freed pairs go to the end of the line, so that a late packet of a former call seldom meets a new one.
public struct PortRange: Sendable {
  private var free: [UInt16]
  private var head = 0
  /// The ports as configured.
  public let bounds: ClosedRange<UInt16>
  /// How many pairs the range holds.
  public let capacity: Int

  /// All even ports of `bounds` that have their odd neighbour in it.
  public init(_ bounds: ClosedRange<UInt16>) {
    self.bounds = bounds
    let first = UInt32(bounds.lowerBound) + UInt32(bounds.lowerBound % 2)
    free = stride(from: first, to: UInt32(bounds.upperBound), by: 2).map { UInt16($0) }
    capacity = free.count
  }

  /// Parses `20000-29999`; `nil` unless it holds at least one pair of ports above 1023.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let low = UInt16(parts[0]), let high = UInt16(parts[1]), low > 1023, low < high
    else { return nil }
    self.init(low...high)
    guard capacity > 0 else { return nil }
  }

  /// How many pairs are not taken.
  public var available: Int { free.count - head }

  /// Takes a pair and returns its even port; `nil` when all are taken.
  public mutating func take() -> UInt16? {
    guard head < free.count else { return nil }
    let port = free[head]
    head += 1
    if head > 1024, head * 2 > free.count {
      free.removeFirst(head)
      head = 0
    }
    return port
  }

  /// Gives a pair back.
  public mutating func release(_ port: UInt16) { free.append(port) }
}

/// How a packet stands in its stream (RFC 3550 A.1).
public enum Arrival: Hashable, Sendable {
  /// The first packet of the stream.
  case first
  /// The number after the highest one.
  case inOrder
  /// Newer than expected: `lost` packets between are missing, so far.
  case afterGap(lost: Int)
  /// This number was received before.
  case duplicate
  /// Older than the highest number, and fills a gap.
  case reordered
  /// Too far from the highest number to belong here; counted only if its successor confirms a restart.
  case outlier
  /// The second packet in a row at a far sequence number: the sender started its numbers anew.
  case restarted
}

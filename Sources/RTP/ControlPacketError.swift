/// Why a datagram is not a compound RTCP packet (RFC 3550 §6.4, A.2).
public enum ControlPacketError: Error, Hashable, Sendable {
  /// The compound packet must start with a sender or receiver report (200, 201); it starts with `type`, or
  /// `nil` when it has fewer than 4 bytes.
  case noReport(type: UInt8?)
  /// The packet at `offset` has this version; it must be 2.
  case version(UInt8, offset: Int)
  /// The packet at `offset` is longer than the datagram, or too short for what its count announces.
  case truncated(offset: Int)
  /// The packet at `offset` is padded though not the last one, or its padding is longer than itself.
  case padding(offset: Int)
}

extension ControlPacketError: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .noReport(let type?): "RTCP starts with packet type \(type); it must be a report, 200 or 201"
    case .noReport(nil): "RTCP of fewer than 4 bytes"
    case .version(let version, let offset):
      "RTCP packet at byte \(offset) has version \(version); it must be 2"
    case .truncated(let offset): "RTCP packet at byte \(offset) ends before its contents do"
    case .padding(let offset): "RTCP packet at byte \(offset) has padding where or as none may be"
    }
  }
}

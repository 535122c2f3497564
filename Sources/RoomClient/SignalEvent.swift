public import SansIO

/// What happens to a signalling connection; the instants are those of arrival.
public enum SignalEvent: Sendable {
  /// The server has completed the upgrade; first of all.
  case opened(at: Instant)
  /// A whole message, binary or text.
  case message([UInt8], at: Instant)
  /// The server declined the upgrade; last of all.
  case refused(status: Int, body: String, at: Instant)
  /// The connection is gone, or never came about; last of all.
  case closed(reason: String, at: Instant)
}

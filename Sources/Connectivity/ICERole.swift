/// Who decides which pair is used, and the number that settles it when both claim the same (RFC 8445 §7.1.3).
public enum ICERole: Hashable, Sendable {
  /// Nominates; the value of ICE-CONTROLLING.
  case controlling(tieBreaker: UInt64)
  /// Follows the nomination; the value of ICE-CONTROLLED.
  case controlled(tieBreaker: UInt64)

  /// The 64-bit number.
  var tieBreaker: UInt64 {
    switch self {
    case .controlling(let tieBreaker), .controlled(let tieBreaker): tieBreaker
    }
  }

  /// Whether this side nominates.
  var isControlling: Bool {
    if case .controlling = self { true } else { false }
  }
}

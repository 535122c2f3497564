/// Why the connectivity checks of an agent came to nothing.
public enum ICEFailure: Error, Hashable, Sendable {
  /// The peer named no candidate that can be checked (UDP, component 1, numeric address) in 30 s.
  case noCandidates
  /// No candidate answered any of its seven requests.
  case unanswered
  /// A path works, but the peer, which controls, did not nominate any in 30 s.
  case notNominated
  /// Candidates answered with this STUN error only; 401 means that the credentials do not fit.
  case rejected(code: Int)
}

extension ICEFailure: CustomStringConvertible {
  /// What was wrong and what would be right, in one line.
  public var description: String {
    switch self {
    case .noCandidates: "the peer named no usable candidate in 30 s; one for UDP with an IP address is needed"
    case .notNominated:
      "the peer took the controlling role and nominated nothing in 30 s; it must choose a pair"
    case .unanswered: "no candidate of the peer answered; its UDP ports must be reachable"
    case .rejected(401):
      "the peer rejects our checks (401); ufrag and password must be those of its description"
    case .rejected(let code): "the peer rejects our checks with STUN error \(code)"
    }
  }
}

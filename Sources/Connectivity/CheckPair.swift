import SansIO

/// One remote address to be checked from our only socket (RFC 8445 §6.1.2.6).
struct CheckPair: Sendable {
  /// A request under way; repeated as it is until answered (RFC 8489 §6.2.1).
  struct Transaction: Sendable {
    var id: TransactionID
    var nominates: Bool
    /// How often it was sent.
    var tries = 0
    /// When to send it again, or to give up after the last try.
    var due: Instant
    /// The pause after the next try.
    var pause: Interval
    /// The code of an error response that nobody vouches for.
    var rejection: Int?
  }

  enum State: Sendable {
    /// To be checked, as soon as it is this pair's turn.
    case waiting(nominating: Bool)
    /// A request is under way.
    case inProgress(Transaction)
    /// The peer answered.
    case succeeded
    /// No answer to all tries; the code of the last unauthenticated error response, if any came.
    case failed(code: Int?)
  }

  let address: TransportAddress
  /// The remote candidate's; with one local candidate it orders the pairs as the pair priority would.
  let priority: UInt32
  var state = State.waiting(nominating: false)
  /// Goes before the others: the peer's own check came this way (§7.3.1.4).
  var isTriggered = false
  /// The controlling peer wants this pair used as soon as our check has succeeded (§7.3.1.5).
  var isNominatedByPeer = false
  /// A check was answered once, so that media may flow.
  var isValid = false

  /// Whether a check is to be sent or under way.
  var isPending: Bool {
    switch state {
    case .waiting, .inProgress: true
    case .succeeded, .failed: false
    }
  }
}

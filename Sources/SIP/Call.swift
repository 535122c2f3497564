import SansIO

/// One call: an INVITE usage from its first message to its last.
struct Call {
  /// Where the call stands.
  enum Phase {
    /// Our INVITE is unanswered → confirmed, leaving, over.
    case inviting(Inviting)
    /// The peer's INVITE is unanswered → confirmed, over.
    case invited(PendingInvite)
    /// Answered → leaving, over.
    case confirmed(Negotiation)
    /// Our BYE is unanswered → over.
    case leaving
  }

  /// Our first INVITE.
  struct Inviting {
    var transaction: TransactionID
    var hasProvisional = false
    var cancellation = Cancellation.none
  }

  /// Whether our INVITE is being cancelled.
  enum Cancellation {
    case none
    /// The CANCEL waits for a provisional response (RFC 3261 section 9.1).
    case queued(reason: String?)
    case sent(reason: String?)
  }

  /// A change of the session of an answered call; at most one at a time.
  enum Negotiation {
    case none
    /// Our re-INVITE is unanswered.
    case offering(TransactionID)
    /// The peer's re-INVITE is unanswered.
    case offered(PendingInvite)
  }

  /// An INVITE of the peer that the application has to answer.
  struct PendingInvite {
    let transaction: TransactionID
    let sequence: UInt32
    let template: ResponseTemplate
    /// The user part of our Contact.
    let user: String?
    let authorizations: [String]
  }

  /// Our 2xx, repeated until its ACK comes.
  struct UnacknowledgedAnswer {
    let sequence: UInt32
    let message: [UInt8]
    let flow: Flow
    let summary: UserAgent.MessageSummary
    var repetition: Backoff
    let timeout: Instant

    /// When to repeat it or to give up.
    var nextDeadline: Instant { min(repetition.next, timeout) }
  }

  let handle: CallHandle
  var phase: Phase
  var dialog: Dialog
  /// The user part of our Contact.
  let user: String?
  var credentials: Credentials?
  /// The challengers met so far.
  var sessions: [DigestSession] = []
  var unacknowledged: UnacknowledgedAnswer?
  /// The CSeq number of the last 2xx of ours that was acknowledged.
  var acknowledgedSequence: UInt32?
  /// A BYE that waits for the ACK of our 2xx (RFC 3261 section 15), with its Reason.
  var queuedBye: QueuedBye?

  /// A BYE that waits.
  struct QueuedBye { let reason: String? }

  init(handle: CallHandle, phase: Phase, dialog: Dialog, user: String?) {
    self.handle = handle
    self.phase = phase
    self.dialog = dialog
    self.user = user
  }

  /// Notes that the ACK of our 2xx came.
  mutating func acknowledged() {
    acknowledgedSequence = unacknowledged?.sequence
    unacknowledged = nil
  }
}

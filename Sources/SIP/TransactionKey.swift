/// What tells one transaction from another on the wire (RFC 3261 sections 17.1.3 and 17.2.3).
struct TransactionKey: Hashable, Sendable {
  private let branch: String
  private let sentBy: String
  private let method: SIPMethod

  /// The key of a request of ours: our branches are unique, and CSeq's method parts a CANCEL from its INVITE.
  init(branch: String, method: SIPMethod) {
    self.branch = branch
    sentBy = ""
    self.method = method
  }

  /// The key under which the server keeps what `request` belongs to; an ACK and a CANCEL find their INVITE.
  ///
  /// A branch without RFC 3261's cookie comes from an RFC 2543 client and is not unique, so the fields that
  /// such a client keeps the same in a copy, an ACK and a CANCEL join it.
  init(server request: Message, method: SIPMethod) {
    let via = request.via
    branch =
      via.branch.begins(with: Via.cookie)
      ? via.branch
      : "\(via.branch) \(request.callID) \(request.from.tag ?? "") \(request.sequence)"
    sentBy = via.sentBy
    self.method = method
  }
}

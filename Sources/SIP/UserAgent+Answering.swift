public import SansIO

/// Commands of the called end. On a call that is past them (the peer's message crossed) they do nothing.
extension UserAgent {
  /// Sends a provisional response (101...199) to the INVITE, with early media's description if `body` is
  /// given.
  public mutating func ring(
    _ handle: CallHandle, status: Int = 180, body: [UInt8]? = nil, contentType: String = "application/sdp",
    at now: Instant
  ) {
    precondition((101...199).contains(status), "ring sends 101...199, not \(status)")
    guard let call = calls[handle], case .invited(let pending) = call.phase,
      let flow = serverInvites[pending.transaction]?.flow
    else { return }
    var content = ResponseTemplate.Content(status)
    content.contact = contactValue(user: pending.user, flow.transport)
    content.body = body ?? []
    content.contentType = contentType
    conclude(pending, content, tag: call.dialog.localTag, call: handle, at: now)
  }

  /// Answers the INVITE or re-INVITE with 200 and repeats it until the ACK comes.
  public mutating func answer(
    _ handle: CallHandle, body: [UInt8], contentType: String = "application/sdp", at now: Instant
  ) {
    guard var call = calls[handle], let pending = call.pendingInvite,
      let flow = serverInvites[pending.transaction]?.flow
    else { return }
    var content = ResponseTemplate.Content(200, fields: [HeaderFields.Field("Allow", SIPMethod.allowed)])
    content.contact = contactValue(user: pending.user, flow.transport)
    content.body = body
    content.contentType = contentType
    let bytes = pending.template.write(
      content, tag: call.dialog.localTag, product: configuration.product)
    let answer = Call.UnacknowledgedAnswer(
      sequence: pending.sequence, message: bytes, flow: flow, summary: content.summary(.invite),
      repetition: Backoff(from: now, interval: configuration.timers.t1, bound: configuration.timers.t2),
      timeout: now + configuration.timers.limit)
    call.phase = .confirmed(.none)
    call.unacknowledged = answer
    calls[handle] = call
    deadlines.set(.answer(handle), to: answer.nextDeadline)
    accept(pending.transaction, at: now)
    transmit(bytes, on: flow, call: handle, answer.summary)
  }

  /// From here the call repeats the 2xx, not the transaction (RFC 6026 section 7.1).
  private mutating func accept(_ id: TransactionID, at now: Instant) {
    serverInvites[id]?.message = []
    serverInvites[id]?.summary = nil
    serverInvites[id]?.machine.respond(status: 200, at: now)
    deadlines.set(.serverInvite(id), to: serverInvites[id]?.machine.nextDeadline)
  }

  /// Refuses the INVITE, which finishes the handle, or the re-INVITE, after which the call goes on as it was.
  public mutating func reject(
    _ handle: CallHandle, status: Int, reason: String? = nil, headers: [(String, String)] = [],
    at now: Instant
  ) {
    precondition((300...699).contains(status), "reject sends 300...699, not \(status)")
    guard let call = calls[handle], let pending = call.pendingInvite else { return }
    let fields = headers.map { HeaderFields.Field($0.0, $0.1) }
    conclude(
      pending, .init(status, reason, fields: fields), tag: call.dialog.localTag, call: handle, at: now)
    if case .invited = call.phase { finish(handle) } else { calls[handle]?.phase = .confirmed(.none) }
  }

  /// Refuses an INVITE or re-INVITE whose body is not of a type listed in `accepted` (415).
  public mutating func rejectMediaType(
    _ handle: CallHandle, accepted: String = "application/sdp", at now: Instant
  ) {
    reject(handle, status: 415, headers: [("Accept", accepted)], at: now)
  }
}

extension Call {
  /// The INVITE that waits for the application's answer.
  var pendingInvite: PendingInvite? {
    switch phase {
    case .invited(let pending), .confirmed(.offered(let pending)): pending
    case .inviting, .confirmed, .leaving: nil
    }
  }
}

import SansIO

extension UserAgent {
  /// The most 2xx of a forked INVITE that are ended one by one; further ones end by their own time-out.
  private static let maximumForks = 8

  /// Takes a valid response.
  mutating func receive(response: Message, status: Int, on flow: Flow, at now: Instant) {
    statistics.responsesReceived += 1
    let key = TransactionKey(branch: response.via.branch, method: response.method)
    if response.method == .invite, let id = clientInvites.find(key) {
      receiveInviteResponse(response, status: status, of: id, on: flow, at: now)
    } else if let id = clients.find(key) {
      receiveOtherResponse(response, status: status, of: id, on: flow, at: now)
    } else {
      statistics.unmatchedResponses += 1
      note(response, on: flow, call: nil, at: now)
    }
  }

  private mutating func receiveOtherResponse(
    _ response: Message, status: Int, of id: TransactionID, on flow: Flow, at now: Instant
  ) {
    guard let isNew = clients[id]?.machine.receive(status: status, at: now), let exchange = clients[id]
    else { return }
    note(response, on: flow, call: exchange.call, isCopy: !isNew, at: now)
    deadlines.set(.client(id), to: exchange.machine.nextDeadline)
    if exchange.machine.nextDeadline == nil { clients.remove(id) }
    guard isNew, status >= 200, exchange.purpose == .bye, var call = calls[exchange.call] else { return }
    if let repetition = authorizedRepetition(of: exchange.request, after: response, status: status, in: &call)
    {
      calls[exchange.call] = call
      return start(repetition, for: .bye, call: exchange.call, at: now)
    }
    finish(exchange.call, with: .byeAnswered(status: status))
  }

  private mutating func receiveInviteResponse(
    _ response: Message, status: Int, of id: TransactionID, on flow: Flow, at now: Instant
  ) {
    guard let reaction = clientInvites[id]?.machine.receive(status: status, at: now),
      let exchange = clientInvites[id]
    else { return }
    deadlines.set(.clientInvite(id), to: exchange.machine.nextDeadline)
    switch reaction {
    case .absorb: note(response, on: flow, call: exchange.call, isCopy: true, at: now)
    case .acknowledgeAgain:
      note(response, on: flow, call: exchange.call, isCopy: true, at: now)
      repeatInvite(id)
    case .deliver where status < 200:
      note(response, on: flow, call: exchange.call, at: now)
      receiveProvisional(response, status: status, of: exchange.call, at: now)
    case .deliver: receiveSuccess(response, of: id, on: flow, at: now)
    case .deliverAndAcknowledge:
      note(response, on: flow, call: exchange.call, at: now)
      acknowledgeRefusal(id, by: response.to)
      receiveRefusal(response, status: status, of: id, exchange, at: now)
    }
  }

  private mutating func receiveProvisional(
    _ response: Message, status: Int, of handle: CallHandle, at now: Instant
  ) {
    guard case .inviting(var inviting) = calls[handle]?.phase else { return }
    inviting.hasProvisional = true
    calls[handle]?.phase = .inviting(inviting)
    let body = response.body.isEmpty ? nil : response.body
    outbox.append(
      .event(handle, .provisional(status: status, reason: response.reasonPhrase, body: body)))
    sendCancel(handle, at: now)
  }

  /// Sends the ACK of a refusal, which the transaction keeps to send it again.
  private mutating func acknowledgeRefusal(_ id: TransactionID, by responder: NameAddress) {
    guard let exchange = clientInvites[id] else { return }
    let request = exchange.request.acknowledgement(to: responder)
    let bytes = write(request)
    transmit(bytes, on: request.flow, call: exchange.call, request.summary)
    guard exchange.machine.nextDeadline != nil else { return clientInvites.remove(id) }
    clientInvites[id]?.message = bytes
    clientInvites[id]?.summary = request.summary
  }

  private mutating func receiveRefusal(
    _ response: Message, status: Int, of id: TransactionID,
    _ exchange: ClientExchange<ClientInviteTransaction>, at now: Instant
  ) {
    guard var call = calls[exchange.call] else { return }
    switch call.phase {
    case .inviting(let inviting) where inviting.transaction == id:
      if case .none = inviting.cancellation,
        let request = authorizedRepetition(of: exchange.request, after: response, status: status, in: &call)
      {
        let next = start(invite: request, for: .invite, call: exchange.call, at: now)
        call.phase = .inviting(.init(transaction: next))
        calls[exchange.call] = call
      } else {
        finish(exchange.call, with: .refused(Refusal(response, status: status)))
      }
    case .confirmed(.offering(id)):
      if let request = authorizedRepetition(of: exchange.request, after: response, status: status, in: &call)
      {
        let next = start(invite: request, for: .reinvite, call: exchange.call, at: now)
        call.phase = .confirmed(.offering(next))
        calls[exchange.call] = call
      } else {
        reinviteRefused(exchange.call, Refusal(response, status: status))
      }
    case .inviting, .invited, .confirmed, .leaving: break
    }
  }

  private mutating func reinviteRefused(_ handle: CallHandle, _ refusal: Refusal) {
    guard let call = calls[handle] else { return }
    var refusal = refusal
    if refusal.status == 491 { refusal.glareDelay = glareDelay(ownsCallID: call.dialog.wasCalling) }
    calls[handle]?.phase = .confirmed(.none)
    outbox.append(.event(handle, .reinviteRefused(refusal)))
  }

  /// RFC 3261 section 14.1: the owner of the Call-ID waits 2.1 s to 4 s, the other end up to 2 s, in 10 ms
  /// steps.
  private mutating func glareDelay(ownsCallID: Bool) -> Interval {
    let steps = ownsCallID ? 210...400 : 0...200
    return .milliseconds(10) * Int.random(in: steps, using: &generator)
  }

  private mutating func receiveSuccess(
    _ response: Message, of id: TransactionID, on flow: Flow, at now: Instant
  ) {
    guard let exchange = clientInvites[id] else { return }
    if let sent = exchange.acknowledgements.first(where: { $0.tag == response.to.tag }) {
      note(response, on: flow, call: exchange.call, isCopy: true, at: now)
      return transmit(sent.message, on: sent.flow, call: exchange.call, sent.summary, again: true)
    }
    note(response, on: flow, call: exchange.call, at: now)
    guard exchange.acknowledgements.isEmpty, let call = calls[exchange.call] else {
      return endFork(response, of: id, exchange, at: now)
    }
    switch call.phase {
    case .inviting(let inviting):
      calls[exchange.call]?.dialog.establish(by: response)
      acknowledge(response, of: id, exchange, in: calls[exchange.call]?.dialog ?? call.dialog)
      established(exchange.call, inviting.cancellation, response, at: now)
    case .confirmed(.offering(id)):
      calls[exchange.call]?.dialog.refresh(target: response.contact)
      acknowledge(response, of: id, exchange, in: calls[exchange.call]?.dialog ?? call.dialog)
      calls[exchange.call]?.phase = .confirmed(.none)
      outbox.append(.event(exchange.call, .answered(Answer(response))))
    case .invited, .confirmed, .leaving:
      acknowledge(response, of: id, exchange, in: call.dialog)
    }
  }

  private mutating func established(
    _ handle: CallHandle, _ cancellation: Call.Cancellation, _ response: Message, at now: Instant
  ) {
    switch cancellation {
    case .none:
      calls[handle]?.phase = .confirmed(.none)
      outbox.append(.event(handle, .answered(Answer(response))))
    case .queued(let reason):
      sendBye(handle, reason: reason, at: now)
    case .sent(let reason):
      deadlines.set(.cancellation(handle), to: nil)
      sendBye(handle, reason: reason, at: now)
    }
  }

  /// Sends the ACK of a 2xx (RFC 3261 section 13.2.2.4), to be sent again for each copy.
  private mutating func acknowledge(
    _ response: Message, of id: TransactionID, _ exchange: ClientExchange<ClientInviteTransaction>,
    in dialog: Dialog
  ) {
    var request = request(.ack, in: dialog, sequence: exchange.request.sequence)
    request.authorizations = exchange.request.authorizations
    let bytes = write(request)
    transmit(bytes, on: request.flow, call: exchange.call, request.summary)
    clientInvites[id]?.acknowledgements.append(
      .init(tag: response.to.tag, message: bytes, flow: request.flow, summary: request.summary))
    // The INVITE itself is not sent again.
    clientInvites[id]?.message = []
  }

  /// Acknowledges and ends a call that nobody wants: a further fork's, or one given up before.
  private mutating func endFork(
    _ response: Message, of id: TransactionID, _ exchange: ClientExchange<ClientInviteTransaction>,
    at now: Instant
  ) {
    guard exchange.acknowledgements.count < Self.maximumForks else { return }
    let invite = exchange.request
    var dialog = Dialog(
      calling: invite.uri, local: invite.from, remote: invite.to, callID: invite.callID, tag: "",
      flow: invite.flow)
    dialog.establish(by: response)
    acknowledge(response, of: id, exchange, in: dialog)
    guard exchange.purpose == .invite else { return }
    let bye = request(.bye, in: dialog, sequence: invite.sequence + 1)
    start(bye, for: .bye, call: exchange.call, at: now)
  }
}

extension Message {
  /// The reason phrase of a response.
  var reasonPhrase: String {
    if case .response(_, let reason) = start { reason } else { "" }
  }
}

extension UserAgent.Answer {
  init(_ response: Message) {
    if case .response(let status, _) = response.start { self.status = status } else { status = 200 }
    reason = response.reasonPhrase
    body = response.body
    contentType = response.contentType
    headers = response.headers
  }
}

extension UserAgent.Refusal {
  init(_ response: Message, status: Int) {
    self.status = status
    reason = response.reasonPhrase
    let digits = response.headers["retry-after"]?.utf8.prefix { $0.isDigitASCII }
    retryAfter = digits.map { Substring($0) }?.decimal(atMost: 1_000_000_000).map(Int.init)
    warning = response.headers["warning"]
    headers = response.headers
  }
}

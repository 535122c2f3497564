import SansIO

extension UserAgent {
  /// Takes an INVITE: a copy, a new call, or a change of a call.
  mutating func receiveInvite(_ request: Message, uri: String, on flow: Flow, at now: Instant) {
    let key = TransactionKey(server: request, method: .invite)
    if let id = serverInvites.find(key), let exchange = serverInvites[id] {
      note(request, on: flow, call: exchange.call, isCopy: true, at: now)
      if exchange.machine.receiveCopy() { repeatResponse(exchange) }
      return
    }
    if let refusal = refusal(of: request, uri: uri) {
      return refuse(request, refusal, on: flow, call: call(matching: request), at: now)
    }
    guard request.to.tag != nil else { return receiveFirstInvite(request, uri: uri, key, on: flow, at: now) }
    guard let handle = call(matching: request) else {
      return refuseUnknownDialog(request, on: flow, at: now)
    }
    note(request, on: flow, call: handle, at: now)
    receiveReinvite(request, of: handle, key, on: flow, at: now)
  }

  private mutating func receiveFirstInvite(
    _ request: Message, uri: String, _ key: TransactionKey, on flow: Flow, at now: Instant
  ) {
    guard calls.count < configuration.maximumCalls,
      servers.count + serverInvites.count < configuration.maximumServerTransactions
    else {
      statistics.overloads += 1
      let later = HeaderFields.Field("Retry-After", String(configuration.retryAfter))
      return refuse(request, .init(503, fields: [later]), on: flow, call: nil, at: now)
    }
    guard let requestURI = try? SIPURI(uri) else {
      return refuse(request, .init(400, "Bad Request-URI"), on: flow, call: nil, at: now)
    }
    guard let contact = request.contact else {
      return refuse(request, .init(400, "Bad Request: no Contact"), on: flow, call: nil, at: now)
    }
    let handle = newCallHandle()
    note(request, on: flow, call: handle, at: now)
    let dialog = Dialog(answering: request, tag: newTag(), contact: contact, flow: flow)
    let pending = open(request, key, user: requestURI.user, on: flow, call: handle, at: now)
    calls[handle] = Call(handle: handle, phase: .invited(pending), dialog: dialog, user: requestURI.user)
    handles[dialog.localTag] = handle
    outbox.append(.event(handle, .invited(Invitation(request, requestURI: requestURI, flow: flow))))
  }

  private mutating func receiveReinvite(
    _ request: Message, of handle: CallHandle, _ key: TransactionKey, on flow: Flow, at now: Instant
  ) {
    guard var call = calls[handle] else { return }
    let refusal = refusal(ofReinvite: request, in: &call)
    let pending = open(request, key, user: call.user, on: flow, call: handle, at: now)
    if let refusal {
      calls[handle] = call
      return conclude(pending, refusal, tag: call.dialog.localTag, call: handle, at: now)
    }
    call.dialog.refresh(target: request.contact)
    call.phase = .confirmed(.offered(pending))
    calls[handle] = call
    let offer = Offer(body: request.body, contentType: request.contentType, headers: request.headers)
    outbox.append(.event(handle, .reinvited(offer)))
  }

  /// Why a re-INVITE cannot be offered to the application (RFC 3261 sections 12.2.2 and 14.2).
  private mutating func refusal(ofReinvite request: Message, in call: inout Call) -> ResponseTemplate.Content?
  {
    guard call.dialog.accept(sequence: request.sequence) else { return .init(500) }
    switch call.phase {
    case .confirmed(.none): return nil
    case .confirmed(.offering): return .init(491)
    case .leaving: return .init(481)
    case .inviting, .invited, .confirmed(.offered):
      let seconds = String(UInt64.random(in: 0...10, using: &generator))
      return .init(500, fields: [HeaderFields.Field("Retry-After", seconds)])
    }
  }

  /// Opens the transaction of an INVITE and sends 100, which stops its copies.
  private mutating func open(
    _ request: Message, _ key: TransactionKey, user: String?, on flow: Flow, call: CallHandle, at now: Instant
  ) -> Call.PendingInvite {
    let template = ResponseTemplate(request, from: flow.remote)
    let trying = ResponseTemplate.Content(100)
    let bytes = template.write(trying, tag: nil, product: configuration.product)
    let summary = trying.summary(.invite)
    let id = newTransactionID()
    serverInvites.insert(
      ServerExchange(
        machine: ServerInviteTransaction(isReliable: flow.transport.isReliable, timers: configuration.timers),
        key: key, flow: flow, call: call, message: bytes, summary: summary),
      as: id)
    transmit(bytes, on: flow, call: call, summary)
    return Call.PendingInvite(
      transaction: id, sequence: request.sequence, template: template, user: user,
      authorizations: request.headers.values("authorization"))
  }

  /// Sends a response other than 2xx to an INVITE of the peer.
  mutating func conclude(
    _ pending: Call.PendingInvite, _ content: ResponseTemplate.Content, tag: String, call: CallHandle,
    at now: Instant
  ) {
    guard let flow = serverInvites[pending.transaction]?.flow else { return }
    let bytes = pending.template.write(content, tag: tag, product: configuration.product)
    let summary = content.summary(.invite)
    serverInvites[pending.transaction]?.message = bytes
    serverInvites[pending.transaction]?.summary = summary
    serverInvites[pending.transaction]?.machine.respond(status: content.status, at: now)
    deadlines.set(
      .serverInvite(pending.transaction), to: serverInvites[pending.transaction]?.machine.nextDeadline)
    transmit(bytes, on: flow, call: call, summary)
  }
}

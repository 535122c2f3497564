import SansIO

extension UserAgent {
  /// Takes a valid request (RFC 3261 section 8.2).
  mutating func receive(request: Message, uri: String, on flow: Flow, at now: Instant) {
    statistics.requestsReceived += 1
    switch request.method {
    case .ack: receiveAcknowledgement(request, on: flow, at: now)
    case .invite: receiveInvite(request, uri: uri, on: flow, at: now)
    default: receiveOther(request, uri: uri, on: flow, at: now)
    }
  }

  /// The call whose dialog `request` belongs to.
  func call(matching request: Message) -> CallHandle? {
    guard let tag = request.to.tag, let handle = handles[tag], calls[handle]?.dialog.matches(request) == true
    else { return nil }
    return handle
  }

  private mutating func receiveOther(_ request: Message, uri: String, on flow: Flow, at now: Instant) {
    let key = TransactionKey(server: request, method: request.method)
    if let id = servers.find(key), let exchange = servers[id] {
      note(request, on: flow, call: exchange.call, isCopy: true, at: now)
      if exchange.machine.receiveCopy() { repeatResponse(exchange) }
      return
    }
    if let refusal = refusal(of: request, uri: uri) {
      return refuse(request, refusal, on: flow, call: call(matching: request), at: now)
    }
    switch request.method {
    case .cancel: receiveCancel(request, on: flow, at: now)
    case .bye: receiveBye(request, on: flow, at: now)
    default: receiveOptions(request, on: flow, at: now)
    }
  }

  /// What is wrong with a request whatever it is about (RFC 3261 sections 8.2.1 to 8.2.3).
  func refusal(of request: Message, uri: String) -> ResponseTemplate.Content? {
    if case .other = request.method {
      return .init(405, fields: [HeaderFields.Field("Allow", SIPMethod.allowed)])
    }
    if uri.firstIndex(ofByte: ":") != nil,
      !uri.utf8.prefix(4).elementsEqual("sip:".utf8, by: { $0.lowercasedASCII == $1 })
    {
      return .init(416)
    }
    if request.headers["max-forwards"]?.trimmed == "0" { return .init(483) }
    // Section 8.2.2.3: no extension can be required of a CANCEL.
    if request.method != .cancel, let extensions = request.headers["require"], !extensions.isEmpty {
      return .init(420, fields: [HeaderFields.Field("Unsupported", extensions)])
    }
    return nil
  }

  /// Answers a request at once and keeps nothing: copies of it get the same answer anew.
  mutating func refuse(
    _ request: Message, _ content: ResponseTemplate.Content, on flow: Flow, call: CallHandle?, at now: Instant
  ) {
    note(request, on: flow, call: call, at: now)
    let bytes = ResponseTemplate(request, from: flow.remote).write(
      content, tag: statelessTag(request), product: configuration.product)
    transmit(bytes, on: flow, call: call, content.summary(request.method))
  }

  /// Answers 481.
  mutating func refuseUnknownDialog(_ request: Message, on flow: Flow, at now: Instant) {
    statistics.unknownDialogs += 1
    refuse(request, .init(481), on: flow, call: nil, at: now)
  }

  /// Answers a BYE or CANCEL in a transaction that repeats the answer to copies.
  private mutating func respond(
    to request: Message, _ content: ResponseTemplate.Content, tag: String, on flow: Flow, call: CallHandle?,
    at now: Instant
  ) {
    let bytes = ResponseTemplate(request, from: flow.remote).write(
      content, tag: tag, product: configuration.product)
    let summary = content.summary(request.method)
    transmit(bytes, on: flow, call: call, summary)
    guard servers.count + serverInvites.count < configuration.maximumServerTransactions else { return }
    var machine = ServerTransaction(isReliable: flow.transport.isReliable, timers: configuration.timers)
    machine.respond(at: now)
    guard let deadline = machine.nextDeadline else { return }
    let key = TransactionKey(server: request, method: request.method)
    let id = newTransactionID()
    servers.insert(
      ServerExchange(machine: machine, key: key, flow: flow, call: call, message: bytes, summary: summary),
      as: id)
    deadlines.set(.server(id), to: deadline)
  }

  private mutating func receiveOptions(_ request: Message, on flow: Flow, at now: Instant) {
    let handle = call(matching: request)
    guard request.to.tag == nil || handle != nil else {
      return refuseUnknownDialog(request, on: flow, at: now)
    }
    let fields = [
      HeaderFields.Field("Allow", SIPMethod.allowed), HeaderFields.Field("Accept", "application/sdp"),
    ]
    refuse(request, .init(200, fields: fields), on: flow, call: handle, at: now)
  }

  private mutating func receiveBye(_ request: Message, on flow: Flow, at now: Instant) {
    guard let handle = call(matching: request), var call = calls[handle] else {
      return refuseUnknownDialog(request, on: flow, at: now)
    }
    guard call.dialog.accept(sequence: request.sequence) else {
      return refuse(request, .init(500), on: flow, call: handle, at: now)
    }
    calls[handle] = call
    note(request, on: flow, call: handle, at: now)
    respond(to: request, .init(200), tag: call.dialog.localTag, on: flow, call: handle, at: now)
    let reason = request.headers["reason"]
    switch call.phase {
    case .leaving: return
    case .invited(let pending), .confirmed(.offered(let pending)):
      conclude(pending, .init(487), tag: call.dialog.localTag, call: handle, at: now)
    case .inviting, .confirmed: break
    }
    finish(handle, with: .ended(reason: reason))
  }

  private mutating func receiveCancel(_ request: Message, on flow: Flow, at now: Instant) {
    guard let id = serverInvites.find(TransactionKey(server: request, method: .invite)),
      let exchange = serverInvites[id]
    else { return refuseUnknownDialog(request, on: flow, at: now) }
    note(request, on: flow, call: exchange.call, at: now)
    let call = exchange.call.flatMap { calls[$0] }
    let tag = call?.dialog.localTag ?? statelessTag(request)
    respond(to: request, .init(200), tag: tag, on: flow, call: exchange.call, at: now)
    guard let call else { return }
    switch call.phase {
    case .invited(let pending) where pending.transaction == id:
      conclude(pending, .init(487), tag: tag, call: call.handle, at: now)
      finish(call.handle, with: .cancelled(reason: request.headers["reason"]))
    case .confirmed(.offered(let pending)) where pending.transaction == id:
      conclude(pending, .init(487), tag: tag, call: call.handle, at: now)
      calls[call.handle]?.phase = .confirmed(.none)
      outbox.append(.event(call.handle, .offerWithdrawn))
    case .inviting, .invited, .confirmed, .leaving: break
    }
  }

  private mutating func receiveAcknowledgement(_ request: Message, on flow: Flow, at now: Instant) {
    if let id = serverInvites.find(TransactionKey(server: request, method: .invite)),
      let exchange = serverInvites[id], serverInvites[id]?.machine.acknowledge(at: now) == true
    {
      let isFirst = if case .completed = exchange.machine.state { true } else { false }
      note(request, on: flow, call: exchange.call, isCopy: !isFirst, at: now)
      let deadline = serverInvites[id]?.machine.nextDeadline
      deadlines.set(.serverInvite(id), to: deadline)
      if deadline == nil { serverInvites.remove(id) }
      return
    }
    guard let handle = call(matching: request), let call = calls[handle] else {
      statistics.unmatchedAcknowledgements += 1
      return note(request, on: flow, call: nil, at: now)
    }
    guard let answer = call.unacknowledged, answer.sequence == request.sequence else {
      let isCopy = call.acknowledgedSequence == request.sequence
      if !isCopy { statistics.unmatchedAcknowledgements += 1 }
      return note(request, on: flow, call: handle, isCopy: isCopy, at: now)
    }
    note(request, on: flow, call: handle, at: now)
    acknowledged(handle, body: request.body, at: now)
  }

  private mutating func acknowledged(_ handle: CallHandle, body: [UInt8], at now: Instant) {
    deadlines.set(.answer(handle), to: nil)
    calls[handle]?.acknowledged()
    outbox.append(.event(handle, .acknowledged(body: body.isEmpty ? nil : body)))
    if let bye = calls[handle]?.queuedBye { sendBye(handle, reason: bye.reason, at: now) }
  }
}

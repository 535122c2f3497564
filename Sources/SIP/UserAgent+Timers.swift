public import SansIO

extension UserAgent {
  /// Lets time pass until `now`: sends again what is due and ends what has waited long enough.
  public mutating func advance(to now: Instant) {
    while let timer = deadlines.popDue(at: now) {
      switch timer {
      case .clientInvite(let id): advanceClientInvite(id, to: now)
      case .client(let id): advanceClient(id, to: now)
      case .serverInvite(let id): advanceServerInvite(id, to: now)
      case .server(let id): advanceServer(id, to: now)
      case .answer(let handle): advanceAnswer(handle, to: now)
      case .cancellation(let handle): abandonInvite(handle)
      }
    }
  }

  private mutating func advanceClientInvite(_ id: TransactionID, to now: Instant) {
    guard let effect = clientInvites[id]?.machine.advance(to: now) else { return }
    switch effect {
    case .none: break
    case .retransmit: repeatInvite(id)
    case .timedOut: return failInvite(id, .timeout(.invite))
    case .terminated: return clientInvites.remove(id)
    }
    deadlines.set(.clientInvite(id), to: clientInvites[id]?.machine.nextDeadline)
  }

  /// Sends the last message of an INVITE transaction again.
  mutating func repeatInvite(_ id: TransactionID) {
    guard let exchange = clientInvites[id] else { return }
    transmit(exchange.message, on: exchange.request.flow, call: exchange.call, exchange.summary, again: true)
  }

  private mutating func advanceClient(_ id: TransactionID, to now: Instant) {
    guard let effect = clients[id]?.machine.advance(to: now), let exchange = clients[id] else { return }
    switch effect {
    case .none: break
    case .retransmit:
      transmit(
        exchange.message, on: exchange.request.flow, call: exchange.call, exchange.summary, again: true)
    case .timedOut: return failRequest(id, .timeout(exchange.request.method))
    case .terminated: return clients.remove(id)
    }
    deadlines.set(.client(id), to: exchange.machine.nextDeadline)
  }

  private mutating func advanceServerInvite(_ id: TransactionID, to now: Instant) {
    guard let effect = serverInvites[id]?.machine.advance(to: now) else { return }
    switch effect {
    case .none: break
    case .retransmit: repeatResponse(serverInvites[id])
    case .timedOut:
      statistics.unacknowledgedRefusals += 1
      return serverInvites.remove(id)
    case .terminated: return serverInvites.remove(id)
    }
    deadlines.set(.serverInvite(id), to: serverInvites[id]?.machine.nextDeadline)
  }

  /// Sends the last response of a server transaction again, if it has one.
  mutating func repeatResponse<Machine>(_ exchange: ServerExchange<Machine>?) {
    guard let exchange, let summary = exchange.summary, !exchange.message.isEmpty else { return }
    transmit(exchange.message, on: exchange.flow, call: exchange.call, summary, again: true)
  }

  private mutating func advanceServer(_ id: TransactionID, to now: Instant) {
    guard servers[id]?.machine.advance(to: now) == .terminated else { return }
    servers.remove(id)
  }

  private mutating func advanceAnswer(_ handle: CallHandle, to now: Instant) {
    guard let call = calls[handle], var answer = call.unacknowledged else { return }
    guard answer.timeout > now else {
      calls[handle]?.unacknowledged = nil
      sendBye(handle, reason: call.queuedBye?.reason, at: now)
      return finish(handle, with: .failed(.noAcknowledgement))
    }
    transmit(answer.message, on: answer.flow, call: handle, answer.summary, again: true)
    answer.repetition.repeated(at: now)
    calls[handle]?.unacknowledged = answer
    deadlines.set(.answer(handle), to: answer.nextDeadline)
  }

  /// Gives up an INVITE that no final response followed within 64·T1 of its CANCEL (RFC 3261 section 9.1).
  private mutating func abandonInvite(_ handle: CallHandle) {
    guard case .inviting(let inviting) = calls[handle]?.phase else { return }
    failInvite(inviting.transaction, .timeout(.cancel))
  }

  /// Ends an INVITE of ours that gets no final response.
  mutating func failInvite(_ id: TransactionID, _ failure: Failure) {
    guard let exchange = clientInvites[id] else { return }
    deadlines.set(.clientInvite(id), to: nil)
    clientInvites.remove(id)
    switch calls[exchange.call]?.phase {
    case .inviting: finish(exchange.call, with: .failed(failure))
    case .confirmed(.offering(id)):
      calls[exchange.call]?.phase = .confirmed(.none)
      // RFC 3261 section 8.1.3.1: a time-out counts as 408, a broken transport as 503.
      outbox.append(.event(exchange.call, .reinviteRefused(Refusal(failure))))
    case .confirmed, .invited, .leaving, nil: break
    }
  }

  /// Ends a BYE or CANCEL of ours that gets no final response.
  mutating func failRequest(_ id: TransactionID, _ failure: Failure) {
    guard let exchange = clients[id] else { return }
    deadlines.set(.client(id), to: nil)
    clients.remove(id)
    guard exchange.purpose == .bye, case .leaving = calls[exchange.call]?.phase else { return }
    finish(exchange.call, with: .failed(failure))
  }
}

extension UserAgent.Refusal {
  /// The refusal that a failure amounts to.
  init(_ failure: UserAgent.Failure) {
    switch failure {
    case .transport(let reason): self.init(status: 503, reason: reason, headers: HeaderFields())
    case .timeout, .noAcknowledgement:
      self.init(status: 408, reason: ReasonPhrase.of(408), headers: HeaderFields())
    }
  }
}

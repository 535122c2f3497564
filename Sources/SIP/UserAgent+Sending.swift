import SansIO

extension UserAgent {
  /// Queues a message for the driver.
  mutating func transmit(
    _ bytes: [UInt8], on flow: Flow, call: CallHandle?, _ summary: MessageSummary, again: Bool = false
  ) {
    statistics.messagesSent += 1
    var summary = summary
    if again {
      statistics.retransmissionsSent += 1
      summary.isRetransmission = true
    }
    if flow.transport == .tcp, streams[flow] == nil { streams[flow] = StreamFramer() }
    outbox.append(.transmit(Transmission(bytes: bytes, flow: flow, call: call, summary: summary)))
  }

  /// Tells the ladder that a valid message came.
  mutating func note(
    _ message: Message, on flow: Flow, call: CallHandle?, isCopy: Bool = false, at now: Instant
  ) {
    if isCopy { statistics.retransmissionsReceived += 1 }
    let summary = message.summary(isRetransmission: isCopy)
    outbox.append(.received(Reception(call: call, flow: flow, summary: summary, at: now)))
  }

  /// Writes and sends an INVITE in a transaction of its own.
  mutating func start(
    invite request: OutgoingRequest, for purpose: ClientExchange<ClientInviteTransaction>.Purpose,
    call: CallHandle, at now: Instant
  ) -> TransactionID {
    let machine = ClientInviteTransaction(
      isReliable: request.flow.transport.isReliable, timers: configuration.timers, at: now)
    let exchange = ClientExchange(
      machine: machine, key: TransactionKey(branch: request.branch, method: .invite), purpose: purpose,
      call: call, request: request, message: write(request), summary: request.summary)
    let id = newTransactionID()
    transmit(exchange.message, on: request.flow, call: call, exchange.summary)
    clientInvites.insert(exchange, as: id)
    deadlines.set(.clientInvite(id), to: machine.nextDeadline)
    return id
  }

  /// Writes and sends a request other than INVITE and ACK in a transaction of its own.
  mutating func start(
    _ request: OutgoingRequest, for purpose: ClientExchange<ClientTransaction>.Purpose, call: CallHandle,
    at now: Instant
  ) {
    let machine = ClientTransaction(
      isReliable: request.flow.transport.isReliable, timers: configuration.timers, at: now)
    let exchange = ClientExchange(
      machine: machine, key: TransactionKey(branch: request.branch, method: request.method),
      purpose: purpose, call: call, request: request, message: write(request), summary: request.summary)
    let id = newTransactionID()
    transmit(exchange.message, on: request.flow, call: call, exchange.summary)
    clients.insert(exchange, as: id)
    deadlines.set(.client(id), to: machine.nextDeadline)
  }

  /// The bytes of a request of ours.
  func write(_ request: OutgoingRequest) -> [UInt8] {
    request.write(sentBy: contactAddress(request.flow.transport), product: configuration.product)
  }

  /// A request within `dialog`, not yet numbered nor authorized.
  mutating func request(_ method: SIPMethod, in dialog: Dialog, sequence: UInt32) -> OutgoingRequest {
    let flow = dialog.nextHop(
      canSend: { configuration.contact($0) != nil }, isOpen: { streams[$0] != nil })
    return OutgoingRequest(
      method: method, uri: dialog.remoteTarget, branch: newBranch(), flow: flow, from: dialog.local,
      to: dialog.remote, callID: dialog.callID, sequence: sequence, routes: dialog.routes)
  }

  /// The Contact value of ours for `transport`.
  func contactValue(user: String?, _ transport: SIPTransport) -> String {
    let uri = SIPURI(user: user, address: contactAddress(transport), transport: transport)
    return "<\(uri.description.withoutControls)>"
  }

  private func contactAddress(_ transport: SIPTransport) -> TransportAddress {
    guard let address = configuration.contact(transport) else {
      preconditionFailure(
        "a flow over \(transport.rawValue) needs \(transport.rawValue)Contact in Configuration")
    }
    return address
  }

  /// A new tag: 64 random bits.
  mutating func newTag() -> String { String(generator.next(), radix: 36) }

  /// A new branch.
  mutating func newBranch() -> String { "\(Via.cookie)" + String(generator.next(), radix: 36) }

  /// A new Call-ID: 128 random bits.
  mutating func newCallID() -> String {
    String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
  }

  /// The tag of responses that keep no state: the same for every copy of `request` (RFC 3261 section 8.2.7).
  func statelessTag(_ request: Message) -> String {
    var hash = statelessSecret ^ 0xCBF2_9CE4_8422_2325
    for byte in request.via.branch.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    for byte in request.callID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return String(hash, radix: 36)
  }
}

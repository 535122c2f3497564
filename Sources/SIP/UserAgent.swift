public import SansIO

/// Both ends of SIP calls over UDP and TCP: transactions, dialogs and authentication (RFC 3261, 3581, 6026,
/// 7616).
///
/// A machine without input and output of its own. After each call of a `mutating` method take outputs with
/// `poll()` until it gives `nil`, and call `advance(to:)` when `nextDeadline` has come.
public struct UserAgent {
  /// What can come due.
  enum Timer: Hashable, Sendable {
    case clientInvite(TransactionID)
    case client(TransactionID)
    case serverInvite(TransactionID)
    case server(TransactionID)
    /// The 2xx of a call that waits for its ACK.
    case answer(CallHandle)
    /// A cancelled INVITE that has got no final response.
    case cancellation(CallHandle)
  }

  let configuration: Configuration
  let nonces: NonceIssuer
  /// Makes the tags of responses that keep no state.
  let statelessSecret: UInt64
  var generator: SeededGenerator

  var calls: [CallHandle: Call] = [:]
  /// Calls by our tag, which is unique.
  var handles: [String: CallHandle] = [:]
  var clientInvites = TransactionTable<ClientExchange<ClientInviteTransaction>>()
  var clients = TransactionTable<ClientExchange<ClientTransaction>>()
  var serverInvites = TransactionTable<ServerExchange<ServerInviteTransaction>>()
  var servers = TransactionTable<ServerExchange<ServerTransaction>>()
  var deadlines = DeadlineQueue<Timer>() { didSet { nextDeadline = deadlines.next } }
  /// The TCP connections that were used and have not failed.
  var streams: [Flow: StreamFramer] = [:]
  var outbox = Outbox()
  private var lastTransaction: UInt64 = 0
  private var lastCall: UInt64 = 0

  /// What was counted so far.
  public internal(set) var statistics = Statistics()

  /// Makes an agent whose tags, branches and Call-IDs come from `generator`.
  public init(configuration: Configuration, generator: SeededGenerator) {
    self.configuration = configuration
    self.generator = generator
    nonces = NonceIssuer(secret: configuration.nonceSecret, lifetime: configuration.nonceLifetime)
    statelessSecret = self.generator.next()
  }

  /// When to call `advance(to:)`; `nil` while nothing can come due.
  ///
  /// A value of its own: asked after each datagram of audio, it must not cost a copy of the agent.
  public private(set) var nextDeadline: Instant?

  /// The next output; `nil` when all were taken.
  public mutating func poll() -> Output? { outbox.takeFirst() }

  /// How many calls live.
  public var callCount: Int { calls.count }

  /// How many transactions live; one can outlive its call by 64·T1.
  public var transactionCount: Int {
    clientInvites.count + clients.count + serverInvites.count + servers.count
  }

  /// The Call-ID of a live call.
  public func callID(of handle: CallHandle) -> String? { calls[handle]?.dialog.callID }

  /// The peer's party of a live call, as From or To has it.
  public func remoteParty(of handle: CallHandle) -> String? { calls[handle]?.dialog.remote }

  /// The URI that requests within a live call ask for.
  public func remoteTarget(of handle: CallHandle) -> String? { calls[handle]?.dialog.remoteTarget }

  /// The flow that a live call was made on.
  public func flow(of handle: CallHandle) -> Flow? { calls[handle]?.dialog.flow }

  /// How far a live call has come.
  public enum CallStage: Hashable, Sendable {
    /// Its INVITE has no final response.
    case early
    /// Answered.
    case confirmed
    /// Our BYE is unanswered.
    case leaving
  }

  /// How far a call has come; `nil` once it is finished.
  public func stage(of handle: CallHandle) -> CallStage? {
    switch calls[handle]?.phase {
    case .inviting, .invited: .early
    case .confirmed: .confirmed
    case .leaving: .leaving
    case nil: nil
    }
  }

  mutating func newTransactionID() -> TransactionID {
    lastTransaction += 1
    return TransactionID(number: lastTransaction)
  }

  mutating func newCallHandle() -> CallHandle {
    lastCall += 1
    return CallHandle(lastCall)
  }

  /// Forgets a call; its transactions live on until their timers end.
  mutating func finish(_ handle: CallHandle) {
    guard let call = calls.removeValue(forKey: handle) else { return }
    handles[call.dialog.localTag] = nil
    if call.unacknowledged != nil { deadlines.set(.answer(handle), to: nil) }
    if case .inviting(let inviting) = call.phase, case .sent = inviting.cancellation {
      deadlines.set(.cancellation(handle), to: nil)
    }
  }

  /// Tells the owner the last word on a call and forgets it.
  mutating func finish(_ handle: CallHandle, with event: Event) {
    finish(handle)
    outbox.append(.event(handle, event))
  }
}

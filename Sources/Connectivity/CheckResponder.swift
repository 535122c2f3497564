import SansIO

/// The answering half of connectivity checks, the same for both agents (RFC 8445 §7.3, RFC 8489 §9.1.3).
struct CheckResponder: Sendable {
  /// Whom requests may be addressed to: our credentials, and the sender's fragment once it is known.
  struct Acceptance: Sendable {
    var local: ICECredentials
    var remoteFragment: String?
    private let prefix: [UInt8]

    init(local: ICECredentials, remoteFragment: String?) {
      self.local = local
      self.remoteFragment = remoteFragment
      prefix = [UInt8]((local.ufrag + ":").utf8)
    }

    /// Whether a USERNAME is ours, a colon, and theirs.
    func admits(_ username: [UInt8]) -> Bool {
      guard username.starts(with: prefix), username.count > prefix.count else { return false }
      guard let remoteFragment else { return true }
      return username.dropFirst(prefix.count).elementsEqual(remoteFragment.utf8)
    }
  }

  /// What to do with a request.
  enum Judgement: Sendable {
    /// Authentic, under the acceptance of this index.
    case authentic(Int)
    /// Not to be served: the error response to send, if the budget allows one.
    case refused([UInt8]?)
  }

  private var budget: ErrorBudget

  init(at now: Instant) { budget = ErrorBudget(at: now) }

  /// Judges a binding request by the `accepted` credentials, the current ones first.
  mutating func judge(
    _ request: STUNMessage, in datagram: Span<UInt8>, accepted: [Acceptance], at now: Instant
  ) -> Judgement {
    guard let username = request.username, request.integrityOffset != nil else {
      return .refused(refusal(of: request, 400, key: nil, at: now))
    }
    guard let index = accepted.firstIndex(where: { $0.admits(username) }),
      request.isAuthentic(in: datagram, key: accepted[index].local.key)
    else { return .refused(refusal(of: request, 401, key: nil, at: now)) }
    guard request.notUnderstood.isEmpty else {
      return .refused(refusal(of: request, 420, key: accepted[index].local.key, at: now))
    }
    return .authentic(index)
  }

  /// An error response, `nil` when too many were sent lately. Without `key` it has no MESSAGE-INTEGRITY.
  mutating func refusal(
    of request: STUNMessage, _ code: Int, key: [UInt8]?, at now: Instant
  ) -> [UInt8]? {
    guard budget.take(at: now) else { return nil }
    var response = STUNMessage(.failure, transaction: request.transaction)
    response.errorCode = code
    if code == 420 { response.unknownAttributes = request.notUnderstood }
    return response.encoded(key: key)
  }

  /// The success response to `request`, which came from `source`.
  static func success(_ request: STUNMessage, from source: TransportAddress, key: [UInt8]) -> [UInt8] {
    var response = STUNMessage(.success, transaction: request.transaction)
    response.mappedAddress = source
    return response.encoded(key: key)
  }
}

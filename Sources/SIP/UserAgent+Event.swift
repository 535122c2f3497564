public import SansIO

extension UserAgent {
  /// What happens to a call. After `refused`, `cancelled`, `ended`, `byeAnswered` and `failed` its handle is
  /// finished: no event follows and commands on it do nothing.
  public enum Event: Sendable {
    /// A peer calls; 100 was sent. `ring`, `answer`, `reject` or `authenticate` comes next.
    case invited(Invitation)
    /// The caller gave up before our answer, with its Reason if it gave one; 487 was sent.
    case cancelled(reason: String?)
    /// The ACK of our 2xx came, with its body if the offer was ours.
    case acknowledged(body: [UInt8]?)
    /// A provisional response to our INVITE (100...199).
    case provisional(status: Int, reason: String, body: [UInt8]?)
    /// A 2xx to our INVITE or re-INVITE; its ACK was sent.
    case answered(Answer)
    /// Our INVITE was refused for good, after the attempt with credentials if there were any.
    case refused(Refusal)
    /// The peer changes the session: `answer` or `reject` comes next.
    case reinvited(Offer)
    /// The peer cancelled its re-INVITE before our answer; the call goes on as it was.
    case offerWithdrawn
    /// Our re-INVITE was refused; the call goes on as it was. 408 (also when nothing came at all) and 481
    /// mean that the peer does not know the call any more: hang up.
    case reinviteRefused(Refusal)
    /// The peer hung up, with its Reason if it gave one; 200 was sent.
    case ended(reason: String?)
    /// The final response to our BYE.
    case byeAnswered(status: Int)
    /// The call ended without a word of the peer.
    case failed(Failure)
  }

  /// A 2xx to our INVITE.
  public struct Answer: Sendable {
    /// 200...299.
    public var status: Int
    /// The reason phrase.
    public var reason: String
    /// The session description; empty when there is none.
    public var body: [UInt8]
    /// The body's type.
    public var contentType: String?
    /// The other header fields.
    public var headers: HeaderFields
  }

  /// A final response other than 2xx to our INVITE.
  public struct Refusal: Sendable {
    /// 300...699.
    public var status: Int
    /// The reason phrase.
    public var reason: String
    /// Seconds after which the peer suggests to try again.
    public var retryAfter: Int?
    /// The Warning header field, which often says what was wrong with the session description.
    public var warning: String?
    /// After 491 to a re-INVITE: how long to wait before it is tried again (RFC 3261 section 14.1).
    public var glareDelay: Interval?
    /// The other header fields.
    public var headers: HeaderFields
  }

  /// A re-INVITE of the peer.
  public struct Offer: Sendable {
    /// The session description; empty when the peer wants ours first.
    public var body: [UInt8]
    /// The body's type.
    public var contentType: String?
    /// The other header fields.
    public var headers: HeaderFields
  }

  /// Why a call ended without a word of the peer.
  public enum Failure: Error, Hashable, Sendable {
    /// Our INVITE or BYE was never answered (timers B and F), or our CANCEL did not end the INVITE.
    case timeout(SIPMethod)
    /// Our 2xx was never acknowledged (RFC 3261 section 13.3.1.4); a BYE was sent.
    case noAcknowledgement
    /// The flow broke before the request was answered.
    case transport(reason: String)
  }
}

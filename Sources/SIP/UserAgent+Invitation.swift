extension UserAgent {
  /// A new incoming call.
  public struct Invitation: Sendable {
    /// What was dialled: the Request-URI.
    public var requestURI: SIPURI
    /// The caller's user part (often a phone number), or its whole URI if that is no SIP URI.
    public var fromUser: String?
    /// The caller's host.
    public var fromHost: String?
    /// The caller's display name without quotes.
    public var fromDisplay: String?
    /// The user part of To.
    public var toUser: String?
    /// The Call-ID.
    public var callID: String
    /// The branch of the topmost Via.
    public var branch: String
    /// The session description; empty when the caller wants ours first.
    public var body: [UInt8]
    /// The body's type.
    public var contentType: String?
    /// Where it came from.
    public var flow: Flow
    /// The other header fields, such as `X-...`.
    public var headers: HeaderFields

    init(_ invite: Message, requestURI: SIPURI, flow: Flow) {
      self.requestURI = requestURI
      fromUser = invite.from.user
      fromHost = invite.from.host
      fromDisplay = invite.from.display
      toUser = invite.to.user
      callID = invite.callID
      branch = invite.via.branch
      body = invite.body
      contentType = invite.contentType
      self.flow = flow
      headers = invite.headers
    }
  }
}

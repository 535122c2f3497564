extension UserAgent {
  /// A call to be made.
  public struct OutgoingCall: Sendable {
    /// Whom to ask for.
    public var requestURI: SIPURI
    /// Who calls.
    public var from: SIPURI
    /// The caller's display name.
    public var fromDisplay: String?
    /// Who is called; the Request-URI if `nil`.
    public var to: SIPURI?
    /// Where the INVITE goes.
    public var flow: Flow
    /// The session description; empty to let the peer offer.
    public var body: [UInt8]
    /// The body's type.
    public var contentType = "application/sdp"
    /// More header fields; control bytes in them are turned into spaces.
    public var headers: [(String, String)] = []
    /// What to answer 401 and 407 with.
    public var credentials: Credentials?

    /// Makes a call from `from` to `requestURI` over `flow`.
    public init(to requestURI: SIPURI, from: SIPURI, flow: Flow, body: [UInt8]) {
      self.requestURI = requestURI
      self.from = from
      self.flow = flow
      self.body = body
    }
  }
}

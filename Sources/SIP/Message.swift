/// A SIP message, copied out of the parser's memory once, with everything the agent reads.
package struct Message: Sendable {
  /// The first line.
  package enum Start: Hashable, Sendable {
    /// A request with its method and Request-URI.
    case request(SIPMethod, uri: String)
    /// A response with its status code (100...699) and reason phrase.
    case response(status: Int, reason: String)
  }

  /// The first line.
  package var start: Start
  /// The topmost Via.
  package var via: Via
  /// The values of all further Via header fields, in order.
  package var furtherVias: [String]
  /// Who asks.
  package var from: NameAddress
  /// Who is asked.
  package var to: NameAddress
  /// The Call-ID.
  package var callID: String
  /// The number of CSeq.
  package var sequence: UInt32
  /// The method of CSeq: that of the request, or of the request a response belongs to.
  package var method: SIPMethod
  /// The values of all Record-Route header fields, in order.
  package var recordRoutes: [String]
  /// The URI of the first Contact.
  package var contact: String?
  /// The Content-Type of a body.
  package var contentType: String?
  /// The body; empty when there is none.
  package var body: [UInt8]
  /// All other header fields as they came, but Route, Allow and Accept.
  package var headers: HeaderFields

  /// What the ladder of a call shows of this message.
  func summary(isRetransmission: Bool = false) -> UserAgent.MessageSummary {
    switch start {
    case .request(let method, let uri):
      .init(method: method, status: nil, detail: uri, isRetransmission: isRetransmission)
    case .response(let status, let reason):
      .init(method: method, status: status, detail: reason, isRetransmission: isRetransmission)
    }
  }
}

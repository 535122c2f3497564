import SansIO

/// A request of ours with everything needed to write it, its ACK, its CANCEL and its repetition with
/// credentials.
struct OutgoingRequest {
  var method: SIPMethod
  /// The Request-URI.
  var uri: String
  var branch: String
  /// Where it goes.
  var flow: Flow
  /// The From value with our tag.
  var from: String
  /// The To value, with the peer's tag inside a dialog.
  var to: String
  var callID: String
  var sequence: UInt32
  var routes: [String]
  /// The Contact value of requests that make or refresh a dialog.
  var contact: String?
  /// Authorization and Proxy-Authorization.
  var authorizations: [HeaderFields.Field] = []
  var fields: [HeaderFields.Field] = []
  var contentType: String?
  var body: [UInt8] = []
  /// The challengers answered so far on behalf of this request.
  var answeredChallengers: [String] = []

  /// What the ladder of a call shows of it.
  var summary: UserAgent.MessageSummary {
    .init(method: method, status: nil, detail: uri, isRetransmission: false)
  }

  /// The bytes on the wire; `sentBy` is the address this agent advertises.
  func write(sentBy: TransportAddress, product: String) -> [UInt8] {
    var writer = MessageWriter(method: method, uri: uri)
    writer.field("Via", "SIP/2.0/\(flow.transport.viaName) \(sentBy);branch=\(branch);rport")
    for route in routes { writer.field("Route", route) }
    writer.field("Max-Forwards", "70")
    writer.field("From", from)
    writer.field("To", to)
    writer.field("Call-ID", callID)
    writer.field("CSeq", "\(sequence) \(method.name)")
    if let contact {
      writer.field("Contact", contact)
      writer.field("Allow", SIPMethod.allowed)
    }
    writer.fields(authorizations)
    writer.field("User-Agent", product)
    writer.fields(fields)
    writer.finish(contentType: contentType, body: body)
    return writer.bytes
  }

  /// The ACK that the transaction sends for a final response other than 2xx (RFC 3261 section 17.1.1.3).
  func acknowledgement(to responder: NameAddress) -> OutgoingRequest {
    var request = hopByHop(.ack)
    request.to = responder.text
    return request
  }

  /// The CANCEL of this request (RFC 3261 section 9.1), with a Reason header field if there is one to give.
  func cancellation(reason: String?) -> OutgoingRequest {
    var request = hopByHop(.cancel)
    if let reason { request.fields = [HeaderFields.Field("Reason", reason)] }
    return request
  }

  private func hopByHop(_ method: SIPMethod) -> OutgoingRequest {
    var request = self
    request.method = method
    request.contact = nil
    request.authorizations = []
    request.fields = []
    request.contentType = nil
    request.body = []
    return request
  }
}

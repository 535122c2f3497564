import SansIO

/// What every response copies from its request (RFC 3261 section 8.2.6.2), written once a request.
struct ResponseTemplate {
  private let method: SIPMethod
  private let common: [UInt8]
  private let to: String
  private let isTagged: Bool
  private let recordRoutes: [UInt8]

  /// Prepares the responses to `request`, which came from `source`.
  init(_ request: Message, from source: TransportAddress) {
    method = request.method
    var writer = MessageWriter()
    writer.field("Via", request.via.text(from: source))
    for via in request.furtherVias { writer.field("Via", via) }
    writer.field("From", request.from.text)
    writer.field("Call-ID", request.callID)
    writer.field("CSeq", "\(request.sequence) \(request.method.name)")
    common = writer.bytes
    to = request.to.text
    isTagged = request.to.tag != nil
    var routes = MessageWriter()
    for route in request.recordRoutes { routes.field("Record-Route", route) }
    recordRoutes = routes.bytes
  }

  /// What makes one response differ from the next.
  struct Content {
    var status: Int
    var reason: String
    var contact: String?
    var fields: [HeaderFields.Field] = []
    var contentType: String?
    var body: [UInt8] = []

    init(_ status: Int, _ reason: String? = nil, fields: [HeaderFields.Field] = []) {
      self.status = status
      self.reason = (reason ?? ReasonPhrase.of(status)).withoutControls
      self.fields = fields
    }

    /// What the ladder of a call shows of the response.
    func summary(_ method: SIPMethod) -> UserAgent.MessageSummary {
      .init(method: method, status: status, detail: reason, isRetransmission: false)
    }
  }

  /// Writes a response; `tag` goes to To unless the request had one there. 100 takes none.
  func write(_ content: Content, tag: String?, product: String) -> [UInt8] {
    var writer = MessageWriter(status: content.status, reason: content.reason)
    writer.append(lines: common)
    let addsTag = !isTagged && content.status > 100
    writer.field("To", addsTag ? tag.map { "\(to);tag=\($0)" } ?? to : to)
    if method == .invite, (101...299).contains(content.status) { writer.append(lines: recordRoutes) }
    if let contact = content.contact { writer.field("Contact", contact) }
    writer.field("Server", product)
    writer.fields(content.fields)
    writer.finish(contentType: content.contentType, body: content.body)
    return writer.bytes
  }
}

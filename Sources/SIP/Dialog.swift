import SansIO

/// The lasting relation of two ends of a call (RFC 3261 section 12).
struct Dialog {
  let callID: String
  let localTag: String
  private(set) var remoteTag: String?
  /// Our party with our tag, as From of our requests has it.
  let local: String
  /// The peer's party, with its tag once known, as To of our requests has it.
  private(set) var remote: String
  /// The CSeq number of our last request.
  private(set) var localSequence: UInt32
  /// The CSeq number of the peer's last request.
  private(set) var remoteSequence: UInt32?
  /// The Route values of our requests. Routers are taken to be loose ones.
  private(set) var routes: [String] = []
  /// The URI our requests ask for: the peer's Contact.
  private(set) var remoteTarget: String
  /// Where the first request went or came from.
  let flow: Flow
  /// Whether it began with our INVITE, so that the Call-ID is ours.
  let wasCalling: Bool

  /// The dialog that our INVITE may make.
  init(calling target: String, local: String, remote: String, callID: String, tag: String, flow: Flow) {
    self.callID = callID
    localTag = tag
    self.local = local
    self.remote = remote
    localSequence = 0
    remoteTarget = target
    self.flow = flow
    wasCalling = true
  }

  /// The dialog that the peer's `invite` makes (section 12.1.1).
  init(answering invite: Message, tag: String, contact: String, flow: Flow) {
    callID = invite.callID
    localTag = tag
    remoteTag = invite.from.tag
    local = "\(invite.to.text);tag=\(tag)"
    remote = invite.from.text
    localSequence = 0
    remoteSequence = invite.sequence
    routes = invite.recordRoutes
    remoteTarget = contact
    self.flow = flow
    wasCalling = false
  }

  /// Whether a request with a To tag belongs here.
  func matches(_ request: Message) -> Bool {
    request.callID == callID && request.to.tag == localTag && request.from.tag == remoteTag
  }

  /// Takes the peer's end from its 2xx (section 12.1.2).
  mutating func establish(by response: Message) {
    remoteTag = response.to.tag
    remote = response.to.text
    routes = response.recordRoutes.reversed()
    refresh(target: response.contact)
  }

  /// Takes a new remote target from a re-INVITE or its 2xx (section 12.2).
  mutating func refresh(target: String?) {
    if let target { remoteTarget = target }
  }

  /// Notes the CSeq number of the peer's next request; false when it is below the last one (section 12.2.2).
  mutating func accept(sequence: UInt32) -> Bool {
    guard sequence >= remoteSequence ?? 0 else { return false }
    remoteSequence = sequence
    return true
  }

  /// The CSeq number of our next request.
  mutating func nextSequence() -> UInt32 {
    localSequence += 1
    return localSequence
  }

  /// Where our requests go: to the first router or the remote target if their host is a numeric address that
  /// the peer's own address suggests we can reach, and back on the flow otherwise.
  ///
  /// So a host name, or a private address behind a public one (a peer behind a NAT), falls back on the flow.
  /// An open TCP connection to the same host is used again whatever port its Contact names.
  func nextHop(canSend: (SIPTransport) -> Bool, isOpen: (Flow) -> Bool) -> Flow {
    guard let uri = try? SIPURI(Self.addressPart(of: routes.first ?? remoteTarget)),
      let address = uri.address, let transport = uri.transport, canSend(transport),
      address.ip.family == flow.remote.ip.family,
      AddressReach(of: address.ip) >= AddressReach(of: flow.remote.ip)
    else { return flow }
    if flow.transport == .tcp, address.ip == flow.remote.ip, isOpen(flow) { return flow }
    return Flow(transport, address)
  }

  /// The URI between angle brackets, or all of the text.
  private static func addressPart(of text: String) -> String {
    guard let open = text.firstIndex(ofByte: "<") else { return text }
    let inner = text[text.index(after: open)...]
    return String(inner[..<(inner.firstIndex(ofByte: ">") ?? inner.endIndex)])
  }
}

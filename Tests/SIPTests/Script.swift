import SIP
import SansIO

/// One agent against messages written by the test.
struct Script {
  var agent: UserAgent
  var now = Instant.zero
  /// Where messages come from and go to.
  let peer: Flow
  private(set) var sent: [UserAgent.Transmission] = []
  private(set) var received: [UserAgent.Reception] = []
  private(set) var calls: [CallHandle] = []

  init(
    _ end: Wire.End, transport: SIPTransport = .udp,
    change: (inout UserAgent.Configuration) -> Void = { _ in }
  ) {
    let own = end == .alice ? Addresses.alice : Addresses.bob
    var configuration = UserAgent.Configuration(
      product: "\(end)", udpContact: own, tcpContact: own, nonceSecret: [1])
    change(&configuration)
    agent = UserAgent(configuration: configuration, generator: SeededGenerator(seed: 3))
    peer = Flow(transport, end == .alice ? Addresses.bob : Addresses.alice)
  }

  /// The text of the last message sent; empty when there was none.
  var lastSent: String { sent.last.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "" }

  /// The first line of the last message sent.
  var lastLine: String { String(lastSent.prefix { $0 != "\r\n" }) }

  /// Calls the peer.
  mutating func invite(change: (inout UserAgent.OutgoingCall) -> Void = { _ in }) -> CallHandle {
    var call = UserAgent.OutgoingCall(
      to: .known("sip:room@127.0.0.1"), from: .known("sip:alice@127.0.0.2"), flow: peer, body: [])
    change(&call)
    let handle = agent.invite(call, at: now)
    _ = collect()
    return handle
  }

  /// Feeds a message written with bare line feeds; answers the names of the events that followed.
  @discardableResult
  mutating func receive(_ text: String, from flow: Flow? = nil) -> [String] {
    let bytes = wire(text)
    if peer.transport == .tcp {
      agent.receive(stream: bytes.span, on: flow ?? peer, at: now)
    } else {
      agent.receive(bytes.span, on: flow ?? peer, at: now)
    }
    return collect()
  }

  /// Feeds a response to the last request sent other than ACK.
  mutating func respond(_ status: Int, _ fields: [String] = [], tag: String = "remote") -> [String] {
    guard let request = sent.last(where: { $0.summary.status == nil && $0.summary.method != .ack }) else {
      return []
    }
    let asked = lines(String(decoding: request.bytes, as: UTF8.self))
    let to = asked["To"] ?? ""
    let tagged = to.contains("tag=") || status == 100 ? to : "\(to);tag=\(tag)"
    return receive(
      """
      SIP/2.0 \(status) Because
      Via: \(asked["Via"] ?? "")
      From: \(asked["From"] ?? "")
      To: \(tagged)
      Call-ID: \(asked["Call-ID"] ?? "")
      CSeq: \(asked["CSeq"] ?? "")
      \((fields + ["Content-Length: 0"]).joined(separator: "\n"))


      """)
  }

  /// Lets time pass; answers the names of the events that followed.
  mutating func advance(by milliseconds: Int64) -> [String] {
    now += .milliseconds(milliseconds)
    agent.advance(to: now)
    return collect()
  }

  mutating func collect() -> [String] {
    var events: [String] = []
    while let output = agent.poll() {
      switch output {
      case .transmit(let transmission): sent.append(transmission)
      case .received(let reception): received.append(reception)
      case .event(let handle, let event):
        events.append(event.name)
        if case .invited = event { calls.append(handle) }
      case .close: events.append("close")
      }
    }
    return events
  }

  /// The status codes of the responses sent so far.
  var statuses: [Int] { sent.compactMap(\.summary.status) }
}

/// Requests of a peer, with bare line feeds.
enum Requests {
  /// A request line and header fields with sensible values where none are given.
  static func make(
    _ method: String, uri: String = "sip:room@127.0.0.1", via: String = "127.0.0.2:5060;rport",
    branch: String = "z9hG4bK1",
    to tag: String? = nil, callID: String = "call-1", sequence: Int = 1,
    contact: String? = "<sip:alice@127.0.0.2:5060>",
    fields: [String] = []
  ) -> String {
    var lines = [
      "\(method) \(uri) SIP/2.0", "Via: SIP/2.0/UDP \(via);branch=\(branch)",
      "From: <sip:alice@127.0.0.2>;tag=far",
      "To: <sip:room@127.0.0.1>" + (tag.map { ";tag=\($0)" } ?? ""), "Call-ID: \(callID)",
      "CSeq: \(sequence) \(method)", "Max-Forwards: 70",
    ]
    if let contact { lines.append("Contact: \(contact)") }
    let name: (String) -> Substring = { $0.prefix { $0 != ":" } }
    lines.removeAll { line in fields.contains { name($0) == name(line) } }
    return (lines + fields + ["Content-Length: 0"]).joined(separator: "\n") + "\n\n"
  }
}

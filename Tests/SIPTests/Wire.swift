import SIP
import SansIO

/// Two agents on one wire in virtual time: Alice calls, Bob answers.
struct Wire {
  enum End { case alice, bob }

  /// One thing that happened, as `1500 alice answered`.
  struct Line: CustomStringConvertible {
    var at: Instant
    var end: End
    var text: String
    var description: String { "\(at.milliseconds) \(end) \(text)" }
  }

  private struct Packet {
    var at: Instant
    var to: End
    var flow: Flow
    var bytes: [UInt8]
  }

  var alice: UserAgent
  var bob: UserAgent
  var now = Instant.zero
  /// How long a packet travels.
  var delay = Interval.milliseconds(10)
  /// Which transmissions get lost.
  var loses: (End, UserAgent.Transmission) -> Bool = { _, _ in false }
  /// What each end does at an event.
  var react: (inout Wire, End, CallHandle, UserAgent.Event) -> Void = { _, _, _, _ in }
  /// The address Bob sees Alice's datagrams come from: a NAT's when it is not her own.
  var aliceSeenAs = Addresses.alice
  /// How TCP cuts its stream.
  var portion = 1_000_000
  private(set) var events: [Line] = []
  private(set) var sent: [(line: Line, transmission: UserAgent.Transmission)] = []
  /// Bob's calls in the order they came.
  private(set) var bobsCalls: [CallHandle] = []
  private var packets: [Packet] = []

  init(
    seed: UInt64 = 1, alice aliceChange: (inout UserAgent.Configuration) -> Void = { _ in },
    bob bobChange: (inout UserAgent.Configuration) -> Void = { _ in }
  ) {
    var forAlice = UserAgent.Configuration(
      product: "alice", udpContact: Addresses.alice, tcpContact: Addresses.alice, nonceSecret: [1])
    var forBob = UserAgent.Configuration(
      product: "bob", udpContact: Addresses.bob, tcpContact: Addresses.bob, nonceSecret: [2])
    aliceChange(&forAlice)
    bobChange(&forBob)
    alice = UserAgent(configuration: forAlice, generator: SeededGenerator(seed: seed))
    bob = UserAgent(configuration: forBob, generator: SeededGenerator(seed: seed &+ 1_000))
  }

  /// Alice calls Bob.
  mutating func call(
    _ transport: SIPTransport = .udp, change: (inout UserAgent.OutgoingCall) -> Void = { _ in }
  ) -> CallHandle {
    var call = UserAgent.OutgoingCall(
      to: .known("sip:room@127.0.0.1"), from: .known("sip:alice@127.0.0.2"),
      flow: Flow(transport, Addresses.bob), body: Array("offer".utf8))
    change(&call)
    return alice.invite(call, at: now)
  }

  /// Lets everything happen until `end`, in milliseconds.
  mutating func run(until end: Int64 = 100_000) {
    collect()
    while let next = earliest, next <= .milliseconds(end) {
      now = max(now, next)
      while let index = packets.firstIndex(where: { $0.at <= now }) { deliver(packets.remove(at: index)) }
      alice.advance(to: now)
      bob.advance(to: now)
      collect()
    }
    now = max(now, .milliseconds(end))
  }

  private var earliest: Instant? {
    [alice.nextDeadline, bob.nextDeadline, packets.map(\.at).min()].compactMap(\.self).min()
  }

  private mutating func deliver(_ packet: Packet) {
    let isStream = packet.flow.transport == .tcp
    var rest = packet.bytes[...]
    while !rest.isEmpty {
      let portion = Array(rest.prefix(isStream ? portion : rest.count))
      rest = rest.dropFirst(portion.count)
      switch (packet.to, isStream) {
      case (.alice, false): alice.receive(portion.span, on: packet.flow, at: now)
      case (.alice, true): alice.receive(stream: portion.span, on: packet.flow, at: now)
      case (.bob, false): bob.receive(portion.span, on: packet.flow, at: now)
      case (.bob, true): bob.receive(stream: portion.span, on: packet.flow, at: now)
      }
    }
    collect()
  }

  private mutating func collect() {
    while true {
      if let output = alice.poll() {
        take(output, of: .alice)
      } else if let output = bob.poll() {
        take(output, of: .bob)
      } else {
        return
      }
    }
  }

  private mutating func take(_ output: UserAgent.Output, of end: End) {
    switch output {
    case .transmit(let transmission):
      let mark = transmission.summary.isRetransmission ? " (again)" : ""
      sent.append((Line(at: now, end: end, text: transmission.summary.text + mark), transmission))
      guard !loses(end, transmission) else { return }
      guard let flow = far(end, transmission.flow) else { return }
      packets.append(
        Packet(at: now + delay, to: end == .alice ? .bob : .alice, flow: flow, bytes: transmission.bytes))
    case .event(let handle, let event):
      events.append(Line(at: now, end: end, text: event.name))
      if case .invited = event { bobsCalls.append(handle) }
      react(&self, end, handle, event)
    case .close: events.append(Line(at: now, end: end, text: "close"))
    case .received: break
    }
  }

  /// The flow as the other end sees it; `nil` when nobody is there.
  private func far(_ end: End, _ flow: Flow) -> Flow? {
    switch (end, flow.transport) {
    case (.alice, .udp): flow.remote == Addresses.bob ? Flow(.udp, aliceSeenAs) : nil
    case (.alice, .tcp): flow.remote == Addresses.bob ? Flow(.tcp, Addresses.aliceConnection) : nil
    case (.bob, .udp): flow.remote == aliceSeenAs ? Flow(.udp, Addresses.bob) : nil
    case (.bob, .tcp): flow.remote == Addresses.aliceConnection ? Flow(.tcp, Addresses.bob) : nil
    }
  }

  /// The events of one end.
  func events(_ end: End) -> [String] { events.filter { $0.end == end }.map(\.text) }

  /// What one end sent.
  func sent(_ end: End) -> [String] { sent.filter { $0.line.end == end }.map(\.line.text) }

  /// The text of the last message of `end` whose ladder line begins with `start`.
  func text(_ end: End, _ start: String) -> String {
    let found = sent.last { $0.line.end == end && $0.line.text.hasPrefix(start) }
    return found.map { String(decoding: $0.transmission.bytes, as: UTF8.self) } ?? ""
  }
}

extension UserAgent.Event {
  /// A short name with what tells it from others of its kind.
  var name: String {
    switch self {
    case .invited: "invited"
    case .cancelled(let reason): reason.map { "cancelled \($0)" } ?? "cancelled"
    case .acknowledged: "acknowledged"
    case .provisional(let status, _, _): "provisional \(status)"
    case .answered(let answer): "answered \(answer.status)"
    case .refused(let refusal): "refused \(refusal.status)"
    case .reinvited: "reinvited"
    case .offerWithdrawn: "offerWithdrawn"
    case .reinviteRefused(let refusal): "reinviteRefused \(refusal.status)"
    case .ended(let reason): reason.map { "ended \($0)" } ?? "ended"
    case .byeAnswered(let status): "byeAnswered \(status)"
    case .failed(let failure): "failed \(failure)"
    }
  }
}

extension Wire {
  /// Bob rings and answers at once.
  mutating func bobAnswers() {
    react = { wire, end, handle, event in
      guard end == .bob else { return }
      switch event {
      case .invited:
        wire.bob.ring(handle, at: wire.now)
        wire.bob.answer(handle, body: Array("answer".utf8), at: wire.now)
      case .reinvited: wire.bob.answer(handle, body: Array("answer 2".utf8), at: wire.now)
      default: break
      }
    }
  }
}

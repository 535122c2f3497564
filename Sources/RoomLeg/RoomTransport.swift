public import Connectivity
public import RTP
public import SansIO
public import SecureMedia

/// The transport of one participant at either end: ICE finds the path, DTLS proves the peer and makes the keys, SRTP
/// carries the media; all on one port (BUNDLE, rtcp-mux; RFC 8829).
///
/// It owns no socket and no clock. Media passes without allocation: a received packet lies decrypted in `plain` until the
/// next one, a packet to be sent is encrypted in place.
public final class RoomTransport {
  /// What a datagram was.
  public enum Received: Sendable {
    /// Nothing for the owner: a check, a handshake flight, a stranger's or a forged packet.
    case handled
    /// An authentic RTP packet; its bytes are `plain`.
    case rtp(PacketHeader)
    /// An authentic RTCP packet; its bytes are `plain`.
    case rtcp
  }

  /// Where the transport stands.
  public enum State: Sendable, Equatable {
    /// No path is proven. Next: handshaking, over.
    case connecting
    /// Checks go through; DTLS is under way. Next: open, over.
    case handshaking
    /// Media flows. Next: over.
    case open
    /// The transport is of no more use, and why.
    case over(String)
  }

  /// What happened to the transport, in order.
  public enum Event: Sendable, Equatable {
    /// A path to the peer was chosen; later ones are moves, as when a NAT gives the peer another port.
    case path(TransportAddress)
    /// The keys are there: media may flow.
    case open
    /// The peer said goodbye (DTLS close_notify); the last event.
    case closedByPeer
    /// The transport ended, with the reason in words; the last event.
    case over(String)
  }

  /// Datagrams that had no meaning or proved nothing.
  public struct Refusals: Sendable, Equatable {
    /// Neither STUN, DTLS nor media, or media before the keys.
    public var unexpected = 0
    /// Media from an address that proved nothing.
    public var strangers = 0
    /// Media whose authentication failed.
    public var forged = 0
    /// Media that came before.
    public var replayed = 0
  }

  /// Which end this is.
  public let side: TransportSide
  /// The credentials that the peer's checks must name.
  public private(set) var local: ICECredentials
  /// The port its datagrams leave from.
  public let port: UInt16
  /// Where the transport stands.
  public private(set) var state = State.connecting
  /// The peer's address, once a path is chosen.
  public private(set) var remote: TransportAddress?
  /// The decrypted packet that `receive` announced last.
  public private(set) var plain: [UInt8] = []
  /// What was refused so far.
  public private(set) var refusals = Refusals()

  private var agent: ConnectivityAgent
  private let certificate: Certificate
  /// The bridge's from the start; a participant's once the answer has said who begins.
  private var handshake: DTLSConnection?
  private var sender: SRTPSender?
  private var receiver: SRTPReceiver?
  private var events: [Event] = []
  private var outgoing: [(bytes: [UInt8], to: TransportAddress)] = []
  private var hasStarted = false

  /// The transport of one end.
  /// - Parameters:
  ///   - side: the bridge's end (ICE-lite, DTLS server) or the participant's (controlling, DTLS client).
  ///   - port: named in every send.
  ///   - certificate: this process's.
  ///   - generator: for transaction identifiers; unpredictable outside of simulations.
  /// - Throws: what OpenSSL refuses.
  public init(
    _ side: TransportSide, port: UInt16, local: ICECredentials, certificate: Certificate,
    using generator: SeededGenerator, at now: Instant
  ) throws(SecureMediaError) {
    self.side = side
    self.port = port
    self.local = local
    self.certificate = certificate
    switch side {
    case .bridge:
      agent = ConnectivityAgent(ICELiteAgent(local: local, at: now))
      handshake = try DTLSConnection(role: .server, certificate: certificate, peer: nil, at: now)
    case .participant:
      var generator = generator
      agent = ConnectivityAgent(
        ICEControllingAgent(
          local: local, tieBreaker: generator.next(), using: generator.branch(1), at: now))
    }
    plain.reserveCapacity(1500)
  }

  /// Learns from the peer's description who it is; a later call with other credentials is an ICE restart by the peer.
  /// - Parameter peerBegins: whether the peer begins the DTLS handshake (`a=setup:active`); a bridge's peer always does.
  public func setRemote(
    _ credentials: ICECredentials, fingerprint: Fingerprint, candidates: [ICECandidate],
    peerBegins: Bool = false, at now: Instant
  ) {
    if case .over = state { return }
    if handshake == nil {
      do throws(SecureMediaError) {
        handshake = try DTLSConnection(
          role: peerBegins ? .server : .client, certificate: certificate, peer: nil, at: now)
      } catch {
        return end("\(error)")
      }
    }
    handshake?.expect(fingerprint)
    agent.setRemote(credentials, candidates: candidates, at: now)
    drain(at: now)
  }

  /// Begins an ICE restart with new credentials of our own; the path in use stays until the peer chose another.
  public func restart(local: ICECredentials, remote: ICECredentials, at now: Instant) {
    self.local = local
    agent.restart(local: local, remote: remote, at: now)
    drain(at: now)
  }

  /// Learns a candidate of the peer.
  public func add(_ candidate: ICECandidate, at now: Instant) {
    agent.add(candidate, at: now)
    drain(at: now)
  }

  /// Takes in a datagram of the port.
  public func receive(_ datagram: Span<UInt8>, from source: TransportAddress, at now: Instant) -> Received {
    if case .over = state { return .handled }
    switch DatagramClass(of: datagram) {
    case .rtp: return receiveMedia(datagram, from: source)
    case .rtcp: return receiveControl(datagram, from: source)
    case .stun: agent.receive(datagram, from: source, at: now)
    case .dtls:
      // The agent's word, not the chosen path: the peer may begin before its nomination reaches us.
      guard agent.isValid(source) else {
        refusals.strangers += 1
        return .handled
      }
      if remote == nil { choose(source) }
      handshake?.receive(datagram, at: now)
    case .other: refusals.unexpected += 1
    }
    drain(at: now)
    return .handled
  }

  /// Whether a check from `address` proved that the peer is there.
  public func isProven(_ address: TransportAddress) -> Bool { agent.isValid(address) }

  private func receiveMedia(_ datagram: Span<UInt8>, from source: TransportAddress) -> Received {
    guard let receiver = admits(source), note(receiver.unprotect(datagram, into: &plain)) else {
      return .handled
    }
    do throws(PacketError) {
      return .rtp(try PacketHeader(parsing: plain.span))
    } catch {
      refusals.unexpected += 1
      return .handled
    }
  }

  private func receiveControl(_ datagram: Span<UInt8>, from source: TransportAddress) -> Received {
    guard let receiver = admits(source), note(receiver.unprotectControl(datagram, into: &plain)) else {
      return .handled
    }
    return .rtcp
  }

  /// The keys by which media from `source` is opened, if it may come from there.
  private func admits(_ source: TransportAddress) -> SRTPReceiver? {
    guard let receiver else {
      refusals.unexpected += 1
      return nil
    }
    guard source == remote || agent.isValid(source) else {
      refusals.strangers += 1
      return nil
    }
    return receiver
  }

  private func note(_ verdict: SRTPVerdict) -> Bool {
    switch verdict {
    case .authentic: return true
    case .replayed: refusals.replayed += 1
    case .forged, .malformed, .tooManySources: refusals.forged += 1
    }
    return false
  }

  /// Encrypts the RTP packet in `packet` and sends it.
  /// - Returns: the instant just before it left; `nil` before the transport is open.
  public func send(_ packet: inout [UInt8], into sink: inout some MediaSink) -> Instant? {
    guard case .open = state, let remote, let sender, sender.protect(&packet) else { return nil }
    return sink.send(packet, kind: .room, from: port, to: remote)
  }

  /// Encrypts the compound RTCP packet in `packet` and sends it.
  public func sendControl(_ packet: inout [UInt8], into sink: inout some MediaSink) {
    guard case .open = state, let remote, let sender, sender.protectControl(&packet) else { return }
    _ = sink.send(packet, kind: .room, from: port, to: remote)
  }

  /// Tells the peer that this end goes (DTLS close_notify) and takes no more part.
  public func close(_ reason: String, at now: Instant, into sink: inout some MediaSink) {
    if case .over = state { return }
    handshake?.close(at: now)
    // Only its last words: what it says of the end besides would read as the peer's goodbye.
    while let output = handshake?.poll() {
      if case .transmit(let bytes) = output, let remote { outgoing.append((bytes, remote)) }
    }
    flush(into: &sink)
    end(reason)
  }

  /// When to call `advance` at the latest; `nil` when nothing is pending.
  public var nextDeadline: Instant? {
    if case .over = state { return nil }
    if !outgoing.isEmpty { return .zero }
    return Instant.earlier(agent.nextDeadline, handshake?.nextDeadline)
  }

  /// Lets time pass: checks, retransmissions, the peer's silence. Everything due leaves through `sink`.
  public func advance(to now: Instant, into sink: inout some MediaSink) {
    if case .over = state { return }
    agent.advance(to: now)
    handshake?.advance(to: now)
    drain(at: now)
    flush(into: &sink)
  }

  /// Sends the checks and handshake flights that wait.
  public func flush(into sink: inout some MediaSink) {
    for datagram in outgoing { _ = sink.send(datagram.bytes, kind: .room, from: port, to: datagram.to) }
    outgoing.removeAll(keepingCapacity: true)
  }

  /// What happened since the last call, one at a time; `nil` when there is no more.
  public func nextEvent() -> Event? { events.isEmpty ? nil : events.removeFirst() }

  private func drain(at now: Instant) {
    while let output = agent.poll() {
      switch output {
      case .transmit(let bytes, let address): outgoing.append((bytes, address))
      case .path(let address): choose(address)
      case .lost(let reason): end(reason)
      }
    }
    if side == .participant, remote != nil, !hasStarted, let handshake {
      hasStarted = true
      handshake.start(at: now)
    }
    drainHandshake()
  }

  private func drainHandshake() {
    while let output = handshake?.poll() {
      switch output {
      case .transmit(let bytes): if let remote { outgoing.append((bytes, remote)) }
      case .established(let keys): open(keys)
      // Data channels are accepted and stay silent: nobody in a phone call waits for their words.
      case .applicationData: break
      case .failed(let error): end("DTLS: \(error)")
      case .closed: end("the peer closed its transport", .closedByPeer)
      }
    }
  }

  private func choose(_ address: TransportAddress) {
    guard remote != address else { return }
    remote = address
    if state == .connecting { state = .handshaking }
    events.append(.path(address))
  }

  private func open(_ keys: SRTPKeys) {
    guard state == .handshaking else { return }
    sender = SRTPSender(profile: keys.profile, master: keys.local)
    receiver = SRTPReceiver(profile: keys.profile, master: keys.remote)
    state = .open
    events.append(.open)
  }

  private func end(_ reason: String, _ event: Event? = nil) {
    if case .over = state { return }
    state = .over(reason)
    sender = nil
    receiver = nil
    events.append(event ?? .over(reason))
  }
}

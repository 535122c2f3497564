import Connectivity
import RTP
import RoomLeg
import SansIO
import SecureMedia

/// Both ends of a room leg and the link between them, in virtual time.
final class TransportLink {
  /// What an end received and what happened to it.
  struct Findings {
    var events: [RoomTransport.Event] = []
    var openedAt: Instant?
    /// The payloads of its RTP, in order.
    var payloads: [[UInt8]] = []
    var headers: [PacketHeader] = []
    var controls: [[UInt8]] = []
  }

  private struct Datagram {
    var due: Instant
    var bytes: [UInt8]
    var from: TransportAddress
    var isToBridge: Bool
  }

  static let delay = Interval.milliseconds(10)
  static let bridgeAddress = TransportAddress(.loopback, 7_882)

  /// One for each end, made once: a key costs time.
  static let certificates: (bridge: Certificate, participant: Certificate) = {
    do {
      return (try Certificate(), try Certificate())
    } catch { preconditionFailure("no certificate: \(error)") }
  }()

  let bridge: RoomTransport
  let participant: RoomTransport
  /// Where the bridge sees the participant; a NAT may change it.
  var participantAddress = TransportAddress(IPAddress(v4: 0x7F00_0009), 50_000)
  /// Addresses at which the participant is still reached.
  private var mappings: Set<TransportAddress> = []
  private(set) var now = Instant.zero + .seconds(1)
  private(set) var atBridge = Findings()
  private(set) var atParticipant = Findings()
  /// The datagrams that the participant sent, as they were on the wire.
  private(set) var sent: [[UInt8]] = []
  /// Whether what the participant sends arrives.
  var isConnected = true
  private var datagrams: [Datagram] = []
  private var sender = StreamSender(ssrc: 77, sequenceNumber: 10, timestamp: 1_000)
  private var packet: [UInt8] = []

  /// Ends that know each other's descriptions.
  init(
    bridgeExpects: Fingerprint? = nil, participantExpects: Fingerprint? = nil, seed: UInt64 = 1
  ) throws {
    var generator = SeededGenerator(seed: seed)
    let (near, far) = (ICECredentials(using: &generator), ICECredentials(using: &generator))
    bridge = try RoomTransport(
      .bridge, port: 7_882, local: near, certificate: Self.certificates.bridge, using: generator.branch(1),
      at: now)
    participant = try RoomTransport(
      .participant, port: 50_000, local: far, certificate: Self.certificates.participant,
      using: generator.branch(2), at: now)
    bridge.setRemote(
      far, fingerprint: bridgeExpects ?? Self.certificates.participant.fingerprint, candidates: [], at: now)
    participant.setRemote(
      near, fingerprint: participantExpects ?? Self.certificates.bridge.fingerprint,
      candidates: [ICECandidate(host: Self.bridgeAddress)], at: now)
    mappings = [participantAddress]
  }

  private var nextDeadline: Instant? {
    [datagrams.first?.due, bridge.nextDeadline, participant.nextDeadline].compactMap(\.self).min()
  }

  /// Runs for `length`.
  func run(for length: Interval) {
    let end = now + length
    while let next = nextDeadline, next <= end {
      now = max(now, next)
      while let first = datagrams.first, first.due <= now {
        datagrams.removeFirst()
        deliver(first.bytes, from: first.from, isToBridge: first.isToBridge)
      }
      act(asBridge: true) { $0.advance(to: now, into: &$1) }
      act(asBridge: false) { $0.advance(to: now, into: &$1) }
    }
    now = end
  }

  /// Has an end receive a datagram now.
  func deliver(_ bytes: [UInt8], from source: TransportAddress, isToBridge: Bool) {
    act(asBridge: isToBridge) { transport, outlet in
      switch transport.receive(bytes.span, from: source, at: now) {
      case .handled: transport.flush(into: &outlet)
      case .rtp(let header):
        let payload = Array(transport.plain[header.payload])
        note(asBridge: isToBridge) {
          $0.headers.append(header)
          $0.payloads.append(payload)
        }
      case .rtcp:
        let plain = transport.plain
        note(asBridge: isToBridge) { $0.controls.append(plain) }
      }
    }
  }

  /// Lets an end do something; what it sends goes on its way.
  func act(asBridge: Bool, _ action: (RoomTransport, inout Outlet) -> Void) {
    let transport = asBridge ? bridge : participant
    var outlet = Outlet(at: now)
    action(transport, &outlet)
    for packet in outlet.packets { carry(packet.bytes, to: packet.to, fromBridge: asBridge) }
    while let event = transport.nextEvent() {
      note(asBridge: asBridge) {
        $0.events.append(event)
        if event == .open { $0.openedAt = now }
      }
    }
  }

  private func carry(_ bytes: [UInt8], to: TransportAddress, fromBridge: Bool) {
    if fromBridge {
      guard mappings.contains(to), to == participantAddress else { return }
      datagrams.append(
        Datagram(due: now + Self.delay, bytes: bytes, from: Self.bridgeAddress, isToBridge: false))
    } else {
      guard to == Self.bridgeAddress else { return }
      sent.append(bytes)
      guard isConnected else { return }
      datagrams.append(
        Datagram(due: now + Self.delay, bytes: bytes, from: participantAddress, isToBridge: true))
    }
  }

  private func note(asBridge: Bool, _ change: (inout Findings) -> Void) {
    if asBridge { change(&atBridge) } else { change(&atParticipant) }
  }

  /// The NAT gives the participant another port.
  func rebind(to port: UInt16) {
    participantAddress = TransportAddress(participantAddress.ip, port)
    mappings.insert(participantAddress)
  }

  /// Sends an RTP packet with this payload.
  /// - Returns: whether it left.
  @discardableResult func speak(_ payload: [UInt8], asBridge: Bool = false) -> Bool {
    var hasLeft = false
    act(asBridge: asBridge) { transport, outlet in
      sender.write(payload: payload.span, payloadType: 111, samples: 960, into: &packet)
      hasLeft = transport.send(&packet, into: &outlet) != nil
    }
    return hasLeft
  }

  /// Sends a receiver report.
  func report(asBridge: Bool = false) {
    act(asBridge: asBridge) { transport, outlet in
      let blocks: [ReportBlock] = []
      let name = Array("end".utf8)
      CompoundPacket.write(
        ssrc: 5, report: nil, blocks: blocks.span, canonicalName: name.span, into: &packet)
      transport.sendControl(&packet, into: &outlet)
    }
  }

  /// One end says goodbye.
  func close(asBridge: Bool) { act(asBridge: asBridge) { $0.close("done", at: now, into: &$1) } }
}

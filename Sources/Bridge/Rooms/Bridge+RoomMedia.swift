import Audio
import Connectivity
import PhoneLeg
import RTP
import RoomLeg
import RoomMessages
import SDP
import SansIO

/// The media of participants: to whom a datagram belongs, and the way of a packet from one to the others.
extension Bridge {
  /// Takes in a datagram of the room port.
  func receiveRoomMedia(
    _ datagram: Span<UInt8>, from source: TransportAddress, at now: Instant, sink: inout some MediaSink
  ) {
    guard let participant = participant(of: datagram, from: source), let transport = participant.transport
    else {
      counters.strayDatagrams += 1
      return
    }
    switch transport.receive(datagram, from: source, at: now) {
    case .rtp(let header): forward(header, from: participant, transport, at: now, sink: &sink)
    case .rtcp: takeReports(transport.plain.span, from: participant, at: now)
    case .handled:
      learn(source, of: participant, transport)
      transport.flush(into: &sink)
      settle(participant, transport, at: now)
    }
  }

  /// A check says itself to whom it belongs, which survives a NAT that gives addresses to others; the rest goes by the
  /// addresses that checks came from.
  private func participant(of datagram: Span<UInt8>, from source: TransportAddress) -> RoomParticipant? {
    guard DatagramClass(of: datagram) == .stun, let fragment = ICELiteAgent.localFragment(of: datagram) else {
      return participantsByAddress[source]
    }
    return participantsByFragment[fragment]
  }

  /// The most addresses of one participant that are remembered.
  private static let mostAddresses = 16

  private func learn(_ source: TransportAddress, of participant: RoomParticipant, _ transport: RoomTransport)
  {
    guard participantsByAddress[source] !== participant, transport.isProven(source) else { return }
    if participant.addresses.count >= Bridge.mostAddresses {
      for address in participant.addresses where !transport.isProven(address) {
        participant.addresses.remove(address)
        if participantsByAddress[address] === participant { participantsByAddress[address] = nil }
      }
    }
    guard participant.addresses.count < Bridge.mostAddresses else { return }
    participantsByAddress[source]?.addresses.remove(source)
    participantsByAddress[source] = participant
    participant.addresses.insert(source)
  }

  /// Carries out what happened to a transport.
  func settle(_ participant: RoomParticipant, _ transport: RoomTransport, at now: Instant) {
    while let event = transport.nextEvent() {
      switch event {
      case .path: break
      case .open: activate(participant, at: now)
      case .closedByPeer: return dismiss(participant, .clientInitiated, at: now)
      case .over(let reason):
        log(participant, .complained(reason), at: now)
        dismiss(participant, participant.stage == .joined ? .joinFailure : .connectionTimeout, at: now)
        return
      }
    }
    alarms.set(.transport(participant.connection), to: transport.nextDeadline)
  }

  func advanceTransport(of participant: RoomParticipant, at now: Instant, sink: inout some MediaSink) {
    guard let transport = participant.transport else { return }
    transport.advance(to: now, into: &sink)
    settle(participant, transport, at: now)
  }

  private func activate(_ participant: RoomParticipant, at now: Instant) {
    guard participant.stage == .joined else { return }
    participant.stage = .active
    alarms.set(.joinLimit(participant.connection), to: nil)
    alarms.set(.roomReport(participant.connection), to: participant.reports.nextDeadline)
    log(participant, .active(after: now - participant.joinedAt), at: now)
    changed(participant)
  }

  /// Forwards a participant's packet to all who hear its track.
  private func forward(
    _ header: PacketHeader, from participant: RoomParticipant, _ transport: RoomTransport, at now: Instant,
    sink: inout some MediaSink
  ) {
    guard let published = published(header, by: participant, transport) else { return }
    // Another reference, no copy: the packet stays as it is while it is forwarded.
    let plain = transport.plain
    let payload = plain.span.extracting(header.payload)
    let isHeard = !participant.room.calls.isEmpty
    guard published.receive(header, payload: payload, isHeard: isHeard, at: now), !published.track.isMuted
    else {
      return
    }
    let level = published.levelExtension.flatMap {
      HeaderExtensions(of: plain.span).audioLevel(id: $0, in: plain.span)
    }
    for subscription in published.track.subscriptions where subscription.format == .forwarded {
      guard let type = subscription.payloadTypes.opus else { continue }
      send(payload, header, type, 48_000, level, to: subscription, at: now, sink: &sink)
    }
  }

  /// The track that a packet belongs to: by its source, or by the section that it names.
  private func published(
    _ header: PacketHeader, by participant: RoomParticipant, _ transport: RoomTransport
  ) -> PublishedTrack? {
    for published in participant.published where published.ssrc == header.ssrc {
      return published.payloadType == header.payloadType ? published : nil
    }
    let named = Bridge.section(named: transport.plain, in: participant.offer)
    for published in participant.published where published.payloadType == header.payloadType {
      // Without a name only a track whose source nobody announced can be meant.
      guard named.map({ $0 == published.mid }) ?? (published.ssrc == nil) else { continue }
      published.ssrc = header.ssrc
      return published
    }
    return nil
  }

  /// The section that a packet of an unknown source names in its header extension.
  private static func section(named packet: [UInt8], in offer: WebDescription?) -> String? {
    guard let id = offer?.sections.lazy.compactMap({ $0.id(of: .mid) }).first,
      let range = HeaderExtensions(of: packet.span).mid(id: id, in: packet.span)
    else { return nil }
    return String(decoding: packet[range], as: UTF8.self)
  }

  /// Passes a caller's packet on to all participants that take its law.
  func pass(
    _ payload: Span<UInt8>, _ header: PacketHeader, _ law: G711.Law, from call: BridgeCall, at now: Instant,
    sink: inout some MediaSink
  ) {
    guard let track = call.presence?.track, !track.isMuted, call.media.audio.mayReceive else { return }
    guard !track.subscriptions.isEmpty else { return }
    let level = Bridge.audioLevel(Level(of: payload, law))
    for subscription in track.subscriptions where subscription.format == .passedThrough {
      guard let type = subscription.payloadTypes.type(of: law) else { continue }
      send(payload, header, type, 8000, level, to: subscription, at: now, sink: &sink)
    }
  }

  /// Encodes the frame a caller just gave to the mix, once, for all participants that take Opus only.
  func encode(_ call: BridgeCall, at now: Instant, sink: inout some MediaSink) {
    guard let track = call.presence?.track, track.transcodedCount > 0, !track.isMuted,
      let encoded = call.encodeFrame()
    else { return }
    let level = Bridge.audioLevel(encoded.level)
    for subscription in track.subscriptions where subscription.format == .transcoded {
      guard let type = subscription.payloadTypes.opus else { continue }
      send(
        encoded.payload.span, encoded.header, type, 48_000, level, to: subscription, at: now, sink: &sink)
    }
  }

  /// Level from which a caller's packet is told to be voice: where the silence watch begins to hear.
  private static let voice = Level(dBm0: -38)

  private static func audioLevel(_ level: Level) -> AudioLevel {
    AudioLevel(isVoice: level >= voice, dBm0: level.dBm0)
  }

  private func send(
    _ payload: Span<UInt8>, _ header: PacketHeader, _ payloadType: UInt8, _ clockRate: Int,
    _ level: AudioLevel?, to subscription: Subscription, at now: Instant, sink: inout some MediaSink
  ) {
    guard !subscription.isPaused, let transport = subscription.subscriber.transport, transport.state == .open
    else { return }
    // Borrowed from the bridge for the time of the packet, so that it allocates nothing.
    var packet: [UInt8] = []
    swap(&packet, &self.packet)
    defer { swap(&packet, &self.packet) }
    var extensions = subscription.extensions
    if let level, let id = subscription.levelExtension { extensions.setAudioLevel(level, id: id) }
    switch subscription.forwarder.rewrite(
      header, payload: payload, payloadType: payloadType, clockRate: clockRate,
      extensions: extensions, at: now, into: &packet)
    {
    case .written, .switched: _ = transport.send(&packet, into: &sink)
    case .duplicate, .stale: break
    }
  }

  private func takeReports(_ plain: Span<UInt8>, from participant: RoomParticipant, at now: Instant) {
    var reports: [SenderReport] = []
    try? CompoundPacket.parse(plain) { item in
      if case .senderReport(let report) = item, reports.count < 8 { reports.append(report) }
    }
    for report in reports {
      participant.published.first { $0.ssrc == report.ssrc }?.receive(report, at: now)
    }
  }

  /// Sends a participant its RTCP: a sender report of each stream it hears, a receiver report of what it publishes.
  func report(to participant: RoomParticipant, at now: Instant, sink: inout some MediaSink) {
    guard let transport = participant.transport, participant.reports.advance(to: now) else { return }
    alarms.set(.roomReport(participant.connection), to: participant.reports.nextDeadline)
    var blocks = participant.published.compactMap { $0.reportBlock(at: now) }
    let name = Array(participant.room.sid.utf8)
    var packet: [UInt8] = []
    for subscription in participant.subscriptions where subscription.forwarder.packets > 0 {
      CompoundPacket.write(
        ssrc: subscription.forwarder.ssrc, report: SenderReport(of: subscription.forwarder, at: now),
        blocks: blocks.span, canonicalName: name.span, into: &packet)
      blocks = []
      transport.sendControl(&packet, into: &sink)
    }
    guard !blocks.isEmpty else { return }
    CompoundPacket.write(
      ssrc: participant.reporterSSRC, report: nil, blocks: blocks.span, canonicalName: name.span,
      into: &packet)
    transport.sendControl(&packet, into: &sink)
  }
}

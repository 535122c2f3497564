import Audio
import Measurement
import Opus
import RTP
import RoomLeg
import RoomMessages
import Rooms
public import SansIO
import Scenario
import Voices

/// The sound of participants.
extension ParticipantGroup {
  /// Level from which received sound counts as audible.
  static let audible = Level(dBm0: -35)

  /// Takes in a datagram that arrived on a participant's port.
  public func receiveMedia(
    _ datagram: Span<UInt8>, port: UInt16, from source: TransportAddress, at now: Instant,
    sink: inout some MediaSink
  ) {
    guard let participant = participantsByPort[port], let transport = participant.transport else { return }
    switch transport.receive(datagram, from: source, at: now) {
    case .rtp(let header): hear(participant, header, transport, at: now)
    case .rtcp: takeReports(transport.plain, participant, at: now)
    case .handled:
      transport.flush(into: &sink)
      settle(participant, transport, at: now)
    }
  }

  /// Carries out what happened to a transport.
  func settle(_ participant: Participant, _ transport: RoomTransport, at now: Instant) {
    while let event = transport.nextEvent() {
      switch event {
      case .path: participant.mark(\.iceConnected, at: now)
      case .open: open(participant, at: now)
      case .closedByPeer: return lose(participant, "the room closed it", at: now)
      case .over(let words): return lose(participant, words, at: now)
      }
    }
    if case .over = participant.stage { return }
    alarms.set(.transport(participant.id), to: transport.nextDeadline)
  }

  /// How long a participant whose transport ended waits to be told why.
  private static let explanationLimit = Interval.seconds(2)

  private func lose(_ participant: Participant, _ words: String, at now: Instant) {
    guard case .talking(let slot) = participant.stage else {
      return finish(participant, ParticipantEnding(cause: .failed, detail: "transport: \(words)"), at: now)
    }
    grid.remove(participant.id, from: slot)
    progress.active -= 1
    participant.stage = .stranded(words)
    alarms.set(.transport(participant.id), to: nil)
    alarms.set(.limit(participant.id), to: now + ParticipantGroup.explanationLimit)
  }

  private func open(_ participant: Participant, at now: Instant) {
    guard case .joining = participant.stage else { return }
    participant.mark(\.dtlsConnected, at: now)
    alarms.set(.joinLimit(participant.id), to: nil)
    alarms.set(.report(participant.id), to: max(now, participant.reports.nextDeadline))
    participant.stage = .talking(slot: grid.add(participant.id, at: now))
    progress.joined += 1
    progress.active += 1
  }

  private func hear(
    _ participant: Participant, _ header: PacketHeader, _ transport: RoomTransport, at now: Instant
  ) {
    let law = participant.laws[header.payloadType]
    let plain = transport.plain
    let payload = plain.span.extracting(header.payload)
    // G.711 holds a tick in each byte; an Opus packet says itself how much it holds, one of a pause nothing.
    let ticks = law == nil ? OpusPacket.isDTX(payload) ? 0 : OpusPacket.duration(of: payload) ?? 0 : nil
    guard
      let arrival = participant.streams.receive(
        header, ticks: ticks, clockRate: law == nil ? 48_000 : 8000, at: now),
      arrival != .duplicate
    else { return }
    if participant.record.milestones.firstPacket == nil { participant.mark(\.firstPacket, at: now) }
    if participant.payloadTypes[header.ssrc] == nil, participant.payloadTypes.count < ReceivedStreams.capacity
    {
      participant.payloadTypes[header.ssrc] = header.payloadType
    }
    if let law, participant.record.milestones.firstAudible == nil,
      Level(of: payload, law) >= ParticipantGroup.audible
    {
      participant.mark(\.firstAudible, at: now)
    }
    ear(of: header.ssrc, participant, law)?.receive(header, payload: payload, law: law, at: now)
  }

  /// The ear for a stream; `nil` when nobody needs its sound.
  private func ear(of ssrc: UInt32, _ participant: Participant, _ law: G711.Law?) -> TrackEar? {
    // Opus has to be decoded to know whether it is audible at all.
    guard participant.isListening || (law == nil && participant.record.milestones.firstAudible == nil) else {
      return nil
    }
    if let ear = participant.ears[ssrc] { return ear }
    guard participant.ears.count < ReceivedStreams.capacity else { return nil }
    let ear =
      law == nil
      ? try? TrackEar(
        opus: plan.jitterBuffer, runStart: start, memory: memory, findsProbes: participant.isProbed)
      : TrackEar(
        telephone: plan.jitterBuffer, runStart: start, memory: memory, findsProbes: participant.isProbed)
    participant.ears[ssrc] = ear
    return ear
  }

  private func takeReports(_ plain: [UInt8], _ participant: Participant, at now: Instant) {
    var reports: [SenderReport] = []
    try? CompoundPacket.parse(plain.span) { item in
      if case .senderReport(let report) = item, reports.count < 8 { reports.append(report) }
    }
    for report in reports { participant.streams.withStream(of: report.ssrc) { $0.receive(report, at: now) } }
  }

  /// Listens and speaks for every participant of a slot.
  func play(slot: Int, planned: Instant, now: Instant, sink: inout some MediaSink) {
    // Backwards, because one that leaves gives its place in the slot to the last one.
    for index in (0..<grid.population(of: slot)).reversed() {
      guard let participant = participants[grid.member(index, of: slot)] else { continue }
      listen(participant, at: planned, now: now)
      speak(participant, planned: planned, now: now, sink: &sink)
    }
  }

  private func listen(_ participant: Participant, at planned: Instant, now: Instant) {
    participant.hearSilence()
    for (ssrc, ear) in participant.ears {
      ear.play(at: planned)
      participant.hear(ear.samples)
      let found = ear.heard
      let before = participant.noticed[ssrc] ?? 0
      if found.count > before {
        participant.probesHeard += found[before...]
        participant.noticed[ssrc] = found.count
      }
    }
    guard !participant.ears.isEmpty else { return }
    participant.speaker.notice(participant.probesHeard)
    if participant.record.milestones.firstAudible == nil,
      Level(of: participant.heard.span) >= ParticipantGroup.audible
    {
      participant.mark(\.firstAudible, at: now)
    }
  }

  private func speak(
    _ participant: Participant, planned: Instant, now: Instant, sink: inout some MediaSink
  ) {
    var utterance = participant.speaker.next(heard: participant.heard, into: &participant.samples)
    while case .mute(let muted) = utterance {
      mute(participant, muted, at: now)
      utterance = participant.speaker.next(heard: participant.heard, into: &participant.samples)
    }
    if case .hangUp = utterance {
      return leave(participant, ParticipantEnding(cause: .scriptLeave), at: now)
    }
    var sent: Instant?
    var isActive = false
    if case .audio(let active, let probe) = utterance, let type = participant.sendType {
      isActive = active
      sent = send(participant, type, isActive: active, into: &sink)
      if let probe, let sent { participant.sentProbe(probe, at: sent - PacketGrid<Int>.period) }
    } else {
      participant.sender.skip(samples: OpusMouth.ticks)
      participant.isTalking = false
    }
    participant.activity.passed(
      participant.speaker.kind, active: isActive && sent != nil, at: sent ?? planned)
    guard let sent else { return }
    sendLag.record(sent - planned)
    participant.record.sent.maximumLag = max(participant.record.sent.maximumLag, (sent - planned).nanoseconds)
  }

  /// Puts one slot's sound on the wire.
  /// - Returns: the instant just before the packet left; `nil` when there was none.
  private func send(
    _ participant: Participant, _ type: UInt8, isActive: Bool, into sink: inout some MediaSink
  ) -> Instant? {
    guard let transport = participant.transport, let payload = payload(participant) else {
      participant.record.sent.errors += 1
      return nil
    }
    if let id = participant.levelExtension {
      let level = Level(of: participant.samples.span).dBm0
      participant.extensions.setAudioLevel(AudioLevel(isVoice: isActive, dBm0: level), id: id)
    }
    participant.sender.write(
      payload: payload.span, payloadType: type, marker: !participant.isTalking, samples: OpusMouth.ticks,
      extensions: participant.extensions, into: &packet)
    participant.isTalking = true
    let sent = transport.send(&packet, into: &sink)
    if sent == nil { participant.record.sent.errors += 1 }
    return sent
  }

  /// The Opus of the current frame: shared where others say the same, encoded where it is the participant's own.
  private func payload(_ participant: Participant) -> [UInt8]? {
    if let frame = participant.speaker.clipFrame {
      if participant.voice == nil { participant.voice = participant.plan.voice.flatMap { voices[$0] } }
      return participant.voice?[frame]
    }
    if participant.samples.allSatisfy({ $0 == 0 }) { return silence }
    if participant.mouth == nil { participant.mouth = try? OpusMouth() }
    return participant.mouth?.encode(participant.samples)
  }

  private func mute(_ participant: Participant, _ muted: Bool, at now: Instant) {
    guard let sid = participant.trackSid else { return }
    var request = Livekit_MuteTrackRequest()
    request.sid = sid
    request.muted = muted
    send(.mute(request), muted ? "mute" : "unmute", by: participant, at: now)
    participant.noteMute(muted, byServer: false, at: now)
  }

  /// Packets that a stall of this process kept from being sent are late by its whole length.
  func accountForStall() {
    let stall = grid.takeStall()
    let missed = stall / PacketGrid<Int>.period
    guard missed > 0 else { return }
    for participant in participants.values {
      guard case .talking = participant.stage else { continue }
      for _ in 0..<missed {
        sendLag.record(stall)
        participant.sender.skip(samples: OpusMouth.ticks)
      }
      participant.record.sent.maximumLag = max(participant.record.sent.maximumLag, stall.nanoseconds)
    }
  }

  /// Handles an alarm that came due.
  func ring(_ alarm: Alarm, at now: Instant, sink: inout some MediaSink) {
    switch alarm {
    case .transport(let id):
      guard let participant = participants[id], let transport = participant.transport else { return }
      transport.advance(to: now, into: &sink)
      settle(participant, transport, at: now)
    case .ping(let id):
      guard participants[id] != nil else { return }
      var ping = Livekit_Ping()
      ping.timestamp = (now - start).nanoseconds / 1_000_000
      var request = Livekit_SignalRequest()
      request.message = .pingReq(ping)
      outputs.append(.sendSignal(id, SignalCodec.encode(request)))
      alarms.set(.ping(id), to: now + ParticipantGroup.pingPeriod)
    case .report(let id): if let participant = participants[id] { report(participant, at: now, sink: &sink) }
    case .joinLimit(let id):
      guard let participant = participants[id] else { return }
      let words = "not in the room within \(ParticipantGroup.joinLimit)"
      finish(participant, ParticipantEnding(cause: .failed, detail: words), at: now)
    case .limit(let id):
      guard let participant = participants[id] else { return }
      if case .stranded(let words) = participant.stage {
        return finish(participant, ParticipantEnding(cause: .failed, detail: "transport: \(words)"), at: now)
      }
      leave(participant, ParticipantEnding(cause: .overtime), at: now)
    }
  }

  private func report(_ participant: Participant, at now: Instant, sink: inout some MediaSink) {
    guard let transport = participant.transport else { return }
    if participant.reports.advance(to: now) {
      let sources = participant.streams.streams.map(\.ssrc)
      let blocks = sources.compactMap { ssrc in
        participant.streams.withStream(of: ssrc) { $0.makeReportBlock(at: now) }
      }
      let report = participant.sender.packets > 0 ? SenderReport(of: participant.sender, at: now) : nil
      CompoundPacket.write(
        ssrc: participant.sender.ssrc, report: report, blocks: blocks.span,
        canonicalName: Array(participant.record.identity.utf8).span, into: &packet)
      transport.sendControl(&packet, into: &sink)
    }
    alarms.set(.report(participant.id), to: participant.reports.nextDeadline)
  }
}

import Audio
import Connectivity
import PhoneLeg
import RTP
import RoomLeg
import RoomMessages
import Rooms
import SDP
import SansIO
import SecureMedia

/// Offer and answer with participants: the client always offers, the bridge always answers (livekit's v1).
extension Bridge {
  /// What a participant may publish, and what it may be sent.
  private static let published: [WebCodec] = [.opus(parameters: nil)]
  private static let sent: [WebCodec] = [.opus(parameters: nil), .pcmu, .pcma]
  /// Size of the largest data message, as LiveKit's server has it.
  private static let largestMessage = 262_144

  /// Answers an offer of a participant; one that cannot be answered is complained about, and the first one ends the stay.
  func answer(_ description: Livekit_SessionDescription, of participant: RoomParticipant, at now: Instant) {
    let offer: WebDescription
    do throws(WebDescriptionError) {
      offer = try WebDescription(parsing: description.sdp)
    } catch {
      return refuse(description, of: participant, "\(error)", at: now)
    }
    guard let remote = offer.transport,
      let credentials = ICECredentials(ufrag: remote.usernameFragment, password: remote.password),
      let fingerprint = remote.fingerprint.flatMap({ Fingerprint($0) })
    else {
      return refuse(
        description, of: participant, "the offer's ICE or DTLS attributes cannot be used", at: now)
    }
    guard
      let transport = transport(of: participant, credentials, fingerprint, at: now)
    else { return refuse(description, of: participant, "no memory for a transport", at: now) }
    participant.offer = offer
    participant.isAwaitingOffer = false
    participant.answers += 1
    let news = publish(offer, by: participant, at: now)
    let subscribed = participant.subscriptionsMade
    fillSections(of: participant, offer, at: now)
    // A client that is asked for sections and offers none is not asked for ever.
    participant.offersInVain = participant.subscriptionsMade > subscribed ? 0 : participant.offersInVain + 1
    outputs.append(
      .sendSignal(
        participant.connection, reply(to: offer, id: description.id, of: participant, transport)))
    settle(participant, transport, at: now)
    if news { spread(participant, at: now) }
    if participant.offersInVain <= Bridge.mostOffersInVain { balanceSections(of: participant, at: now) }
    retire(participant, at: now)
  }

  /// A section that rests takes one offer, a refused one another.
  private static let mostOffersInVain = 3
  /// Each subscription has a source of its own, and one transport has 1,024.
  private static let mostSubscriptions = 1000

  /// Has a participant that has used up its sources join anew, which it does by itself.
  private func retire(_ participant: RoomParticipant, at now: Instant) {
    guard participant.subscriptionsMade >= Bridge.mostSubscriptions, participant.stage != .gone else {
      return
    }
    outputs.append(.sendSignal(participant.connection, Signals.leave(.stateMismatch, action: .reconnect)))
    outputs.append(.closeSignal(participant.connection))
    remove(participant, .stateMismatch, at: now)
  }

  private func refuse(
    _ offer: Livekit_SessionDescription, of participant: RoomParticipant, _ why: String, at now: Instant
  ) {
    log(participant, .complained("offer \(offer.id): \(why)"), at: now)
    outputs.append(.sendSignal(participant.connection, Signals.refusal(.invalidRequest, why)))
    if participant.transport == nil { dismiss(participant, .joinFailure, at: now) }
  }

  /// The participant's transport, made with its first offer; new ICE credentials in a later one restart ICE.
  private func transport(
    of participant: RoomParticipant, _ remote: ICECredentials, _ fingerprint: Fingerprint, at now: Instant
  ) -> RoomTransport? {
    if let transport = participant.transport {
      guard participant.remoteCredentials != remote else { return transport }
      participant.remoteCredentials = remote
      participantsByFragment[transport.local.ufrag] = nil
      transport.restart(local: freshCredentials(), remote: remote, at: now)
      participantsByFragment[transport.local.ufrag] = participant
      return transport
    }
    let local = freshCredentials()
    guard
      let transport = try? RoomTransport(
        .bridge, port: settings.roomPort, local: local, certificate: certificate,
        using: generator.branch(participant.connection), at: now)
    else { return nil }
    transport.setRemote(remote, fingerprint: fingerprint, candidates: [], at: now)
    participant.transport = transport
    participant.remoteCredentials = remote
    participantsByFragment[local.ufrag] = participant
    return transport
  }

  private func freshCredentials() -> ICECredentials {
    ICECredentials(randomBytes: randomBytes(ICECredentials.randomBytes))
  }

  /// Makes the participant's tracks fit its offer: new sending sections publish, those that send no more do not.
  /// - Returns: whether anything changed.
  private func publish(_ offer: WebDescription, by participant: RoomParticipant, at now: Instant) -> Bool {
    var isChanged = false
    for published in participant.published {
      let section = offer.section(published.mid)
      guard section.map({ $0.isRejected || !$0.direction.sends }) ?? true else { continue }
      withdraw(published, at: now)
      participant.published.removeAll { $0 === published }
      outputs.append(.sendSignal(participant.connection, Signals.unpublished(published.track.sid)))
      isChanged = true
    }
    for section in offer.sections
    where section.kind == .audio && !section.isRejected && section.direction.sends {
      if let published = participant.published.first(where: { $0.mid == section.mid }) {
        published.ssrc = section.ssrcs.first ?? published.ssrc
        continue
      }
      if publish(section, by: participant, at: now) { isChanged = true }
    }
    return isChanged
  }

  private func publish(_ section: WebSection, by participant: RoomParticipant, at now: Instant) -> Bool {
    // Browsers may change the track's id on its way into the SDP: then the first one announced is meant.
    let cid = section.track?.track
    guard
      let place = participant.announcements.firstIndex(where: { $0.cid == cid })
        ?? participant.announcements.indices.first,
      let payloadType = section.codec(like: .opus())?.payloadType
    else { return false }
    let announcement = participant.announcements.remove(at: place)
    let track = RoomTrack(sid: announcement.sid, ownerSid: participant.sid, info: announcement.info)
    track.settle(mid: section.mid)
    participant.published.append(
      PublishedTrack(
        track: track, cid: announcement.cid, mid: section.mid, payloadType: payloadType,
        levelExtension: section.id(of: .audioLevel), ssrc: section.ssrcs.first))
    log(participant, .published(track: track.sid), at: now)
    return true
  }

  /// Tells the room what a participant publishes now, and has everybody subscribe who wants to.
  private func spread(_ participant: RoomParticipant, at now: Instant) {
    changed(participant)
    for other in participant.room.participants where other !== participant {
      balanceSections(of: other, at: now)
    }
  }

  /// A track is gone: nobody hears it any more.
  func withdraw(_ published: PublishedTrack, at now: Instant) { unsubscribeAll(from: published.track) }

  /// Takes a track from all who hear it; unless their room ends with it, they are asked to offer anew.
  func unsubscribeAll(from track: RoomTrack, roomEnds: Bool = false) {
    for subscription in track.subscriptions {
      let subscriber = subscription.subscriber
      unsubscribe(subscription)
      if !roomEnds { requestOffer(of: subscriber, audios: 0) }
    }
  }

  private func unsubscribe(_ subscription: Subscription) {
    let subscriber = subscription.subscriber
    subscription.track.remove(subscription)
    subscriber.subscriptions.removeAll { $0 === subscription }
  }

  /// The sections in which a participant can hear a track that it does not hear yet.
  private func freeSections(of participant: RoomParticipant, _ offer: WebDescription) -> [WebSection] {
    offer.sections.filter { section in
      section.kind == .audio && !section.isRejected && section.isBundled && section.direction.receives
        && !participant.subscriptions.contains { $0.mid == section.mid }
    }
  }

  private func missingTracks(of participant: RoomParticipant) -> [RoomTrack] {
    participant.room.tracks.filter { participant.wants($0) && participant.subscription(to: $0) == nil }
  }

  /// Puts tracks that a participant wants into free sections of its offer.
  private func fillSections(of participant: RoomParticipant, _ offer: WebDescription, at now: Instant) {
    for subscription in participant.subscriptions {
      let section = offer.section(subscription.mid)
      let isThere = section.map { !$0.isRejected && $0.direction.receives } ?? false
      if !isThere || !participant.wants(subscription.track) { unsubscribe(subscription) }
    }
    // A section that just lost its track rests for one answer: clients see a new track in it only then.
    var free = freeSections(of: participant, offer).filter { participant.carried[$0.mid] == nil }
    for track in missingTracks(of: participant) {
      guard !free.isEmpty else { break }
      subscribe(participant, to: track, in: free.removeFirst(), at: now)
    }
  }

  private func subscribe(
    _ participant: RoomParticipant, to track: RoomTrack, in section: WebSection, at now: Instant
  ) {
    let types = SlotPayloadTypes(
      opus: section.codec(like: .opus())?.payloadType, pcmu: section.codec(like: .pcmu)?.payloadType,
      pcma: section.codec(like: .pcma)?.payloadType)
    guard let format = format(of: track, for: types, in: participant.room) else {
      var refusal = Livekit_SubscriptionResponse()
      refusal.trackSid = track.sid
      refusal.err = .seCodecUnsupported
      outputs.append(.sendSignal(participant.connection, Signals.response(.subscriptionResponse(refusal))))
      participant.unwanted.insert(track.sid)
      participant.wanted.remove(track.sid)
      return
    }
    participant.subscriptionsMade += 1
    var extensions = PacketExtensions()
    if let id = section.id(of: .mid), section.mid.utf8.count <= PacketExtensions.longestMid {
      extensions.setMid(Array(section.mid.utf8).span, id: id)
    }
    // A source of its own for each track, also in a section that was used before: clients keep silent when the source
    // of a track that they have stopped goes on as another's.
    let forwarder = StreamForwarder(
      ssrc: UInt32(truncatingIfNeeded: generator.next()),
      sequenceNumber: UInt16(truncatingIfNeeded: generator.next()) & 0x7FFF,
      timestamp: UInt32(truncatingIfNeeded: generator.next()))
    let isFirst = track.subscriptions.isEmpty
    let subscription = Subscription(
      track: track, subscriber: participant, mid: section.mid, format: format, payloadTypes: types,
      extensions: extensions, levelExtension: section.id(of: .audioLevel), forwarder: forwarder)
    participant.subscriptions.append(subscription)
    track.add(subscription)
    log(participant, .subscribed(track: track.sid, format: "\(format)"), at: now)
    guard isFirst else { return }
    let owner = participant.room.participants.first { $0.sid == track.ownerSid }
    if let owner { outputs.append(.sendSignal(owner.connection, Signals.subscribed(track.sid))) }
  }

  /// How a track can be sent in a section; `nil` when it cannot.
  private func format(of track: RoomTrack, for types: SlotPayloadTypes, in room: Room) -> Subscription.Format?
  {
    guard let call = room.calls.first(where: { $0.presence?.track === track }) else {
      return types.opus == nil ? nil : .forwarded
    }
    if types.type(of: call.media.sendLaw) != nil { return .passedThrough }
    return types.opus == nil ? nil : .transcoded
  }

  /// Asks a participant for an offer when what it hears is not what it should hear.
  func balanceSections(of participant: RoomParticipant, at now: Instant) {
    guard let offer = participant.offer, participant.stage != .gone else { return }
    let unwanted = participant.subscriptions.contains { !participant.wants($0.track) }
    let missing = missingTracks(of: participant)
    guard unwanted || !missing.isEmpty else { return }
    let free = freeSections(of: participant, offer).count
    requestOffer(of: participant, audios: max(0, missing.count - free))
  }

  /// The most receiving sections that a client is asked for.
  private static let mostSections = 48

  private func requestOffer(of participant: RoomParticipant, audios: Int) {
    guard participant.stage != .gone, !participant.isAwaitingOffer, let offer = participant.offer else {
      return
    }
    let room = max(0, Bridge.mostSections - offer.sections.count)
    participant.isAwaitingOffer = true
    outputs.append(.sendSignal(participant.connection, Signals.sections(audios: min(audios, room))))
  }

  private func reply(
    to offer: WebDescription, id: UInt32, of participant: RoomParticipant, _ transport: RoomTransport
  ) -> [UInt8] {
    let connectivity = WebTransport(
      usernameFragment: transport.local.ufrag, password: transport.local.password,
      fingerprint: "\(certificate.fingerprint)", setup: .passive, isLite: true,
      candidates: settings.roomAddresses.map(Bridge.candidate), isComplete: true)
    var answer = WebAnswer(
      to: offer, sessionID: participant.sessionID, version: UInt64(participant.answers),
      transport: connectivity)
    var carried: [String: String] = [:]
    for (index, section) in offer.sections.enumerated() {
      switch section.kind {
      case .video: break
      case .application:
        answer.answer(index, with: .data(sctpPort: 5000, maximumMessageSize: Bridge.largestMessage))
      case .audio:
        let publishes = participant.published.contains { $0.mid == section.mid }
        let subscription = participant.subscriptions.first { $0.mid == section.mid }
        if let subscription { carried[section.mid] = subscription.track.sid }
        answer.answer(index, with: Bridge.section(publishes: publishes, subscription))
      }
    }
    participant.carried = carried
    return Signals.answer("\(answer.description)", id: id, tracks: carried)
  }

  private static func section(publishes: Bool, _ subscription: Subscription?) -> WebAnswer.Section {
    let direction: MediaDirection =
      publishes
      ? (subscription == nil ? .recvonly : .sendrecv) : (subscription == nil ? .inactive : .sendonly)
    return .audio(
      codecs: publishes && subscription == nil ? published : sent, direction: direction,
      sender: subscription.map { subscription in
        let owner = subscription.track.ownerSid
        return WebSender(
          track: WebTrack(
            stream: "\(owner)|\(subscription.track.info.stream)", track: subscription.track.sid),
          ssrc: subscription.forwarder.ssrc, cname: owner)
      })
  }

  /// A host candidate, the value of its SDP line.
  private static func candidate(_ address: TransportAddress) -> String {
    let line = "\(ICECandidate(host: address, foundation: address.ip.family == .v4 ? "1" : "2"))"
    return line.hasPrefix("candidate:") ? String(line.dropFirst(10)) : line
  }
}

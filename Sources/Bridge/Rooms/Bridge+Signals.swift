import RTP
public import RoomMessages
import Rooms
public import SansIO

/// What participants say over signalling.
extension Bridge {
  /// Takes in one signalling message of an admitted connection.
  public func receiveSignal(_ request: Livekit_SignalRequest, on connection: UInt64, at now: Instant) {
    guard let participant = participants[connection], let message = request.message else { return }
    alarms.set(.signalIdle(connection), to: now + Bridge.signalPatience)
    switch message {
    case .offer(let offer): answer(offer, of: participant, at: now)
    case .trickle(let trickle): trickled(trickle, by: participant, at: now)
    case .addTrack(let request): announce(request, by: participant, at: now)
    case .mute(let request): muted(request, by: participant)
    case .subscription(let update): subscribed(update, by: participant, at: now)
    case .trackSetting(let update):
      for subscription in participant.subscriptions where update.trackSids.contains(subscription.track.sid) {
        pause(subscription, update.disabled)
      }
    case .leave: leave(participant, at: now)
    case .updateMetadata(let update): renamed(participant, update)
    case .ping: outputs.append(.sendSignal(connection, Signals.response(.pong(unixMilliseconds(at: now)))))
    case .pingReq(let ping):
      var pong = Livekit_Pong()
      pong.lastPingTimestamp = ping.timestamp
      pong.timestamp = unixMilliseconds(at: now)
      outputs.append(.sendSignal(connection, Signals.response(.pongResp(pong))))
    // Nothing here depends on them: one layer of audio, no permissions between participants, no resume.
    case .answer, .subscriptionPermission, .syncState, .updateAudioTrack: break
    }
  }

  /// The message of a connection could not be read: whoever sent it speaks another language, and goes.
  public func receiveGarbage(on connection: UInt64, reason: String, at now: Instant) {
    guard let participant = participants[connection] else { return }
    log(participant, .complained("unreadable signalling message: \(reason)"), at: now)
    dismiss(participant, .signalClose, at: now)
  }

  private func leave(_ participant: RoomParticipant, at now: Instant) {
    outputs.append(.closeSignal(participant.connection))
    remove(participant, .clientInitiated, at: now)
  }

  private func trickled(_ trickle: Livekit_TrickleRequest, by participant: RoomParticipant, at now: Instant) {
    // A lite agent learns its peer's address from the checks; the candidates only tell that they will come.
    guard trickle.candidateInit.utf8.count > 2048 else { return }
    log(participant, .complained("ICE candidate of \(trickle.candidateInit.utf8.count) bytes"), at: now)
  }

  /// A track will be published: it gets its sid at once and its section with the offer that follows.
  func announce(_ request: Livekit_AddTrackRequest, by participant: RoomParticipant, at now: Instant) {
    guard participant.permission.canPublish, request.type == .audio else {
      let words =
        request.type == .audio ? "the token does not allow publishing" : "only audio tracks are carried"
      outputs.append(.sendSignal(participant.connection, Signals.refusal(.notAllowed, words)))
      return
    }
    guard participant.announcements.count + participant.published.count < RoomParticipant.mostTracks else {
      let words = "a participant has at most \(RoomParticipant.mostTracks) tracks"
      outputs.append(.sendSignal(participant.connection, Signals.refusal(.limitExceeded, words)))
      return
    }
    var info = Livekit_TrackInfo()
    info.sid = Sid.make(.microphoneTrack, from: &generator)
    info.type = .audio
    info.name = String(request.name.prefix(256))
    info.source = request.source
    info.muted = request.muted
    info.mimeType = "audio/opus"
    info.disableRed = true
    info.disableDtx = request.disableDtx
    info.stream = request.stream.isEmpty ? "camera" : String(request.stream.prefix(256))
    participant.announcements.append(
      RoomParticipant.Announcement(cid: request.cid, sid: info.sid, info: info))
    outputs.append(.sendSignal(participant.connection, Signals.published(cid: request.cid, info)))
  }

  private func muted(_ request: Livekit_MuteTrackRequest, by participant: RoomParticipant) {
    if let place = participant.announcements.firstIndex(where: { $0.sid == request.sid }) {
      participant.announcements[place].info.muted = request.muted
    } else if let published = participant.published.first(where: { $0.track.sid == request.sid }) {
      published.track.mute(request.muted)
    } else {
      return
    }
    changed(participant)
  }

  /// Tells the room, the participant too, how a participant is now.
  func changed(_ participant: RoomParticipant) {
    participant.version += 1
    let info = info(participant)
    outputs.append(.sendSignal(participant.connection, Signals.update([info])))
    tellOthers(of: participant, info)
  }

  private func subscribed(
    _ update: Livekit_UpdateSubscription, by participant: RoomParticipant, at now: Instant
  ) {
    let sids = update.trackSids + update.participantTracks.flatMap(\.trackSids)
    // Sids of tracks that are gone never come back.
    let present = Set(participant.room.tracks.map(\.sid))
    participant.wanted.formIntersection(present)
    participant.unwanted.formIntersection(present)
    for sid in sids.prefix(256) {
      guard present.contains(sid) else {
        var refusal = Livekit_SubscriptionResponse()
        refusal.trackSid = sid
        refusal.err = .seTrackNotfound
        outputs.append(.sendSignal(participant.connection, Signals.response(.subscriptionResponse(refusal))))
        continue
      }
      if update.subscribe {
        participant.wanted.insert(sid)
        participant.unwanted.remove(sid)
      } else {
        participant.wanted.remove(sid)
        participant.unwanted.insert(sid)
      }
    }
    balanceSections(of: participant, at: now)
  }

  func pause(_ subscription: Subscription, _ paused: Bool) {
    guard subscription.isPaused != paused else { return }
    subscription.isPaused = paused
    subscription.forwarder.interrupt()
  }

  private func renamed(_ participant: RoomParticipant, _ update: Livekit_UpdateParticipantMetadata) {
    var response = Livekit_RequestResponse()
    response.requestID = update.requestID
    response.updateMetadata = update
    let metadata = update.metadata.isEmpty ? participant.metadata : update.metadata
    let name = update.name.isEmpty ? participant.name : update.name
    let attributes = participant.attributes.merging(update.attributes) { $1 }.filter { !$0.value.isEmpty }
    // Of what it would be then, so that many small updates do not make it grow.
    let size =
      metadata.utf8.count + name.utf8.count
      + attributes.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    guard participant.permission.canUpdateMetadata, size <= 16_384 else {
      response.reason = participant.permission.canUpdateMetadata ? .limitExceeded : .notAllowed
      response.message =
        participant.permission.canUpdateMetadata
        ? "metadata of \(size) bytes; at most 16384" : "the token does not allow changing metadata"
      outputs.append(.sendSignal(participant.connection, Signals.response(.requestResponse(response))))
      return
    }
    participant.metadata = metadata
    participant.name = name
    participant.attributes = attributes
    changed(participant)
    outputs.append(.sendSignal(participant.connection, Signals.response(.requestResponse(response))))
  }
}

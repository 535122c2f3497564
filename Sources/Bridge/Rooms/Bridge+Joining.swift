import Connectivity
import RTP
import RoomLeg
import RoomMessages
public import Rooms
public import SansIO

/// Joining and leaving by signalling.
extension Bridge {
  /// A client with a valid token asks to join; the answer is an `admit` or a `refuse` for its connection.
  ///
  /// - Parameters:
  ///   - connection: names the signalling connection in all that follows; never used twice.
  public func join(_ petition: JoinPetition, _ grants: TokenGrants, on connection: UInt64, at now: Instant) {
    guard !draining else { return refuse(connection, 503, "the bridge is shutting down") }
    guard petition.isSinglePeerConnection else {
      return refuse(connection, 404, "this server speaks /rtc/v1 (one peer connection) only")
    }
    if petition.resumption != nil {
      // No resume: the client joins afresh, and republishes by itself.
      outputs.append(.admit(connection, first: Signals.leave(.stateMismatch, action: .reconnect)))
      outputs.append(.closeSignal(connection))
      return
    }
    guard participants.count < settings.maximumParticipants else {
      return refuse(connection, 503, "all \(settings.maximumParticipants) places for participants are taken")
    }
    if rooms[grants.room]?.calls.contains(where: { $0.presence?.identity == grants.identity }) == true {
      return refuse(connection, 409, "\(grants.identity) is a caller of this room")
    }
    if let former = rooms[grants.room]?.participants.first(where: { $0.identity == grants.identity }) {
      dismiss(former, .duplicateIdentity, at: now)
    }
    // Looked up only now: a room that held nobody else went with the former one.
    let room = rooms[grants.room] ?? makeRoom(grants.room, at: now)
    let participant = RoomParticipant(
      connection: connection, room: room, sid: Sid.make(.participant, from: &generator), petition: petition,
      grants: grants, reports: ReportSchedule(using: generator.branch(connection), at: now),
      reporterSSRC: UInt32(truncatingIfNeeded: generator.next()), sessionID: generator.next() >> 1, at: now)
    room.enter(participant)
    alarms.set(.emptyRoom(room.name), to: nil)
    participants[connection] = participant
    alarms.set(.joinLimit(connection), to: now + settings.joinLimit)
    alarms.set(.signalIdle(connection), to: now + Bridge.signalPatience)
    outputs.append(.admit(connection, first: joinResponse(participant, at: now)))
    log(participant, .joined, at: now)
    counters.joined += 1
    for request in petition.addTrackRequests { announce(request, by: participant, at: now) }
    if let offer = petition.publisherOffer { answer(offer, of: participant, at: now) }
    tellOthers(of: participant, info(participant))
  }

  /// A client that says nothing for so long, not even a ping, is gone. Clients ping every 5 s.
  static let signalPatience = Interval.seconds(45)

  /// Time between a participant's end and its transport's goodbye.
  static let departureDelay = Interval.milliseconds(500)

  private func refuse(_ connection: UInt64, _ status: Int, _ why: String) {
    counters.refusedJoins += 1
    outputs.append(.refuse(connection, status: status, text: why))
  }

  /// The signalling connection of a participant ended, by its doing or the network's.
  public func signalClosed(_ connection: UInt64, at now: Instant) {
    guard let participant = participants[connection] else { return }
    remove(participant, .signalClose, at: now)
  }

  /// Sends a participant away: it is told why, and its connection is closed.
  func dismiss(_ participant: RoomParticipant, _ reason: Livekit_DisconnectReason, at now: Instant) {
    guard participant.stage != .gone else { return }
    outputs.append(.sendSignal(participant.connection, Signals.leave(reason, action: .disconnect)))
    outputs.append(.closeSignal(participant.connection))
    remove(participant, reason, at: now)
  }

  /// Takes a participant out of its room and forgets it; the others are told.
  func remove(_ participant: RoomParticipant, _ reason: Livekit_DisconnectReason, at now: Instant) {
    guard participant.stage != .gone else { return }
    participant.stage = .gone
    let room = participant.room
    for published in participant.published { withdraw(published, at: now) }
    for subscription in participant.subscriptions { subscription.track.remove(subscription) }
    participant.subscriptions.removeAll()
    room.leave(participant)
    participants[participant.connection] = nil
    if let transport = participant.transport {
      participantsByFragment[transport.local.ufrag] = nil
      for address in participant.addresses { participantsByAddress[address] = nil }
      // Behind the word that tells why: a transport that ends first looks like a failure.
      departing.append((transport, goodbye: now + Bridge.departureDelay))
      // Whoever leaves later does not put off the others.
      alarms.set(.departures, to: departing.first?.goodbye)
    }
    for alarm in [
      Alarm.joinLimit(participant.connection), .signalIdle(participant.connection),
      .transport(participant.connection), .roomReport(participant.connection),
    ] { alarms.set(alarm, to: nil) }
    var info = info(participant)
    info.state = .disconnected
    info.tracks = []
    info.disconnectReason = reason
    tellOthers(of: participant, info)
    log(participant, .left(Signals.word(reason)), at: now)
    forgetIfEmpty(room, at: now)
  }

  /// Sends everybody away and forgets the room; calls in it are hung up.
  func close(_ room: Room, _ reason: Livekit_DisconnectReason, cause: EndCause, at now: Instant) {
    // First, so that nobody's leaving closes it again.
    rooms[room.name] = nil
    alarms.set(.emptyRoom(room.name), to: nil)
    for call in room.calls { hangUp(call, cause: cause, at: now) }
    for participant in room.participants { dismiss(participant, reason, at: now) }
  }

  func makeRoom(_ name: String, at now: Instant) -> Room {
    let room = Room(sid: Sid.make(.room, from: &generator), name: name, at: now)
    rooms[name] = room
    return room
  }

  /// Forgets a room that nobody is in, at once or when its empty time is over.
  func forgetIfEmpty(_ room: Room, at now: Instant) {
    guard room.isEmpty, rooms[room.name] === room else { return }
    if room.emptyTimeout > .zero {
      alarms.set(.emptyRoom(room.name), to: now + room.emptyTimeout)
    } else {
      rooms[room.name] = nil
    }
  }

  /// Sends a message to everybody in `room`, but not to `except`.
  func tell(_ room: Room, _ message: [UInt8], except: RoomParticipant?) {
    for participant in room.participants where participant !== except {
      outputs.append(.sendSignal(participant.connection, message))
    }
  }

  /// Tells the others in its room how a participant is now; nobody hears of a hidden one.
  func tellOthers(of participant: RoomParticipant, _ info: Livekit_ParticipantInfo) {
    guard !participant.permission.hidden else { return }
    tell(participant.room, Signals.update([info]), except: participant)
  }

  /// Writes a milestone of `participant` to the log.
  func log(_ participant: RoomParticipant, _ kind: ParticipantEvent.Kind, at now: Instant) {
    outputs.append(
      .participantEvent(
        ParticipantEvent(
          room: participant.room.name, identity: participant.identity, sid: participant.sid, at: now,
          kind: kind)))
  }
}

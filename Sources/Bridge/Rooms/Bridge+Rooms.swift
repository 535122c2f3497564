import PhoneLeg
import RTP
import RoomMessages
import Rooms
import SIP
import SansIO

extension Bridge {
  /// Puts a call into its room, which is made if it is the first.
  func enterRoom(_ call: BridgeCall, at now: Instant) {
    let room = rooms[call.roomName] ?? makeRoom(call.roomName, at: now)
    if room.slot == nil { room.slot = grid.add(call.roomName, at: now) }
    let presence = presence(of: call, in: room, at: now)
    call.presence = presence
    room.enter(call)
    call.room = room
    alarms.set(.emptyRoom(room.name), to: nil)
    tell(room, Signals.update([info(presence)]), except: nil)
    for participant in room.participants { balanceSections(of: participant, at: now) }
  }

  /// How the caller appears to participants. Two callers with one number must not have one identity.
  private func presence(of call: BridgeCall, in room: Room, at now: Instant) -> PhonePresence {
    let taken = Set(room.calls.compactMap { $0.presence?.identity } + room.participants.map(\.identity))
    var identity = "sip_\(call.from)"
    var number = 2
    while taken.contains(identity) {
      identity = "sip_\(call.from)_\(number)"
      number += 1
    }
    let sid = Sid.make(.participant, from: &generator)
    var track = Livekit_TrackInfo()
    track.name = identity
    track.source = .microphone
    track.mimeType = "audio/opus"
    track.stream = "camera"
    return PhonePresence(
      sid: sid, identity: identity, name: "Phone \(call.from)",
      attributes: [
        "sip.callID": "SCL_\(sid.dropFirst(3))", "sip.callIDFull": call.callID, "sip.callStatus": "active",
        "sip.phoneNumber": call.from, "sip.trunkPhoneNumber": call.to, "sip.trunkID": call.trunk.id,
      ],
      track: RoomTrack(sid: Sid.make(.microphoneTrack, from: &generator), ownerSid: sid, info: track), at: now
    )
  }

  /// Takes a call out of its room; with the last one the room is over, unless it ends when it is empty.
  func leaveRoom(_ call: BridgeCall, at now: Instant) {
    guard let room = call.room else { return }
    call.room = nil
    room.leave(call)
    if room.calls.isEmpty, let slot = room.slot {
      grid.remove(room.name, from: slot)
      room.slot = nil
    }
    let isLast = room.calls.isEmpty && settings.roomEnds == .withCall && rooms[room.name] === room
    if let presence = call.presence { depart(presence, from: room, roomEnds: isLast, at: now) }
    if isLast {
      close(room, .roomClosed, cause: .roomEnded, at: now)
    }
    forgetIfEmpty(room, at: now)
  }

  /// Tells the participants that a caller is gone.
  private func depart(_ presence: PhonePresence, from room: Room, roomEnds: Bool, at now: Instant) {
    unsubscribeAll(from: presence.track, roomEnds: roomEnds)
    presence.version += 1
    var info = info(presence)
    info.state = .disconnected
    info.tracks = []
    info.attributes["sip.callStatus"] = "hangup"
    info.disconnectReason = .clientInitiated
    tell(room, Signals.update([info]), except: nil)
  }

  /// Ends a call from our side: BYE once it is answered, a refusal before.
  func hangUp(_ call: BridgeCall, cause: EndCause, at now: Instant) {
    switch call.stage {
    case .leaving: return
    case .binding:
      agent.reject(call.handle, status: 503, reason: nil, headers: [], at: now)
      finish(call, cause: cause, at: now)
    case .answered, .confirmed:
      end(call, cause: cause, at: now)
      call.stage = .leaving
      agent.bye(call.handle, reason: cause.reasonHeader, at: now)
    }
  }

  /// The call is over on both sides: its ports are closed and it is forgotten.
  func finish(_ call: BridgeCall, cause: EndCause, at now: Instant) {
    if case .leaving = call.stage {} else { end(call, cause: cause, at: now) }
    remove(call)
  }

  /// Stops audio and timers of a call and writes its end to the log.
  private func end(_ call: BridgeCall, cause: EndCause, at now: Instant) {
    leaveRoom(call, at: now)
    for alarm in [Alarm.silence(call.handle), .media(call.handle), .report(call.handle)] {
      alarms.set(alarm, to: nil)
    }
    counters.ended[cause.word, default: 0] += 1
    let stream = call.media.streams.current
    log(
      call,
      .ended(
        cause: cause, duration: call.answeredAt.map { now - $0 }, packetsReceived: stream?.received ?? 0,
        packetsLost: max(stream?.lost ?? 0, 0), packetsSent: Int(call.media.sender.packets)), at: now)
  }

  /// Forgets a call.
  func remove(_ call: BridgeCall) {
    guard calls.removeValue(forKey: call.handle) != nil else { return }
    callsByPort[call.port] = nil
    ports.release(call.port)
    outputs.append(.closeMedia(port: call.port))
  }

  /// Writes a milestone of `call` to the log.
  func log(_ call: BridgeCall, _ kind: CallEvent.Kind, at now: Instant) {
    outputs.append(.event(CallEvent(callID: call.callID, at: now, kind: kind)))
  }

  /// A name nobody else has: for rooms of one call.
  func randomName() -> String {
    let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String((0..<12).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] })
  }
}

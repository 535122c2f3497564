import PhoneLeg
import RTP
import SIP
import SansIO

extension Bridge {
  /// Puts a call into its room, which is made if it is the first.
  func enterRoom(_ call: BridgeCall, at now: Instant) {
    let room: Room
    if let known = rooms[call.roomName] {
      room = known
    } else {
      room = Room(name: call.roomName, slot: grid.add(call.roomName, at: now))
      rooms[call.roomName] = room
    }
    room.enter(call)
    call.room = room
  }

  /// Takes a call out of its room; the room goes with the last one.
  func leaveRoom(_ call: BridgeCall) {
    guard let room = call.room else { return }
    call.room = nil
    room.leave(call)
    if room.members.isEmpty {
      grid.remove(room.name, from: room.slot)
      rooms[room.name] = nil
    }
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
    leaveRoom(call)
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

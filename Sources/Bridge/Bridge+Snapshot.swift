import PhoneLeg
import RTP
import SDP
import SIP
public import SansIO

extension Bridge {
  /// The calls and rooms of this moment.
  public func snapshot(at now: Instant) -> BridgeSnapshot {
    BridgeSnapshot(
      calls: calls.values.sorted { $0.handle < $1.handle }.map { row($0, at: now) },
      participants: participants.values.sorted { $0.connection < $1.connection }.map { row($0, at: now) },
      rooms: rooms.keys.sorted(), answered: counters.answered, refused: counters.refused,
      ended: counters.ended, participantsJoined: counters.joined, participantsRefused: counters.refusedJoins,
      strayDatagrams: counters.strayDatagrams, freePorts: ports.available)
  }

  private func row(_ participant: RoomParticipant, at now: Instant) -> BridgeSnapshot.Participant {
    BridgeSnapshot.Participant(
      identity: participant.identity, sid: participant.sid, room: participant.room.name,
      state: participant.stage == .active ? "active" : "joining",
      durationSeconds: (now - participant.joinedAt).seconds, published: participant.published.count,
      muted: participant.published.count { $0.track.isMuted }, subscribed: participant.subscriptions.count,
      packetsReceived: participant.published.reduce(0) { $0 + ($1.streams.current?.received ?? 0) },
      packetsSent: participant.subscriptions.reduce(0) { $0 + Int($1.forwarder.packets) })
  }

  private func row(_ call: BridgeCall, at now: Instant) -> BridgeSnapshot.Call {
    var watch = call.watch
    if let active = call.room?.lastActivity { watch.activity(at: active) }
    let left = watch.due.map { $0 - now }
    let stream = call.media.streams.current
    return BridgeSnapshot.Call(
      callId: call.callID, room: call.roomName, trunk: call.trunk.id, from: call.from, to: call.to,
      state: Bridge.word(call), durationSeconds: call.answeredAt.map { (now - $0).seconds },
      silentSeconds: left.flatMap { left in watch.threshold.map { ($0 - left).seconds } },
      hangupInSeconds: left?.seconds, participants: call.room?.population ?? 0,
      codec: call.media.audio.codec.rawValue, packetsReceived: stream?.received ?? 0,
      packetsLost: max(stream?.lost ?? 0, 0),
      packetsSent: Int(call.media.sender.packets), jitterMilliseconds: stream?.jitter.value.milliseconds ?? 0)
  }

  private static func word(_ call: BridgeCall) -> String {
    switch call.stage {
    case .binding: "connecting"
    case .answered, .confirmed: call.media.audio.isHeldByPeer ? "held" : "active"
    case .leaving: "ending"
    }
  }
}

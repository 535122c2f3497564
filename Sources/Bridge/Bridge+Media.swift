import Audio
import PhoneLeg
import RTP
import RoomLeg
import RoomMessages
import SDP
import SIP
public import SansIO

extension Bridge {
  /// Takes in a datagram that arrived on the RTP (even) or RTCP (odd) port `port`, or on the room port.
  public func receiveMedia(
    _ datagram: Span<UInt8>, kind: MediaKind, port: UInt16, from source: TransportAddress, at now: Instant,
    sink: inout some MediaSink
  ) {
    switch kind {
    case .room: receiveRoomMedia(datagram, from: source, at: now, sink: &sink)
    case .rtcp: callsByPort[port]?.media.receiveRTCP(datagram, at: now)
    case .rtp:
      guard let call = callsByPort[port] else { return }
      let heard = call.receiveRTP(datagram, from: source, at: now)
      if let active = heard.activity { call.room?.activity(at: active) }
      if let (header, law) = heard.audio {
        pass(datagram.extracting(header.payload), header, law, from: call, at: now, sink: &sink)
      }
    }
  }

  /// How long a caller on hold may send nothing.
  static var longestHold: Interval { .seconds(3600) }

  /// Mixes every room of a slot and sends each caller what the others said.
  func mix(slot: Int, planned: Instant, sink: inout some MediaSink) {
    for index in 0..<grid.population(of: slot) {
      guard let room = rooms[grid.member(index, of: slot)] else { continue }
      room.mixFrame(at: planned) { call, samples in
        encode(call, at: planned, sink: &sink)
        guard call.media.audio.maySend else {
          call.media.skipFrame()
          return
        }
        _ = call.media.sendFrame(encoding: samples, using: &packetMemory, from: call.port, into: &sink)
      }
    }
  }

  /// Keeps the callers' media time true over a stall of this process whose packets are not sent.
  func skipStall() {
    let missed = grid.takeStall() / PacketGrid<String>.period
    guard missed > 0 else { return }
    for call in calls.values where call.room != nil {
      for _ in 0..<missed { call.media.skipFrame() }
    }
  }

  /// Handles an alarm that came due.
  func ring(_ alarm: Alarm, at now: Instant, sink: inout some MediaSink) {
    switch alarm {
    case .silence(let handle): if let call = calls[handle] { checkSilence(of: call, at: now) }
    case .media(let handle): if let call = calls[handle] { checkMedia(of: call, at: now) }
    case .report(let handle):
      guard let call = calls[handle] else { return }
      call.media.sendReport(at: now, from: call.port, into: &sink)
      alarms.set(.report(handle), to: call.media.nextDeadline)
    case .joinLimit(let connection):
      guard let participant = participants[connection], participant.stage == .joined else { return }
      dismiss(participant, .joinFailure, at: now)
    case .signalIdle(let connection):
      if let participant = participants[connection] { dismiss(participant, .signalClose, at: now) }
    case .transport(let connection):
      if let participant = participants[connection] {
        advanceTransport(of: participant, at: now, sink: &sink)
      }
    case .roomReport(let connection):
      if let participant = participants[connection] { report(to: participant, at: now, sink: &sink) }
    case .emptyRoom(let name):
      if let room = rooms[name], room.isEmpty { rooms[name] = nil }
    case .departures:
      let due = departing.prefix { $0.goodbye <= now }
      for departure in due { departure.transport.close("left the room", at: now, into: &sink) }
      departing.removeFirst(due.count)
      alarms.set(.departures, to: departing.first?.goodbye)
    }
  }

  /// Hangs up when nobody in the room has spoken for the threshold; else looks again when that may be.
  private func checkSilence(of call: BridgeCall, at now: Instant) {
    if let active = call.room?.lastActivity { call.watch.activity(at: active) }
    switch call.watch.advance(to: now) {
    case .wait: alarms.set(.silence(call.handle), to: call.watch.due)
    case .hangUp(let due):
      log(call, .silenceReached(late: now - due), at: now)
      hangUp(call, cause: .silence, at: now)
    }
  }

  /// Hangs up when no packet came for the time-out. A caller that holds the call may send none for long, but not for
  /// ever: it may have vanished.
  private func checkMedia(of call: BridgeCall, at now: Instant) {
    let isExpected = call.media.audio.mayReceive && !call.media.audio.isHeldByPeer
    let limit = isExpected ? settings.mediaTimeout : max(settings.mediaTimeout, Bridge.longestHold)
    let due = (call.awaitedSince ?? now) + limit
    if due <= now {
      hangUp(call, cause: .mediaTimeout, at: now)
    } else {
      alarms.set(.media(call.handle), to: min(due, now + settings.mediaTimeout))
    }
  }
}

import Audio
import Measurement
import PhoneLeg
import RTP
import SDP
import SIP
public import SansIO
import Scenario
import Voices

extension CallerGroup {
  /// Level from which received sound counts as audible.
  static let audible = Level(dBm0: -35)

  /// Takes in a datagram that arrived on the RTP (even) or RTCP (odd) port of the pair `port`.
  public func receiveMedia(
    _ datagram: Span<UInt8>, kind: MediaKind, port: UInt16, from source: TransportAddress, at now: Instant,
    sink: inout some MediaSink
  ) {
    guard let caller = callersByPort[port] else { return }
    guard kind == .rtp else {
      caller.media?.receiveRTCP(datagram, at: now)
      return
    }
    guard let received = caller.media?.receiveRTP(datagram, from: source, at: now) else { return }
    switch received {
    case .ignored: return
    case .audio(let header, let law, let arrival) where arrival != .duplicate:
      hear(caller, header, law, datagram, at: now)
    case .audio: break
    case .comfortNoise(let header, _), .event(let header, _, _):
      caller.ear.receive(header, payload: datagram.extracting(header.payload), at: now)
    }
    if caller.record.milestones.firstPacket == nil { caller.mark(\.firstPacket, at: now) }
  }

  private func hear(
    _ caller: Caller, _ header: PacketHeader, _ law: G711.Law, _ datagram: Span<UInt8>, at now: Instant
  ) {
    let payload = datagram.extracting(header.payload)
    if caller.record.milestones.firstAudible == nil, Level(of: payload, law) >= CallerGroup.audible {
      caller.mark(\.firstAudible, at: now)
    }
    caller.law = law
    caller.ear.receive(header, payload: payload, at: now)
  }

  /// Listens and speaks for every caller of a slot.
  func play(slot: Int, planned: Instant, now: Instant, sink: inout some MediaSink) {
    // Backwards, because a caller that hangs up gives its place in the slot to the last one.
    for index in (0..<grid.population(of: slot)).reversed() {
      let handle = grid.member(index, of: slot)
      guard let caller = callers[handle] else { continue }
      caller.ear.play(caller.law, at: planned)
      caller.speaker.notice(caller.ear.heard)
      speak(caller, handle, planned: planned, now: now, sink: &sink)
    }
  }

  private func speak(
    _ caller: Caller, _ handle: CallHandle, planned: Instant, now: Instant, sink: inout some MediaSink
  ) {
    var utterance = caller.speaker.next(heard: caller.ear.samples, into: &samples)
    while case .hold(let held) = utterance {
      hold(caller, handle, held, at: now)
      utterance = caller.speaker.next(heard: caller.ear.samples, into: &samples)
    }
    if case .hangUp = utterance {
      leave(caller, Ending(cause: .scriptBye), at: now)
      drainAgent(at: now)
      return
    }
    let sent = send(utterance, of: caller, sink: &sink)
    let active: Bool
    switch utterance {
    case .audio(let isActive, let probe):
      active = isActive
      if let probe, let sent { caller.sentProbe(probe, at: sent - PacketGrid<CallHandle>.period) }
    case .event: active = true
    case .nothing, .comfortNoise, .hold, .mute, .hangUp: active = false
    }
    caller.activity.passed(caller.speaker.kind, active: active && sent != nil, at: sent ?? planned)
    guard let sent else { return }
    sendLag.record(sent - planned)
    caller.record.sent.maximumLag = max(caller.record.sent.maximumLag, (sent - planned).nanoseconds)
  }

  /// Puts one slot's utterance on the wire.
  /// - Returns: the instant just before the packet left; `nil` when there was none.
  private func send(
    _ utterance: Speaker.Utterance, of caller: Caller, sink: inout some MediaSink
  ) -> Instant? {
    guard let port = caller.port else { return nil }
    let expected: Bool
    let sent: Instant?
    switch utterance {
    case .audio where caller.maySend:
      // Another reference, no copy.
      let samples = samples
      sent = caller.media?.sendFrame(
        encoding: samples.span, using: &packetMemory, from: port, into: &sink)
      // Longer packets do not leave with every frame.
      expected = caller.media?.audio.packetTime == 20
    case .comfortNoise where caller.maySend:
      sent = caller.media?.sendComfortNoise(level: 70, from: port, into: &sink)
      expected = true
    case .event(let event, let start) where caller.maySend:
      sent = caller.media?.sendEvent(event, start: start, from: port, into: &sink)
      expected = true
    case .audio, .comfortNoise, .event, .nothing, .hold, .mute, .hangUp:
      caller.media?.skipFrame()
      return nil
    }
    if sent == nil, expected { caller.record.sent.errors += 1 }
    return sent
  }

  /// Packets that a stall of this process kept from being sent are late by its whole length: left out, they would make
  /// the send lag look better the longer the stall.
  func accountForStall() {
    let stall = grid.takeStall()
    let missed = stall / PacketGrid<CallHandle>.period
    guard missed > 0 else { return }
    for caller in callers.values {
      guard case .talking = caller.stage else { continue }
      for _ in 0..<missed {
        sendLag.record(stall)
        caller.media?.skipFrame()
      }
      caller.record.sent.maximumLag = max(caller.record.sent.maximumLag, stall.nanoseconds)
    }
  }

  /// Handles an alarm that came due.
  func ring(_ alarm: Alarm, at now: Instant, sink: inout some MediaSink) {
    switch alarm {
    case .overtime(let handle): if let caller = callers[handle] { checkOvertime(of: caller, handle, at: now) }
    case .limit(let handle):
      guard let caller = callers[handle] else { return }
      checkLimit(of: caller, at: now)
    case .report(let handle):
      guard let caller = callers[handle], let port = caller.port else { return }
      caller.media?.sendReport(at: now, from: port, into: &sink)
      alarms.set(.report(handle), to: caller.media?.nextDeadline)
    }
  }
}

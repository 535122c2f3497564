import Audio
import Measurement
import PhoneLeg
import SDP
public import SIP
public import SansIO
import Scenario

extension CallerGroup {
  /// Makes the caller whose planned instant has come and has its ports bound.
  func begin(_ arrival: PlannedCaller, at now: Instant) {
    let role = plan.callers[arrival.role]
    let dialled = SIPURI(
      user: role.dialledUser(call: arrival.call), host: target.host, port: target.port,
      parameters: target.flow.transport == .tcp ? [SIPURI.Parameter("transport", "tcp")] : [])
    let probed = Double(arrival.call % 100) < plan.probeShare * 100
    let caller = Caller(
      plan: role, role: arrival.role, call: arrival.call, planned: start + arrival.at, run: plan,
      clip: role.voice.flatMap { clips[$0] }, sendsProbes: probed,
      memory: memory, dialled: dialled.description, generator: &generator, runStart: start)
    companions[arrival.call, default: []].append(caller)
    guard let port = ports.take() else {
      finish(
        caller, Ending(cause: .failed, detail: "all \(ports.capacity) pairs of audio ports are in use"),
        at: now)
      return
    }
    caller.port = port
    caller.stage = .binding
    callersByPort[port] = caller
    outputs.append(.bindMedia(port: port))
  }

  /// The ports of a caller are open: it dials.
  public func mediaBound(port: UInt16, at now: Instant) {
    guard let caller = callersByPort[port], case .binding = caller.stage else { return }
    guard let requestURI = try? SIPURI(caller.record.dialled) else {
      let detail = "\(caller.record.dialled) is no SIP URI"
      return finish(caller, Ending(cause: .failed, detail: detail), at: now)
    }
    let from = SIPURI(user: caller.plan.fromUser(call: caller.record.call), address: target.local)
    let offer = caller.negotiation.offer(capabilities: capabilities(), local: local(port))
    var call = UserAgent.OutgoingCall(to: requestURI, from: from, flow: target.flow, body: offer.bytes)
    call.credentials = caller.plan.credentials.map { Credentials(username: $0.user, password: $0.password) }
    let handle = agent.invite(call, at: now)
    caller.stage = .calling(handle)
    caller.record.callID = agent.callID(of: handle)
    callers[handle] = caller
    alarms.set(.limit(handle), to: now + plan.maximumCallDuration)
    progress.started += 1
    drainAgent(at: now)
  }

  /// The ports of a caller could not be opened, as when another program holds them: it gets others, a few times.
  public func mediaUnavailable(port: UInt16, reason: String, at now: Instant) {
    guard let caller = callersByPort.removeValue(forKey: port) else { return }
    caller.port = nil
    ports.release(port)
    caller.portsTaken += 1
    guard caller.portsTaken < CallerGroup.portAttempts, let other = ports.take() else {
      return finish(
        caller, Ending(cause: .failed, detail: "no audio port could be opened: \(reason)"), at: now)
    }
    caller.port = other
    callersByPort[other] = caller
    outputs.append(.bindMedia(port: other))
  }

  /// How many pairs of ports a caller tries before it gives up.
  static let portAttempts = 16

  /// A SIP message of a caller left at `now`.
  public func transmitted(_ transmission: UserAgent.Transmission, at now: Instant) {
    guard let handle = transmission.call, let caller = callers[handle] else { return }
    let summary = transmission.summary
    caller.note(summary, sent: true, at: now)
    guard summary.status == nil else { return }
    switch summary.method {
    case .invite: caller.mark(\.inviteSent, at: now)
    case .ack: if caller.record.milestones.answered != nil { caller.mark(\.acknowledged, at: now) }
    case .bye: caller.mark(\.byeSent, at: now)
    default: break
    }
  }

  /// Carries out what the user agent has to say.
  func drainAgent(at now: Instant) {
    while let output = agent.poll() {
      switch output {
      case .transmit(let transmission): outputs.append(.signal(transmission))
      case .close(let flow): outputs.append(.closeFlow(flow))
      case .received(let reception): received(reception)
      case .event(let handle, let event):
        if let caller = callers[handle] { take(event, handle, caller, at: now) }
      }
    }
  }

  private func received(_ reception: UserAgent.Reception) {
    guard let handle = reception.call, let caller = callers[handle] else { return }
    let summary = reception.summary
    caller.note(summary, sent: false, at: reception.at)
    switch (summary.method, summary.status) {
    case (.invite, 100?): caller.mark(\.trying, at: reception.at)
    case (.invite, (180...189)?): caller.mark(\.ringing, at: reception.at)
    case (.invite, (200...299)?): caller.mark(\.answered, at: reception.at)
    case (.bye, nil): caller.mark(\.byeReceived, at: reception.at)
    case (.bye, (200...299)?): caller.mark(\.byeAnswered, at: reception.at)
    default: break
    }
  }

  private func take(_ event: UserAgent.Event, _ handle: CallHandle, _ caller: Caller, at now: Instant) {
    switch event {
    case .answered(let answer): answered(caller, handle, answer.body, at: now)
    case .refused(let refusal):
      let refused = Ending(cause: .refused, status: refusal.status, detail: refusal.warning ?? refusal.reason)
      finish(caller, caller.leavingBecause ?? refused, at: now)
    case .ended(let reason): finish(caller, Ending(cause: .remoteBye, detail: reason), at: now)
    case .byeAnswered: finish(caller, caller.leavingBecause ?? Ending(cause: .scriptBye), at: now)
    case .failed(let failure):
      finish(
        caller, caller.leavingBecause ?? Ending(cause: .failed, detail: CallerGroup.words(failure)), at: now)
    case .reinvited(let offer): reinvited(caller, handle, offer, at: now)
    case .reinviteRefused(let refusal):
      leave(
        caller,
        Ending(cause: .failed, status: refusal.status, detail: "re-INVITE refused: \(refusal.reason)"),
        at: now)
    case .cancelled, .acknowledged, .provisional, .invited, .offerWithdrawn: break
    }
  }

  private static func words(_ failure: UserAgent.Failure) -> String {
    switch failure {
    case .timeout(let method): "no answer to \(method.name)"
    case .noAcknowledgement: "no ACK"
    case .transport(let reason): reason
    }
  }

  /// A 200 to the INVITE or a re-INVITE came.
  private func answered(_ caller: Caller, _ handle: CallHandle, _ body: [UInt8], at now: Instant) {
    guard let port = caller.port else { return }
    do {
      let answer = try SessionDescription(parsing: body.span)
      let audio = try caller.negotiation.complete(
        answer: answer, capabilities: capabilities(), local: local(port))
      if caller.media != nil {
        caller.media?.renegotiate(audio)
        return offerHold(caller, handle, at: now)
      }
      caller.media = MediaSession(audio: audio, cname: "callsim-\(port)", generator: &generator, at: now)
      startTalking(caller, handle, at: now)
    } catch {
      leave(caller, Ending(cause: .failed, detail: "the SDP answer cannot be used: \(error)"), at: now)
    }
  }

  private func startTalking(_ caller: Caller, _ handle: CallHandle, at now: Instant) {
    guard case .calling = caller.stage, let media = caller.media else { return }
    caller.stage = .talking(handle, slot: grid.add(handle, at: now))
    progress.answered += 1
    progress.active += 1
    alarms.set(.limit(handle), to: now + plan.maximumCallDuration)
    alarms.set(.report(handle), to: media.nextDeadline)
    if caller.plan.expects == .silence {
      alarms.set(.overtime(handle), to: now + plan.silenceThreshold + plan.grace)
    }
  }

  private func reinvited(_ caller: Caller, _ handle: CallHandle, _ offer: UserAgent.Offer, at now: Instant) {
    guard let port = caller.port, let description = try? SessionDescription(parsing: offer.body.span),
      let agreed = try? caller.negotiation.negotiate(
        offer: description, capabilities: capabilities(), local: local(port))
    else { return agent.reject(handle, status: 488, reason: nil, headers: [], at: now) }
    caller.media?.renegotiate(agreed.audio)
    agent.answer(handle, body: agreed.answer.bytes, at: now)
  }

  /// Puts the call on hold or takes it back.
  func hold(_ caller: Caller, _ handle: CallHandle, _ held: Bool, at now: Instant) {
    caller.wantsHold = held
    offerHold(caller, handle, at: now)
    drainAgent(at: now)
  }

  /// Offers what the caller wants of hold; while an earlier re-INVITE is on its way it has to wait for the answer.
  private func offerHold(_ caller: Caller, _ handle: CallHandle, at now: Instant) {
    guard let held = caller.wantsHold, let port = caller.port else { return }
    var negotiation = caller.negotiation
    let offer = negotiation.offer(
      capabilities: capabilities(held ? .sendonly : .sendrecv), local: local(port))
    guard agent.reinvite(handle, body: offer.bytes, at: now) else { return }
    caller.negotiation = negotiation
    caller.wantsHold = nil
  }

  private func capabilities(_ direction: MediaDirection = .sendrecv) -> AudioCapabilities {
    AudioCapabilities(
      codecs: plan.codecs.map { $0 == .pcmu ? .pcmu : .pcma }, comfortNoise: true, direction: direction)
  }

  private func local(_ port: UInt16) -> LocalMedia {
    LocalMedia(rtp: TransportAddress(target.mediaAddress, port), rtcpPort: port + 1)
  }
}

import PhoneLeg
import SDP
public import SIP
public import SansIO

extension Bridge {
  /// The codecs a caller may choose from, best first.
  static let capabilities = AudioCapabilities(codecs: [.pcmu, .pcma])

  /// Carries out what the user agent has to say.
  func drainAgent(at now: Instant) {
    while let output = agent.poll() {
      switch output {
      case .transmit(let transmission): outputs.append(.signal(transmission))
      case .close(let flow): outputs.append(.closeFlow(flow))
      case .received: break
      case .event(let handle, let event): take(event, of: handle, at: now)
      }
    }
  }

  private func take(_ event: UserAgent.Event, of handle: CallHandle, at now: Instant) {
    if case .invited(let invitation) = event {
      invited(invitation, handle, at: now)
      return
    }
    guard let call = calls[handle] else { return }
    switch event {
    case .acknowledged: if case .answered = call.stage { call.stage = .confirmed }
    case .cancelled: finish(call, cause: .cancelled, at: now)
    case .reinvited(let offer): reoffered(call, offer, at: now)
    case .ended(let reason): finish(call, cause: .callerHungUp(reason: reason), at: now)
    case .byeAnswered: remove(call)
    case .failed(let failure): finish(call, cause: .signalling("\(failure)"), at: now)
    case .invited, .provisional, .answered, .refused, .reinviteRefused, .offerWithdrawn: break
    }
  }

  /// Finds a room for a new call and has its ports bound; refuses it when it fits nowhere.
  private func invited(_ invitation: UserAgent.Invitation, _ handle: CallHandle, at now: Instant) {
    guard !draining else { return refuse(invitation, handle, 503, "the bridge is shutting down", at: now) }
    let called = invitation.requestURI.user ?? ""
    switch settings.dispatch.route(number: called, from: invitation.flow.remote.ip) {
    case .noTrunk:
      refuse(invitation, handle, 403, "no trunk takes calls to \(called) from this address", at: now)
    case .noRule(let trunk):
      refuse(invitation, handle, 404, "no dispatch rule for trunk \(trunk.id)", at: now)
    case .found(let trunk, let rule):
      guard admits(invitation, handle, trunk, at: now) else { return }
      let room = rule.room(caller: invitation.fromUser ?? "anonymous", callee: called, random: randomName())
      place(
        invitation, handle,
        Placement(
          trunk: trunk, room: room, silenceTimeout: trunk.silenceTimeout ?? settings.silenceTimeout), at: now)
    }
  }

  /// Whether the caller proved who it is, where its trunk asks for that; if not it was challenged. A wrong password is
  /// logged, so that guessing does not go unseen.
  private func admits(
    _ invitation: UserAgent.Invitation, _ handle: CallHandle, _ trunk: Trunk, at now: Instant
  ) -> Bool {
    guard let wanted = trunk.credentials else { return true }
    let outcome = agent.authenticate(
      handle, realm: trunk.id,
      credentials: { user in
        user == wanted.user ? Credentials(username: wanted.user, password: wanted.password) : nil
      }, at: now)
    switch outcome {
    case .accepted: return true
    case .challenged(.wrongCredentials):
      noteRefusal(of: invitation, 401, "wrong user or password for trunk \(trunk.id)", at: now)
    case .challenged, .finished: break
    }
    return false
  }

  private func place(
    _ invitation: UserAgent.Invitation, _ handle: CallHandle, _ place: Placement, at now: Instant
  ) {
    guard !invitation.body.isEmpty else {
      return refuse(invitation, handle, 488, "the INVITE carries no SDP offer", at: now)
    }
    guard calls.count < settings.maximumCalls else {
      return refuse(invitation, handle, 503, "all \(settings.maximumCalls) calls are in use", at: now)
    }
    guard let port = ports.take() else {
      return refuse(
        invitation, handle, 503, "all \(settings.ports.capacity) pairs of audio ports are in use", at: now)
    }
    do {
      var negotiation = OfferAnswer(sessionID: generator.next() >> 1)
      let agreed = try negotiation.negotiate(
        offer: SessionDescription(parsing: invitation.body.span), capabilities: Bridge.capabilities,
        local: local(port))
      let media = MediaSession(
        audio: agreed.audio, cname: "callbridge-\(port)", generator: &generator, at: now)
      let call = BridgeCall(
        invitation: invitation, handle: handle, place: place, port: port, answer: agreed.answer.bytes,
        negotiation: negotiation, media: media, jitterBuffer: settings.jitterBuffer)
      calls[handle] = call
      callsByPort[port] = call
      guard place.portsTaken == 0 else { return outputs.append(.bindMedia(handle, port: port)) }
      log(
        call,
        .received(
          from: call.from, to: call.to, source: invitation.flow.remote, trunk: place.trunk.id,
          room: place.room), at: now)
      outputs.append(.bindMedia(handle, port: port))
    } catch {
      ports.release(port)
      refuse(invitation, handle, error is SDPParseError ? 400 : 488, "\(error)", at: now)
    }
  }

  private func local(_ port: UInt16) -> LocalMedia {
    LocalMedia(rtp: TransportAddress(settings.mediaAddress, port), rtcpPort: port + 1)
  }

  private func refuse(
    _ invitation: UserAgent.Invitation, _ handle: CallHandle, _ status: Int, _ why: String, at now: Instant
  ) {
    let retry = status == 503 ? [("Retry-After", "5")] : []
    agent.reject(handle, status: status, reason: nil, headers: retry + [Bridge.warning(why)], at: now)
    noteRefusal(of: invitation, status, why, at: now)
  }

  private func noteRefusal(
    of invitation: UserAgent.Invitation, _ status: Int, _ why: String, at now: Instant
  ) {
    counters.refused += 1
    let kind = CallEvent.Kind.refused(
      from: invitation.fromUser ?? "anonymous", to: invitation.requestURI.user ?? "",
      source: invitation.flow.remote, status: status, why: why)
    outputs.append(.event(CallEvent(callID: invitation.callID, at: now, kind: kind)))
  }

  /// The ports of a call are open: it is answered and enters its room.
  public func mediaBound(_ handle: CallHandle, at now: Instant) {
    guard let call = calls[handle], case .binding(let answer, _, _) = call.stage else { return }
    call.stage = .answered
    call.answeredAt = now
    call.awaitedSince = now
    counters.answered += 1
    enterRoom(call, at: now)
    call.watch.answered(at: now)
    if call.media.audio.isHeldByPeer { call.watch.held(at: now) }
    alarms.set(.silence(handle), to: call.watch.due)
    alarms.set(.media(handle), to: now + settings.mediaTimeout)
    alarms.set(.report(handle), to: call.media.nextDeadline)
    agent.answer(handle, body: answer, at: now)
    log(call, .answered(room: call.roomName, codec: "\(call.media.audio.codec)"), at: now)
    drainAgent(at: now)
  }

  /// The ports of a call could not be opened, as when another program holds them: it gets others, a few times.
  public func mediaUnavailable(_ handle: CallHandle, reason: String, at now: Instant) {
    guard let call = calls[handle], case .binding(_, let invitation, var placement) = call.stage else {
      return
    }
    calls[handle] = nil
    callsByPort[call.port] = nil
    ports.release(call.port)
    placement.portsTaken += 1
    if placement.portsTaken < Bridge.portAttempts {
      place(invitation, handle, placement, at: now)
    } else {
      refuse(invitation, handle, 503, reason, at: now)
    }
    drainAgent(at: now)
  }

  /// How many pairs of ports a call tries before it is refused.
  static let portAttempts = 16

  /// A Warning header (RFC 3261 §20.43) with words for a person; quotes in them are escaped, as a peer may have sent them.
  private static func warning(_ words: String) -> (String, String) {
    let escaped = words.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return ("Warning", "399 callbridge \"\(String(escaped))\"")
  }

  /// A re-INVITE: hold, unhold, another address.
  private func reoffered(_ call: BridgeCall, _ offer: UserAgent.Offer, at now: Instant) {
    do {
      let agreed = try call.negotiation.negotiate(
        offer: SessionDescription(parsing: offer.body.span), capabilities: Bridge.capabilities,
        local: local(call.port))
      let wasHeld = call.media.audio.isHeldByPeer
      if !call.media.audio.mayReceive || wasHeld { call.awaitedSince = now }
      call.media.renegotiate(agreed.audio)
      agent.answer(call.handle, body: agreed.answer.bytes, at: now)
      if agreed.audio.isHeldByPeer != wasHeld { held(call, agreed.audio.isHeldByPeer, at: now) }
    } catch {
      agent.reject(
        call.handle, status: error is SDPParseError ? 400 : 488, reason: nil,
        headers: [Bridge.warning("\(error)")], at: now)
    }
  }

  private func held(_ call: BridgeCall, _ isHeld: Bool, at now: Instant) {
    if let active = call.room?.lastActivity { call.watch.activity(at: active) }
    if isHeld {
      call.watch.held(at: now)
    } else {
      call.watch.resumed(at: now)
    }
    alarms.set(.silence(call.handle), to: call.watch.due)
    log(call, .hold(isHeld), at: now)
  }
}

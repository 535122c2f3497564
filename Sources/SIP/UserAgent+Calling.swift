public import SansIO

/// Commands of the calling end, and those of both ends. On a call that is past them they do nothing.
extension UserAgent {
  /// Calls someone.
  public mutating func invite(_ outgoing: OutgoingCall, at now: Instant) -> CallHandle {
    let handle = newCallHandle()
    let tag = newTag()
    let target = outgoing.requestURI.description.withoutControls
    var dialog = Dialog(
      calling: target, local: Self.party(outgoing.from, display: outgoing.fromDisplay) + ";tag=\(tag)",
      remote: Self.party(outgoing.to ?? outgoing.requestURI, display: nil), callID: newCallID(), tag: tag,
      flow: outgoing.flow)
    let request = OutgoingRequest(
      method: .invite, uri: target, branch: newBranch(), flow: outgoing.flow, from: dialog.local,
      to: dialog.remote, callID: dialog.callID, sequence: dialog.nextSequence(), routes: [],
      contact: contactValue(user: outgoing.from.user, outgoing.flow.transport),
      fields: outgoing.headers.map { HeaderFields.Field($0.0, $0.1) }, contentType: outgoing.contentType,
      body: outgoing.body)
    let id = start(invite: request, for: .invite, call: handle, at: now)
    var call = Call(
      handle: handle, phase: .inviting(.init(transaction: id)), dialog: dialog, user: outgoing.from.user)
    call.credentials = outgoing.credentials
    calls[handle] = call
    handles[tag] = handle
    return handle
  }

  private static func party(_ uri: SIPURI, display: String?) -> String {
    let address = "<\(uri.description.withoutControls)>"
    return display.map { "\(DigestParameters.quoted($0.withoutControls)) \(address)" } ?? address
  }

  /// Gives up an unanswered call of ours: sends CANCEL now or once a provisional response comes.
  ///
  /// The call ends with `refused` (487), with `byeAnswered` if the peer's 2xx crossed, or with `failed`. An
  /// answered call is hung up instead.
  public mutating func cancel(_ handle: CallHandle, reason: String? = nil, at now: Instant) {
    switch calls[handle]?.phase {
    case .inviting(var inviting):
      guard case .none = inviting.cancellation else { return }
      inviting.cancellation = .queued(reason: reason)
      calls[handle]?.phase = .inviting(inviting)
      if inviting.hasProvisional { sendCancel(handle, at: now) }
    case .confirmed: bye(handle, reason: reason, at: now)
    case .invited, .leaving, nil: return
    }
  }

  /// Sends the CANCEL that was queued.
  mutating func sendCancel(_ handle: CallHandle, at now: Instant) {
    guard case .inviting(var inviting) = calls[handle]?.phase,
      case .queued(let reason) = inviting.cancellation,
      let invite = clientInvites[inviting.transaction]?.request
    else { return }
    inviting.cancellation = .sent(reason: reason)
    calls[handle]?.phase = .inviting(inviting)
    deadlines.set(.cancellation(handle), to: now + configuration.timers.limit)
    start(invite.cancellation(reason: reason), for: .cancel, call: handle, at: now)
  }

  /// Hangs up. `reason` is the value of a Reason header field (RFC 3326), such as
  /// `SIP;cause=200;text="silence"`.
  ///
  /// A BYE that would overtake the ACK of our 2xx waits for it (RFC 3261 section 15). An unanswered call of
  /// ours is cancelled instead, one of the peer's refused with 480.
  public mutating func bye(_ handle: CallHandle, reason: String? = nil, at now: Instant) {
    guard let call = calls[handle] else { return }
    switch call.phase {
    case .inviting: return cancel(handle, reason: reason, at: now)
    case .invited: return reject(handle, status: 480, at: now)
    case .leaving: return
    case .confirmed(.offered(let pending)):
      conclude(pending, .init(487), tag: call.dialog.localTag, call: handle, at: now)
      calls[handle]?.phase = .confirmed(.none)
    case .confirmed: break
    }
    guard call.unacknowledged == nil else {
      calls[handle]?.queuedBye = call.queuedBye ?? .init(reason: reason)
      return
    }
    sendBye(handle, reason: reason, at: now)
  }

  /// Sends a BYE and waits for its answer.
  mutating func sendBye(_ handle: CallHandle, reason: String?, at now: Instant) {
    guard var call = calls[handle] else { return }
    var request = request(.bye, in: call.dialog, sequence: call.dialog.nextSequence())
    if let reason { request.fields = [HeaderFields.Field("Reason", reason)] }
    if let credentials = call.credentials {
      request.authorizations = authorizations(
        for: .bye, uri: request.uri, credentials: credentials, in: &call)
    }
    call.phase = .leaving
    calls[handle] = call
    start(request, for: .bye, call: handle, at: now)
  }

  /// Changes the session of an answered call; `answered` or `reinviteRefused` follows.
  ///
  /// Answers false and does nothing while the peer's re-INVITE or an earlier one of ours is unanswered, or
  /// the call is not answered.
  @discardableResult
  public mutating func reinvite(
    _ handle: CallHandle, body: [UInt8], contentType: String = "application/sdp", at now: Instant
  ) -> Bool {
    guard var call = calls[handle], case .confirmed(.none) = call.phase, call.queuedBye == nil else {
      return false
    }
    var request = request(.invite, in: call.dialog, sequence: call.dialog.nextSequence())
    request.contact = contactValue(user: call.user, request.flow.transport)
    request.body = body
    request.contentType = contentType
    if let credentials = call.credentials {
      request.authorizations = authorizations(
        for: .invite, uri: request.uri, credentials: credentials, in: &call)
    }
    calls[handle] = call
    let id = start(invite: request, for: .reinvite, call: handle, at: now)
    calls[handle]?.phase = .confirmed(.offering(id))
    return true
  }
}

import Audio
import Connectivity
import Measurement
import RTP
import RoomLeg
public import RoomMessages
import Rooms
import SDP
public import SansIO
import Scenario
import SecureMedia

/// What the room says over signalling.
extension ParticipantGroup {
  /// Takes in one signalling message.
  public func receiveSignal(_ response: Livekit_SignalResponse, for id: Int, at now: Instant) {
    guard let participant = participants[id], let message = response.message else { return }
    if case .over = participant.stage { return }
    switch message {
    case .join(let join):
      participant.note("join", sent: false, at: now)
      participant.mark(\.joinReceived, at: now)
      for other in join.otherParticipants { see(other, by: participant, at: now) }
    case .answer(let answer):
      participant.note("answer", sent: false, at: now)
      answered(answer, participant, at: now)
    case .trickle(let trickle):
      participant.note("trickle", sent: false, at: now)
      if let line = CandidateInit(json: trickle.candidateInit)?.candidate, let candidate = ICECandidate(line),
        let transport = participant.transport
      {
        transport.add(candidate, at: now)
        settle(participant, transport, at: now)
      }
    case .update(let update):
      participant.note("update", sent: false, at: now)
      for other in update.participants { see(other, by: participant, at: now) }
    case .trackPublished(let published):
      participant.note("track_published", sent: false, at: now)
      participant.trackSid = published.track.sid
      participant.mark(\.trackPublished, at: now)
    case .mediaSectionsRequirement(let requirement):
      participant.note("media_sections_requirement", sent: false, at: now)
      offerAgain(participant, audios: Int(requirement.numAudios), at: now)
    case .mute(let request):
      participant.note("mute", sent: false, at: now)
      participant.noteMute(request.muted, byServer: true, at: now)
    case .leave(let leave): dismissed(leave, participant, at: now)
    default: break
    }
  }

  /// Notes the phones of the room and their tracks.
  private func see(_ other: Livekit_ParticipantInfo, by participant: Participant, at now: Instant) {
    guard other.kind == .sip else { return }
    guard other.state != .disconnected else {
      if participant.phones.removeValue(forKey: other.sid) != nil, participant.phones.isEmpty {
        participant.mark(\.phoneLeft, at: now)
      }
      return
    }
    participant.mark(\.phoneJoined, at: now)
    participant.phones[other.sid] = other.tracks.map(\.sid)
    noteSubscription(participant, at: now)
  }

  private func noteSubscription(_ participant: Participant, at now: Instant) {
    let tracks = Set(participant.phones.values.joined())
    if participant.carried.values.contains(where: tracks.contains) {
      participant.mark(\.trackSubscribed, at: now)
    }
  }

  private func answered(_ answer: Livekit_SessionDescription, _ participant: Participant, at now: Instant) {
    let description: WebDescription
    do throws(WebDescriptionError) {
      description = try WebDescription(parsing: answer.sdp)
    } catch {
      return finish(participant, ParticipantEnding(cause: .failed, detail: "answer: \(error)"), at: now)
    }
    guard let transport = participant.transport, let remote = description.transport,
      let credentials = ICECredentials(ufrag: remote.usernameFragment, password: remote.password),
      let fingerprint = remote.fingerprint.flatMap({ Fingerprint($0) })
    else {
      let words = "the answer's ICE or DTLS attributes cannot be used"
      return finish(participant, ParticipantEnding(cause: .failed, detail: words), at: now)
    }
    participant.carried = answer.midToTrackID
    learnPayloadTypes(participant, description)
    transport.setRemote(
      credentials, fingerprint: fingerprint,
      candidates: remote.candidates.compactMap { ICECandidate("candidate:\($0)") },
      peerBegins: remote.setup == .active, at: now)
    noteSubscription(participant, at: now)
    settle(participant, transport, at: now)
  }

  private func learnPayloadTypes(_ participant: Participant, _ description: WebDescription) {
    for section in description.sections where section.kind == .audio && !section.isRejected {
      for codec in section.codecs {
        switch codec.name.uppercased() {
        case "PCMU": participant.laws[codec.payloadType] = .mu
        case "PCMA": participant.laws[codec.payloadType] = .a
        default: break
        }
      }
    }
    guard participant.plan.publishes, let own = description.sections.first, !own.isRejected else { return }
    participant.sendType = own.codec(like: .opus())?.payloadType
    participant.extensions = PacketExtensions()
    if let id = own.id(of: .mid), own.mid.utf8.count <= PacketExtensions.longestMid {
      participant.extensions.setMid(Array(own.mid.utf8).span, id: id)
    }
    participant.levelExtension = own.id(of: .audioLevel)
  }

  private func dismissed(_ leave: Livekit_LeaveRequest, _ participant: Participant, at now: Instant) {
    participant.note("leave", sent: false, at: now)
    participant.mark(\.leaveReceived, at: now)
    let isRoomEnd = leave.reason == .roomClosed || leave.reason == .roomDeleted
    let ending = ParticipantEnding(cause: isRoomEnd ? .roomEnded : .removed, reason: leave.reason.rawValue)
    outputs.append(.closeSignal(participant.id))
    finish(participant, ending, at: now)
  }

  /// Leaves the room by its own will.
  func leave(_ participant: Participant, _ ending: ParticipantEnding, at now: Instant) {
    if case .over = participant.stage { return }
    if participant.record.milestones.joinReceived != nil {
      var leave = Livekit_LeaveRequest()
      leave.reason = .clientInitiated
      send(.leave(leave), "leave", by: participant, at: now)
      participant.mark(\.leaveSent, at: now)
    }
    outputs.append(.closeSignal(participant.id))
    finish(participant, ending, at: now)
  }

  /// Closes a participant's port and record.
  func finish(_ participant: Participant, _ ending: ParticipantEnding, at now: Instant) {
    if case .over = participant.stage { return }
    if case .talking(let slot) = participant.stage {
      grid.remove(participant.id, from: slot)
      progress.active -= 1
    }
    for alarm in [
      Alarm.transport(participant.id), .ping(participant.id), .report(participant.id),
      .joinLimit(participant.id), .limit(participant.id),
    ] { alarms.set(alarm, to: nil) }
    if let port = participant.port {
      participantsByPort[port] = nil
      outputs.append(.closePort(port))
    }
    // Whoever ends without a word of the server's closes its connection too.
    if ending.cause == .failed || ending.cause == .overtime { outputs.append(.closeSignal(participant.id)) }
    participant.close(ending, at: now)
    progress.ended += 1
    outputs.append(.finished(participant.record))
    participants[participant.id] = nil
  }
}

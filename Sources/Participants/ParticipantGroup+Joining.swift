import Connectivity
import Measurement
import RTP
import RoomLeg
import RoomMessages
import Rooms
import SDP
public import SansIO
import Scenario
import SecureMedia

/// From the planned instant into the room.
extension ParticipantGroup {
  /// Time from the planned instant in which a participant must be in its room.
  static let joinLimit = Interval.seconds(20)
  /// Distance of pings, as LiveKit's clients have it by default.
  static let pingPeriod = Interval.seconds(5)

  /// Makes the participant whose planned instant has come; it asks for its token.
  func begin(_ arrival: PlannedParticipant, id: Int, at now: Instant) {
    let role = plan.participants[arrival.index]
    let participant = Participant(
      id: id, plan: role, role: plan.callers.count + arrival.index, call: arrival.call,
      planned: start + arrival.at, clip: role.voice.flatMap { clips[$0] },
      firstCaller: plan.callers.first, isProbed: Double(arrival.call % 100) < plan.probeShare * 100,
      generator: &generator, runStart: start)
    participant.record.codecDelay = codecDelay
    participants[id] = participant
    // Only callers ask for them.
    if !plan.callers.isEmpty { companions[arrival.call, default: []].append(participant) }
    participant.stage = .asking
    participant.mark(\.tokenAsked, at: now)
    alarms.set(.joinLimit(id), to: now + ParticipantGroup.joinLimit)
    // Where there are callers, they end the call first.
    let grace = plan.callers.isEmpty ? .zero : plan.grace
    alarms.set(.limit(id), to: now + plan.maximumCallDuration + grace)
    outputs.append(
      .askToken(id, identity: participant.record.identity, room: participant.record.room))
  }

  /// The token of a participant is there, and where to go with it.
  public func tokenReceived(_ id: Int, url: String, token: String, at now: Instant) {
    guard let participant = participants[id], case .asking = participant.stage else { return }
    participant.mark(\.tokenReceived, at: now)
    participant.stage = .binding(url: url, token: token)
    outputs.append(.bindPort(id))
  }

  /// The port of a participant is open: it joins.
  public func portBound(_ id: Int, port: UInt16, at now: Instant) {
    guard let participant = participants[id], case .binding(let url, let token) = participant.stage else {
      return outputs.append(.closePort(port))
    }
    participant.port = port
    participantsByPort[port] = participant
    let local = ICECredentials(randomBytes: randomBytes(ICECredentials.randomBytes))
    do throws(SecureMediaError) {
      participant.transport = try RoomTransport(
        .participant, port: port, local: local, certificate: certificate, using: generator.branch(UInt64(id)),
        at: now)
    } catch {
      return finish(participant, ParticipantEnding(cause: .failed, detail: "\(error)"), at: now)
    }
    participant.stage = .joining
    let petition = petition(participant, local: local)
    let separator = url.hasSuffix("/") ? "" : "/"
    outputs.append(
      .openSignal(
        id, url: "\(url)\(separator)rtc/v1?join_request=\(petition.encodedQueryValue)", token: token))
  }

  /// What it asks for when it joins: its offer and its track travel along, so that publishing costs no round trip.
  private func petition(_ participant: Participant, local: ICECredentials) -> JoinPetition {
    var client = Livekit_ClientInfo()
    client.sdk = .unknown
    client.version = "0.2.0"
    client.protocol = 16
    var petition = JoinPetition(client: client, autoSubscribe: true, isSinglePeerConnection: true)
    var sections = [WebOffer.Section](
      repeating: .receive, count: max(1, plan.callers.count + plan.participants.count - 1))
    if participant.plan.publishes {
      var request = Livekit_AddTrackRequest()
      request.cid = ParticipantGroup.trackID
      request.name = "microphone"
      request.source = .microphone
      petition.addTrackRequests = [request]
      let sender = WebSender(
        track: WebTrack(stream: "-", track: ParticipantGroup.trackID), ssrc: participant.sender.ssrc,
        cname: participant.record.identity)
      // First, so that its mid is known and short.
      sections.insert(.send(sender), at: 0)
    }
    let transport = WebTransport(
      usernameFragment: local.ufrag, password: local.password, fingerprint: "\(certificate.fingerprint)",
      setup: .actpass, options: ["trickle"])
    let offer = WebOffer(
      sessionID: generator.next() >> 1, codecs: ParticipantGroup.codecs(participant.plan.codec),
      transport: transport, sections: sections)
    participant.offer = offer
    petition.publisherOffer = description(of: offer, id: 0)
    return petition
  }

  private static let trackID = "callsim-microphone"

  private static func codecs(_ wanted: ParticipantPlan.Codec) -> [WebCodec] {
    switch wanted {
    case .any: [.opus(), .pcmu, .pcma]
    case .opus: [.opus()]
    case .pcmu: [.pcmu, .pcma, .opus()]
    }
  }

  private func description(of offer: WebOffer, id: UInt32) -> Livekit_SessionDescription {
    var description = Livekit_SessionDescription()
    description.type = "offer"
    description.sdp = "\(offer.description)"
    description.id = id
    return description
  }

  /// The signalling connection of a participant is open.
  public func signalOpened(_ id: Int, at now: Instant) {
    guard let participant = participants[id], case .joining = participant.stage else { return }
    participant.mark(\.socketOpened, at: now)
    alarms.set(.ping(id), to: now + ParticipantGroup.pingPeriod)
  }

  /// The token or the connection was declined with an HTTP status.
  public func refused(_ id: Int, status: Int, text: String, at now: Instant) {
    guard let participant = participants[id] else { return }
    let ending = ParticipantEnding(cause: .refused, status: status, detail: String(text.prefix(200)))
    finish(participant, ending, at: now)
  }

  /// Something that a participant needs does not work, in words.
  public func failed(_ id: Int, _ words: String, at now: Instant) {
    guard let participant = participants[id] else { return }
    finish(participant, ParticipantEnding(cause: .failed, detail: words), at: now)
  }

  /// The signalling connection of a participant ended.
  public func signalClosed(_ id: Int, reason: String, at now: Instant) {
    guard let participant = participants[id] else { return }
    participant.mark(\.socketClosed, at: now)
    if case .over = participant.stage { return }
    finish(participant, ParticipantEnding(cause: .failed, detail: "signalling: \(reason)"), at: now)
  }

  /// Offers again, with `audios` further sections to receive.
  func offerAgain(_ participant: Participant, audios: Int, at now: Instant) {
    guard var offer = participant.offer else { return }
    let room = max(0, 60 - offer.sections.count)
    offer.sections += Array(repeating: .receive, count: min(audios, room))
    offer.version += 1
    participant.offer = offer
    participant.offerID += 1
    send(.offer(description(of: offer, id: participant.offerID)), "offer", by: participant, at: now)
  }

  /// Sends a signalling message.
  func send(
    _ message: Livekit_SignalRequest.OneOf_Message, _ word: String, by participant: Participant,
    at now: Instant
  ) {
    var request = Livekit_SignalRequest()
    request.message = message
    participant.note(word, sent: true, at: now)
    outputs.append(.sendSignal(participant.id, SignalCodec.encode(request)))
  }
}

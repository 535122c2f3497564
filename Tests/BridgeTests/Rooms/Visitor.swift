import Audio
import Connectivity
import Opus
import PhoneLeg
import RTP
import RoomLeg
import RoomMessages
import Rooms
import SDP
import SansIO
import SecureMedia
import VirtualWorld

/// A participant that a test leads by the hand: it says and does what the test wants, well-behaved or not, and writes
/// down what it is told and what it hears.
final class Visitor: Guest {
  let ip: IPAddress
  let identity: String
  /// The port of its media; another one is what a NAT does to it.
  var port: UInt16 = 50_000
  /// What it says in each 20 ms once its transport is open.
  var mouth: ((Int) -> [Int16])?
  /// Whether it answers a request for sections by an offer.
  var offersAgain = true
  /// Whether it pings every 5 s.
  var pings = true
  /// Whether its transport does anything.
  var connects = true
  var permission: (inout TokenGrants) -> Void = { _ in }
  var offer: WebOffer
  let transport: RoomTransport
  private(set) var said: [(at: Instant, message: Livekit_SignalResponse.OneOf_Message)] = []
  private(set) var refusal: (status: Int, text: String)?
  private(set) var joinedAt: Instant?
  private(set) var closedAt: Instant?
  private(set) var openedAt: Instant?
  private(set) var answer: WebDescription?
  /// The track of each section, as every answer said.
  private(set) var answers: [[String: String]] = []
  private(set) var heard: [String: Heard] = [:]
  /// The audio level that the last packet of each track told.
  private(set) var levels: [String: AudioLevel] = [:]
  /// The payloads of each track, in order.
  private(set) var payloads: [String: [[UInt8]]] = [:]
  /// Packets that belong to no track it was told of.
  private(set) var strays = 0
  private(set) var reports = 0
  private(set) var events: [RoomTransport.Event] = []

  private var hasHungUp = false
  private let room: String
  private var words: [(id: Int, word: SignalWord)] = []
  private var sender: StreamSender
  private var frame = 0
  private var nextPing: Instant?
  private var encoder: OpusEncoder
  private var decoders: [String: Decoder] = [:]
  private var packet: [UInt8] = []
  private var offers: UInt32 = 0

  private final class Decoder {
    var opus: OpusDecoder
    init() throws { opus = try OpusDecoder(sampleRate: 8000) }
  }

  init(
    _ identity: String, number: UInt32, room: String = "blue",
    codecs: [WebCodec] = [.opus(), .pcmu, .pcma], receives sections: Int = 2, at now: Instant,
    mouth: ((Int) -> [Int16])? = nil
  ) throws {
    self.identity = identity
    self.room = room
    self.mouth = mouth
    ip = IPAddress(v4: 0x7F00_0200 + number)
    var generator = SeededGenerator(seed: 900 + UInt64(number))
    let local = ICECredentials(using: &generator)
    transport = try RoomTransport(
      .participant, port: port, local: local, certificate: BridgeWorld.certificate,
      using: generator.branch(2), at: now)
    sender = StreamSender(using: &generator)
    encoder = try OpusEncoder(sampleRate: 8000, application: .audio, bitrate: 24_000, complexity: 0)
    var all = [WebOffer.Section](repeating: .receive, count: sections)
    if mouth != nil {
      all.insert(
        .send(
          WebSender(
            track: WebTrack(stream: "-", track: "\(identity)-cid"), ssrc: sender.ssrc, cname: identity)),
        at: 0)
    }
    offer = WebOffer(
      sessionID: 5, codecs: codecs,
      transport: WebTransport(
        usernameFragment: local.ufrag, password: local.password,
        fingerprint: "\(BridgeWorld.certificate.fingerprint)", setup: .actpass, options: ["trickle"]),
      sections: all)
  }

  // MARK: Commands

  /// Asks to join; `change` may spoil what it asks for.
  func join(_ change: (inout JoinPetition) -> Void = { _ in }) {
    var petition = JoinPetition(client: .init(), autoSubscribe: true, isSinglePeerConnection: true)
    petition.publisherOffer = description(text: "\(offer.description)")
    if mouth != nil { petition.addTrackRequests = [announcement("\(identity)-cid")] }
    change(&petition)
    var grants = TokenGrants(identity: identity, room: room)
    grants.roomJoin = true
    permission(&grants)
    words.append((0, .join(petition, grants)))
  }

  func announcement(_ cid: String) -> Livekit_AddTrackRequest {
    var request = Livekit_AddTrackRequest()
    request.cid = cid
    request.source = .microphone
    return request
  }

  func description(text: String) -> Livekit_SessionDescription {
    var description = Livekit_SessionDescription()
    description.type = "offer"
    description.sdp = text
    description.id = offers
    return description
  }

  /// Offers what `offer` now is, or any text.
  func offerNow(_ text: String? = nil) {
    offer.version += 1
    offers += 1
    request(.offer(description(text: text ?? "\(offer.description)")))
  }

  func request(_ message: Livekit_SignalRequest.OneOf_Message) {
    var request = Livekit_SignalRequest()
    request.message = message
    words.append((0, .request(request)))
  }

  func mute(_ muted: Bool) {
    var request = Livekit_MuteTrackRequest()
    request.sid = trackSid ?? ""
    request.muted = muted
    self.request(.mute(request))
  }

  func babble() { words.append((0, .garbage)) }

  func hangUp() {
    words.append((0, .closed))
    hasHungUp = true
  }

  // MARK: Findings

  /// Sid of the track it publishes.
  var trackSid: String? {
    said.lazy.compactMap { if case .trackPublished(let word) = $0.message { word.track.sid } else { nil } }
      .first
  }

  /// Why it was sent away.
  var leave: Livekit_LeaveRequest? {
    said.lazy.compactMap { if case .leave(let leave) = $0.message { leave } else { nil } }.first
  }

  /// Why the bridge refused something it asked for.
  var refusals: [Livekit_RequestResponse.Reason] {
    said.compactMap {
      if case .requestResponse(let word) = $0.message, word.reason != .ok { word.reason } else { nil }
    }
  }

  /// The answers to its offers, as they were written.
  var answerTexts: [String] {
    said.compactMap { if case .answer(let word) = $0.message { word.sdp } else { nil } }
  }

  /// The tracks that the bridge does not know.
  var unknownTracks: [String] {
    said.compactMap { if case .subscriptionResponse(let word) = $0.message { word.trackSid } else { nil } }
  }

  /// Its tracks that the bridge took back.
  var unpublished: [String] {
    said.compactMap { if case .trackUnpublished(let word) = $0.message { word.trackSid } else { nil } }
  }

  /// Its tracks that the bridge muted or unmuted.
  var mutedByServer: [String] {
    said.compactMap { if case .mute(let word) = $0.message { word.sid } else { nil } }
  }

  /// How often it was asked for sections.
  var requirements: Int {
    said.count { if case .mediaSectionsRequirement = $0.message { true } else { false } }
  }

  /// What the room said last of each other participant.
  var others: [String: Livekit_ParticipantInfo] {
    var known: [String: Livekit_ParticipantInfo] = [:]
    for (_, message) in said {
      let infos: [Livekit_ParticipantInfo] =
        switch message {
        case .join(let join): join.otherParticipants
        case .update(let update): update.participants
        default: []
        }
      for info in infos { known[info.identity] = info }
    }
    return known
  }

  /// Level of a tone in what it heard of `track`, dBm0.
  func level(of hertz: Double, in track: String?, _ instants: Range<Instant>) -> Double {
    track.flatMap { heard[$0] }?.level(of: hertz, instants) ?? -.infinity
  }

  /// Packets heard in `instants`, of one track or of all.
  func packets(_ instants: Range<Instant>, of track: String? = nil) -> Int {
    heard.reduce(0) { sum, entry in
      guard track.map({ $0 == entry.key }) ?? true else { return sum }
      return sum + entry.value.packets.count { instants.contains($0.at) }
    }
  }

  // MARK: Guest

  private var isOver: Bool { closedAt != nil || hasHungUp }

  var nextDeadline: Instant? {
    let speaks = mouth == nil || isOver ? nil : openedAt.map { $0 + .milliseconds(20) * (frame + 1) }
    return [connects ? transport.nextDeadline : nil, isOver ? nil : nextPing, speaks].compactMap(\.self)
      .min()
  }

  func advance(to now: Instant, outlet: inout Outlet) {
    if connects { send(into: &outlet) { transport.advance(to: now, into: &$0) } }
    settle(at: now)
    if !isOver, let due = nextPing, due <= now {
      if pings { request(.pingReq(Livekit_Ping())) }
      nextPing = now + .seconds(5)
    }
    while !isOver, let mouth, let openedAt, openedAt + .milliseconds(20) * (frame + 1) <= now {
      speak(mouth(frame), into: &outlet)
      frame += 1
    }
  }

  private func speak(_ samples: [Int16], into outlet: inout Outlet) {
    var payload: [UInt8] = []
    guard encoder.encode(samples.span, into: &payload) else { return }
    var extensions = PacketExtensions()
    extensions.setAudioLevel(
      AudioLevel(isVoice: true, decibelsBelowOverload: 33), id: WebOffer.id(of: .audioLevel))
    sender.write(payload: payload.span, payloadType: 111, samples: 960, extensions: extensions, into: &packet)
    send(into: &outlet) { _ = transport.send(&packet, into: &$0) }
  }

  /// Sends from the port that the network sees.
  private struct SeenPort: MediaSink {
    var outlet: Outlet
    let port: UInt16

    mutating func send(
      _ datagram: borrowing [UInt8], kind: MediaKind, from own: UInt16, to: TransportAddress
    ) -> Instant? {
      outlet.send(datagram, kind: .room, from: port, to: to)
    }
  }

  private func send(into outlet: inout Outlet, _ action: (inout SeenPort) -> Void) {
    var sink = SeenPort(outlet: outlet, port: port)
    action(&sink)
  }

  func receiveRoom(
    _ bytes: [UInt8], port: UInt16, from source: TransportAddress, at now: Instant, outlet: inout Outlet
  ) {
    guard port == self.port, connects else { return }
    switch transport.receive(bytes.span, from: source, at: now) {
    case .rtp(let header): hear(header, transport.plain, at: now)
    case .rtcp: reports += 1
    case .handled:
      send(into: &outlet) { transport.flush(into: &$0) }
      settle(at: now)
    }
  }

  private func hear(_ header: PacketHeader, _ plain: [UInt8], at now: Instant) {
    guard let section = answer?.sections.first(where: { $0.ssrcs.contains(header.ssrc) }),
      let track = answers.last?[section.mid]
    else {
      strays += 1
      return
    }
    if let id = section.id(of: .audioLevel) {
      levels[track] = HeaderExtensions(of: plain.span).audioLevel(id: id, in: plain.span)
    }
    var samples: [Int16] = []
    switch header.payloadType {
    case 0: samples = plain[header.payload].map { G711.decode($0, .mu) }
    case 8: samples = plain[header.payload].map { G711.decode($0, .a) }
    default:
      if decoders[track] == nil { decoders[track] = try? Decoder() }
      _ = decoders[track]?.opus.decode(plain.span.extracting(header.payload), into: &samples)
    }
    payloads[track, default: []].append(Array(plain[header.payload]))
    heard[track, default: Heard()].packets.append(
      Heard.Packet(at: now, sequenceNumber: header.sequenceNumber, samples: samples))
  }

  private func settle(at now: Instant) {
    while let event = transport.nextEvent() {
      events.append(event)
      if event == .open { openedAt = now }
    }
  }

  func receive(_ word: SignalWord, on id: Int, at now: Instant) {
    switch word {
    case .admitted:
      joinedAt = now - BridgeWorld.delay
      nextPing = now + .seconds(5)
    case .refused(let status, let text): refusal = (status, text)
    case .closed: closedAt = now
    case .askToken, .token, .open, .join, .request, .garbage: break
    case .response(let response):
      guard let message = response.message else { return }
      said.append((now, message))
      switch message {
      case .answer(let answer): take(answer, at: now)
      case .mediaSectionsRequirement(let wanted):
        guard offersAgain else { return }
        offer.sections += Array(repeating: .receive, count: Int(wanted.numAudios))
        offerNow()
      default: break
      }
    }
  }

  private func take(_ answer: Livekit_SessionDescription, at now: Instant) {
    guard let description = try? WebDescription(parsing: answer.sdp) else { return }
    self.answer = description
    answers.append(answer.midToTrackID)
    guard let remote = description.transport,
      let credentials = ICECredentials(ufrag: remote.usernameFragment, password: remote.password),
      let fingerprint = remote.fingerprint.flatMap({ Fingerprint($0) })
    else { return }
    transport.setRemote(
      credentials, fingerprint: fingerprint,
      candidates: remote.candidates.compactMap { ICECandidate("candidate:\($0)") }, at: now)
  }

  func takeWords(at now: Instant) -> [(id: Int, word: SignalWord)] {
    defer { words = [] }
    return words
  }
}

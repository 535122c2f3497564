import Audio
import PhoneLeg
import RTP
import SDP
import SIP
import SansIO
import VirtualWorld

/// A phone in virtual time: it dials, speaks what its `mouth` says, and writes down what it sees and hears.
final class VirtualPhone {
  let name: String
  let ip: IPAddress
  /// The even port of its audio.
  var rtpPort: UInt16 = 4_000
  /// What it says in each 20 ms after the answer.
  var mouth: (Int) -> Sound = { _ in .quiet }
  /// Changes its RTP packets on their way out.
  var alters: ([UInt8]) -> [UInt8] = { $0 }
  /// Whether it answers and dials at all; a phone without power does not.
  var isAlive = true
  private(set) var heard = Heard()
  /// What happened to its call, as `answered 200`.
  private(set) var log: [String] = []
  private(set) var answeredAt: Instant?
  private(set) var endedAt: Instant?
  /// Reason header of the BYE that ended its call.
  private(set) var endReason: String?
  private(set) var answerBody = ""
  private(set) var warning: String?
  private(set) var media: MediaSession?

  private var agent: UserAgent
  private var negotiation = OfferAnswer(sessionID: 77)
  private var capabilities = AudioCapabilities(comfortNoise: true)
  private var generator: SeededGenerator
  private var handle: CallHandle?
  private var frame = 0

  init(name: String, number: UInt32) {
    self.name = name
    ip = IPAddress(v4: 0x7F00_0000 + number)
    generator = SeededGenerator(seed: UInt64(number))
    let configuration = UserAgent.Configuration(
      product: name, udpContact: TransportAddress(ip, 5_060), nonceSecret: [1])
    agent = UserAgent(configuration: configuration, generator: generator.branch(1))
  }

  private var local: LocalMedia { LocalMedia(rtp: TransportAddress(ip, rtpPort), rtcpPort: rtpPort + 1) }

  // MARK: Commands

  /// Calls `user` at the bridge.
  func dial(
    _ user: String, codecs: [SDP.AudioCodec] = [.pcmu, .pcma], credentials: Credentials? = nil,
    body: String? = nil,
    at now: Instant
  ) {
    capabilities.codecs = codecs
    let offer = negotiation.offer(capabilities: capabilities, local: local)
    var call = UserAgent.OutgoingCall(
      to: SIPURI(user: user, address: BridgeWorld.bridgeSIP),
      from: SIPURI(user: name, address: TransportAddress(ip, 5_060)),
      flow: Flow(.udp, BridgeWorld.bridgeSIP), body: body.map { Array($0.utf8) } ?? offer.bytes)
    call.credentials = credentials
    handle = agent.invite(call, at: now)
  }

  /// Hangs up, or gives up while nobody has answered.
  func hangUp(at now: Instant) {
    if let handle { agent.bye(handle, at: now) }
  }

  /// Offers the call anew.
  func reoffer(_ direction: MediaDirection, codecs: [SDP.AudioCodec]? = nil, at now: Instant) {
    capabilities.direction = direction
    capabilities.codecs = codecs ?? capabilities.codecs
    let offer = negotiation.offer(capabilities: capabilities, local: local)
    if let handle { agent.reinvite(handle, body: offer.bytes, at: now) }
  }

  // MARK: Input

  func receiveSIP(_ bytes: [UInt8], at now: Instant) {
    if isAlive { agent.receive(bytes.span, on: Flow(.udp, BridgeWorld.bridgeSIP), at: now) }
  }

  func receiveMedia(_ bytes: [UInt8], kind: MediaKind, from source: TransportAddress, at now: Instant) {
    guard kind == .rtp else {
      media?.receiveRTCP(bytes.span, at: now)
      return
    }
    guard case .audio(let header, let law, _)? = media?.receiveRTP(bytes.span, from: source, at: now) else {
      return
    }
    let samples = bytes[header.payload].map { G711.decode($0, law) }
    heard.packets.append(Heard.Packet(at: now, sequenceNumber: header.sequenceNumber, samples: samples))
  }

  // MARK: Time

  /// When frame `number` leaves.
  func instant(of number: Int) -> Instant? { answeredAt.map { $0 + .milliseconds(20) * (number + 1) } }

  var nextDeadline: Instant? {
    guard isAlive else { return nil }
    return [agent.nextDeadline, media == nil ? nil : instant(of: frame), media?.nextDeadline].compactMap(
      \.self
    ).min()
  }

  func advance(to now: Instant, outlet: inout Outlet) {
    guard isAlive else { return }
    agent.advance(to: now)
    media?.sendReport(at: now, from: rtpPort, into: &outlet)
    while media != nil, let due = instant(of: frame), due <= now {
      speak(mouth(frame), into: &outlet)
      frame += 1
    }
  }

  private func speak(_ sound: Sound, into outlet: inout Outlet) {
    switch sound {
    case .audio(let samples) where media?.audio.maySend == true:
      var payload: [UInt8] = []
      G711.append(encoding: samples.span, media?.sendLaw ?? .mu, to: &payload)
      _ = media?.sendFrame(payload.span, from: rtpPort, into: &outlet)
    case .comfortNoise: _ = media?.sendComfortNoise(level: 70, from: rtpPort, into: &outlet)
    case .event(let event, let start): _ = media?.sendEvent(event, start: start, from: rtpPort, into: &outlet)
    case .audio, .nothing: media?.skipFrame()
    }
  }

  // MARK: Output

  /// The SIP messages to send.
  func takeSignals(at now: Instant) -> [UserAgent.Transmission] {
    var signals: [UserAgent.Transmission] = []
    while let output = agent.poll() {
      switch output {
      case .transmit(let transmission): signals.append(transmission)
      case .event(_, let event): take(event, at: now)
      case .received, .close: break
      }
    }
    return signals
  }

  private func take(_ event: UserAgent.Event, at now: Instant) {
    switch event {
    case .answered(let answer): answered(answer, at: now)
    case .refused(let refusal):
      warning = refusal.warning
      end("refused \(refusal.status)", at: now)
    case .ended(let reason):
      endReason = reason
      end("hung up", at: now)
    case .byeAnswered(let status): end("BYE answered \(status)", at: now)
    case .reinviteRefused(let refusal): log.append("re-INVITE refused \(refusal.status)")
    case .failed(let failure): end("failed \(failure)", at: now)
    case .provisional(let status, _, _): log.append("provisional \(status)")
    case .invited, .cancelled, .acknowledged, .reinvited, .offerWithdrawn: log.append("unexpected")
    }
  }

  private func answered(_ answer: UserAgent.Answer, at now: Instant) {
    log.append("answered \(answer.status)")
    answerBody = String(decoding: answer.body, as: UTF8.self)
    guard let description = try? SessionDescription(parsing: answer.body.span),
      let audio = try? negotiation.complete(answer: description, capabilities: capabilities, local: local)
    else { return log.append("the answer cannot be used") }
    guard media == nil else {
      media?.renegotiate(audio)
      return
    }
    media = MediaSession(audio: audio, cname: name, generator: &generator, at: now)
    answeredAt = now
  }

  private func end(_ word: String, at now: Instant) {
    log.append(word)
    endedAt = now
    media = nil
  }
}

import Audio
import Ortp
import PhoneLeg
import RTP
import SDP
import SIP
import SansIO

/// One phone call in the bridge: its signalling stage, its media and its silence watch.
final class BridgeCall {
  /// Samples of a frame: 20 ms at 8 kHz.
  static let frameLength = 160

  /// Where the call stands.
  enum Stage {
    /// Its media ports are being bound; this SDP answer waits for them. Next: answered, another try, gone.
    case binding(answer: [UInt8], UserAgent.Invitation, Placement)
    /// 200 was sent. Next: confirmed, leaving, gone.
    case answered
    /// The caller's ACK came. Next: leaving, gone.
    case confirmed
    /// Our BYE was sent. Next: gone.
    case leaving
  }

  let handle: CallHandle
  let callID: String
  let trunk: Trunk
  let roomName: String
  let from: String
  let to: String
  /// The even port of its audio.
  let port: UInt16
  var stage: Stage
  var watch: SilenceWatch
  var room: Room?
  /// How it appears to the participants of its room, once it is in it.
  var presence: PhonePresence?
  var answeredAt: Instant?
  /// Since when a packet is awaited: the arrival of the last one, the answer, or the end of a hold.
  var awaitedSince: Instant?
  var media: MediaSession
  var negotiation: OfferAnswer
  /// The frame of the current tick, and whether there is one.
  private(set) var frame = [Int16](repeating: 0, count: frameLength)
  private(set) var hasFrame = false

  private var playout: OrtpPlayout
  private var detector = ActivityDetector()
  private var payload: [UInt8] = []
  private var transcoder: Transcoder?
  private var framesPulled: UInt32 = 0

  init(
    invitation: UserAgent.Invitation, handle: CallHandle, place: Placement, port: UInt16, answer: [UInt8],
    negotiation: OfferAnswer, media: MediaSession, jitterBuffer: Interval
  ) {
    self.handle = handle
    callID = invitation.callID
    from = invitation.fromUser ?? "anonymous"
    to = invitation.requestURI.user ?? ""
    trunk = place.trunk
    roomName = place.room
    self.port = port
    self.negotiation = negotiation
    self.media = media
    stage = .binding(answer: answer, invitation, place)
    watch = SilenceWatch(threshold: place.silenceTimeout)
    let types = media.audio.receivePayloadTypes
    // Both laws, agreed on or not: a re-INVITE may bring the other one, and `media` lets nothing else in.
    playout = OrtpPlayout(
      payloadTypes: PayloadTypes(
        pcmu: types.pcmu ?? 0, pcma: types.pcma ?? 8, telephoneEvent: types.telephoneEvent,
        comfortNoise: types.comfortNoise ?? 13),
      delay: jitterBuffer, adaptive: true)
    payload.reserveCapacity(BridgeCall.frameLength)
  }

  /// Whether the others of its room hear the frame: there is one, and its track is not muted.
  var isHeard: Bool { hasFrame && presence?.track.isMuted != true }

  /// What a datagram of the RTP port brought.
  struct Heard {
    /// The arrival of the last packet that held activity, when this one moved it.
    var activity: Instant?
    /// The audio in it, when it is new.
    var audio: (header: PacketHeader, law: G711.Law)?
  }

  /// Takes in one datagram of the RTP port.
  func receiveRTP(_ datagram: Span<UInt8>, from source: TransportAddress, at now: Instant) -> Heard {
    var heard = Heard()
    switch media.receiveRTP(datagram, from: source, at: now) {
    case .ignored: return heard
    case .comfortNoise: _ = detector.receiveComfortNoise(at: now)
    case .event: heard.activity = now
    case .audio(let header, let law, let arrival) where arrival != .duplicate:
      let before = detector.lastActivity
      _ = detector.receive(datagram.extracting(header.payload), law, at: now)
      if detector.lastActivity != before { heard.activity = detector.lastActivity }
      heard.audio = (header, law)
    case .audio: break
    }
    accept(datagram, at: now)
    return heard
  }

  private func accept(_ datagram: Span<UInt8>, at now: Instant) {
    awaitedSince = now
    playout.receive(datagram, at: now)
  }

  /// Encodes `frame` to Opus, for participants that take nothing else; `nil` when there is none.
  ///
  /// The timestamp goes on with the frames pulled, so that pauses stay as long as they were.
  func encodeFrame() -> (payload: [UInt8], header: PacketHeader, level: Level)? {
    guard hasFrame else { return nil }
    if transcoder == nil { transcoder = Transcoder() }
    let samples = frame
    guard let encoded = transcoder?.encode(samples.span, number: framesPulled) else { return nil }
    return (encoded.payload, encoded.header, Level(of: samples.span))
  }

  /// Takes the 20 ms due at `now` out of the jitter buffer into `frame`.
  func pullFrame(at now: Instant) {
    hasFrame = false
    framesPulled &+= 1
    guard media.audio.mayReceive else { return }
    payload.removeAll(keepingCapacity: true)
    guard case .frame(let variant) = playout.pull(into: &payload, at: now) else { return }
    let law: G711.Law = variant == .pcma ? .a : .mu
    G711.decode(payload.span, law, into: &frame)
    hasFrame = true
  }
}

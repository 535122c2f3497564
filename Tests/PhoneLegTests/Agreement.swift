import PhoneLeg
import SDP
import SansIO

/// Two ends that agreed on audio.
struct Agreement {
  static let callerAddress = TransportAddress(IPAddress(v4: 0x7F00_0002), 4_000)
  static let bridgeAddress = TransportAddress(.loopback, 20_000)

  /// What the end that offered has to do.
  var caller: NegotiatedAudio
  /// What the end that answered has to do.
  var bridge: NegotiatedAudio

  init(
    caller offered: AudioCapabilities = AudioCapabilities(comfortNoise: true),
    bridge answered: AudioCapabilities = AudioCapabilities()
  ) throws {
    let callerMedia = LocalMedia(rtp: Agreement.callerAddress, rtcpPort: 4_001)
    let bridgeMedia = LocalMedia(rtp: Agreement.bridgeAddress, rtcpPort: 20_001)
    var caller = OfferAnswer(sessionID: 1)
    var bridge = OfferAnswer(sessionID: 2)
    let offer = caller.offer(capabilities: offered, local: callerMedia)
    let agreed = try bridge.negotiate(offer: offer, capabilities: answered, local: bridgeMedia)
    self.bridge = agreed.audio
    self.caller = try caller.complete(answer: agreed.answer, capabilities: offered, local: callerMedia)
  }
}

extension MediaSession {
  /// The media of one end from the start of the clock on.
  init(_ audio: NegotiatedAudio, seed: UInt64 = 1) {
    var generator = SeededGenerator(seed: seed)
    self.init(audio: audio, cname: "end-\(seed)", generator: &generator, at: .zero)
  }
}

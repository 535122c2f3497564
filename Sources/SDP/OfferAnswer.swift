import SansIO

/// The offers and answers of one call (RFC 3264), which keep the `o=` line: the session id stays, the version
/// rises by one whenever the description differs from the one before (§8).
///
/// A call's first description is version 1. A refused offer changes nothing.
public struct OfferAnswer: Sendable {
  /// The id of the session, to be drawn at random by the owner of the call.
  public let sessionID: UInt64
  /// The description this side sent last.
  public private(set) var localDescription: SessionDescription?

  /// Starts the negotiation of a call.
  public init(sessionID: UInt64) { self.sessionID = sessionID }

  /// An offer of what `capabilities` say, to be received at `local`.
  ///
  /// A re-offer keeps the `m=` lines of the call so far, as their number must not fall (RFC 3264 §8).
  public mutating func offer(capabilities: AudioCapabilities, local: LocalMedia) -> SessionDescription {
    var media = localDescription?.media.map(\.refused) ?? []
    let audio = offeredAudio(capabilities: capabilities, local: local)
    if let index = localAudioIndex {
      media[index] = audio
    } else {
      media.append(audio)
    }
    return describe(media, local: local)
  }

  /// Answers `offer`: the agreement and the answer to send.
  ///
  /// The first audio line that fits is taken, all others are refused with port 0. The answer keeps the peer's
  /// payload type numbers and its order of codecs (RFC 3264 §6.1). The error says what to refuse the offer
  /// with.
  public mutating func negotiate(
    offer: SessionDescription, capabilities: AudioCapabilities, local: LocalMedia
  ) throws(NegotiationError) -> (audio: NegotiatedAudio, answer: SessionDescription) {
    let stream = try AudioStream(in: offer, capabilities: capabilities, local: local)
    let mux = stream.wantsRTCPMux && local.sharesPort
    var media = offer.media.map(\.refused)
    let direction = stream.localDirection(capabilities.direction)
    media[stream.index] = MediaDescription.audio(
      stream.formats.codecs, stream.formats.payloadTypes, transport: stream.media.transport,
      packetTime: capabilities.packetTime, direction: direction, rtcpMux: mux, local: local)
    let audio = NegotiatedAudio(
      stream, receiving: stream.formats.payloadTypes, direction: direction, mux: mux,
      capabilities: capabilities)
    return (audio, describe(media, local: local))
  }

  /// Reads the peer's `answer` to the offer that was sent last with `offer(capabilities:local:)`.
  ///
  /// Codecs in the answer that were not offered are passed over. The error says what does not fit; the call
  /// can then only be ended.
  public func complete(
    answer: SessionDescription, capabilities: AudioCapabilities, local: LocalMedia
  ) throws(NegotiationError) -> NegotiatedAudio {
    guard let offer = localDescription, let index = localAudioIndex else {
      preconditionFailure("OfferAnswer.complete needs an offer sent before")
    }
    guard answer.media.count == offer.media.count else {
      throw .mediaCountMismatch(offered: offer.media.count, answered: answer.media.count)
    }
    for (place, pair) in zip(offer.media, answer.media).enumerated() where pair.0.kind != pair.1.kind {
      throw .mediaMismatch(index: place, offered: pair.0.kind, answered: pair.1.kind)
    }
    let (offered, answered) = (offer.media[index], answer.media[index])
    guard answered.port != 0 else { throw .audioRefused }
    guard answered.transport == offered.transport else {
      throw .mediaMismatch(index: index, offered: offered.transport, answered: answered.transport)
    }
    let stream = try AudioStream(index, answered, in: answer, capabilities, local)
    return NegotiatedAudio(
      stream, receiving: AudioFormats(offered).common(with: capabilities).payloadTypes,
      direction: stream.localDirection(offer.direction(of: offered)),
      mux: stream.wantsRTCPMux && local.sharesPort, capabilities: capabilities)
  }

  /// The place of this side's audio among its `m=` lines.
  private var localAudioIndex: Int? {
    localDescription?.media.firstIndex { $0.kind == "audio" && $0.port != 0 }
  }

  /// The audio line of an offer: static numbers, 101 for telephone events as most peers do.
  private func offeredAudio(capabilities: AudioCapabilities, local: LocalMedia) -> MediaDescription {
    let payloadTypes = AudioPayloadTypes(
      pcmu: capabilities.codecs.contains(.pcmu) ? AudioCodec.pcmu.staticPayloadType : nil,
      pcma: capabilities.codecs.contains(.pcma) ? AudioCodec.pcma.staticPayloadType : nil,
      telephoneEvent: capabilities.telephoneEvents ? 101 : nil,
      comfortNoise: capabilities.comfortNoise ? 13 : nil)
    return MediaDescription.audio(
      capabilities.codecs, payloadTypes, transport: "RTP/AVP", packetTime: capabilities.packetTime,
      direction: capabilities.direction, rtcpMux: local.sharesPort, local: local)
  }

  /// Makes `media` this side's description, with the version it needs.
  private mutating func describe(_ media: [MediaDescription], local: LocalMedia) -> SessionDescription {
    let version = localDescription?.origin.sessionVersion ?? 1
    var description = SessionDescription(
      origin: Origin(sessionID: sessionID, sessionVersion: version, host: .ip(local.rtp.ip)),
      connection: .ip(local.rtp.ip), media: media)
    if let last = localDescription, last != description { description.origin.sessionVersion = version &+ 1 }
    localDescription = description
    return description
  }
}

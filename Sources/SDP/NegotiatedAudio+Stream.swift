extension NegotiatedAudio {
  /// The agreement with a peer that describes itself as `stream` while this side receives under `receiving`.
  init(
    _ stream: AudioStream, receiving: AudioPayloadTypes, direction: MediaDirection, mux: Bool,
    capabilities: AudioCapabilities
  ) {
    let codec = stream.codec
    let sending = stream.formats.payloadTypes
    self.codec = codec
    sendPayloadType = sending.payloadType(of: codec) ?? codec.staticPayloadType
    receivePayloadTypes = receiving
    sendTelephoneEventPayloadType = sending.telephoneEvent
    sendComfortNoisePayloadType = sending.comfortNoise
    packetTime = capabilities.packetTime(for: stream.media)
    remoteRTP = stream.rtp
    remoteRTCP = stream.rtcp(mux: mux)
    rtcpMux = mux
    self.direction = direction
    isHeldByPeer = stream.isUnreachable || !stream.direction.receives
  }
}

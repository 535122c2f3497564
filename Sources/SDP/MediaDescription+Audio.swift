import SansIO

extension MediaDescription {
  /// The `m=audio` line of an offer or answer of this side.
  static func audio(
    _ codecs: [AudioCodec], _ payloadTypes: AudioPayloadTypes, transport: String, packetTime: Int,
    direction: MediaDirection, rtcpMux: Bool, local: LocalMedia
  ) -> MediaDescription {
    var media = MediaDescription(kind: "audio", port: local.rtp.port, transport: transport, formats: [])
    for codec in codecs {
      if let number = payloadTypes.payloadType(of: codec) { media.add(number, "\(codec.encodingName)/8000") }
    }
    if let number = payloadTypes.comfortNoise { media.add(number, "CN/8000") }
    if let number = payloadTypes.telephoneEvent {
      media.add(number, "telephone-event/8000")
      // RFC 4733 §3.2: the digits, *, #, A to D and flash.
      media.attributes.append(.init("fmtp", "\(number) 0-16"))
    }
    media.attributes.append(.init("ptime", "\(packetTime)"))
    if local.rtcpPort != local.rtp.port &+ 1 { media.attributes.append(.init("rtcp", "\(local.rtcpPort)")) }
    if rtcpMux { media.attributes.append(.init("rtcp-mux")) }
    media.attributes.append(.init(direction.rawValue))
    return media
  }

  private mutating func add(_ payloadType: UInt8, _ encoding: String) {
    formats.append("\(payloadType)")
    attributes.append(.init("rtpmap", "\(payloadType) \(encoding)"))
  }
}

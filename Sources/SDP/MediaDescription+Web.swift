import SansIO

extension MediaDescription {
  /// A section of RTP under DTLS and one of data have this address: where media goes, ICE decides (RFC 8829
  /// §5.2.1).
  private static var nowhere: ConnectionAddress { .ip(IPAddress("0.0.0.0")!) }

  /// An audio section of this side.
  static func web(
    mid: String, transport: String, codecs: [WebCodec], extensions: [(id: UInt8, name: WebExtension)],
    direction: MediaDirection, sender: WebSender?, connectivity: WebTransport, holdsCandidates: Bool
  ) -> MediaDescription {
    var lines = connectivity.attributes
    lines.append(.init("mid", mid))
    lines += extensions.map { .init("extmap", "\($0.id) \($0.name.rawValue)") }
    lines.append(.init(direction.rawValue))
    if let sender { lines.append(.init("msid", sender.track.text)) }
    lines += [.init("rtcp-mux"), .init("rtcp-rsize")]
    for codec in codecs {
      lines.append(.init("rtpmap", codec.mapping))
      if let parameters = codec.parameters {
        lines.append(.init("fmtp", "\(codec.payloadType) \(parameters)"))
      }
    }
    lines += sender?.sourceAttributes ?? []
    if holdsCandidates { lines += connectivity.candidateAttributes }
    return MediaDescription(
      kind: "audio", port: 9, transport: transport, formats: codecs.map { "\($0.payloadType)" },
      connection: nowhere, attributes: lines)
  }

  /// A section for data channels of this side.
  static func webData(
    mid: String, transport: String, sctpPort: UInt16, maximumMessageSize: Int, connectivity: WebTransport,
    holdsCandidates: Bool
  ) -> MediaDescription {
    var lines = connectivity.attributes
    lines += [
      .init("mid", mid), .init("sctp-port", "\(sctpPort)"),
      .init("max-message-size", "\(maximumMessageSize)"),
    ]
    if holdsCandidates { lines += connectivity.candidateAttributes }
    return MediaDescription(
      kind: "application", port: 9, transport: transport, formats: ["webrtc-datachannel"],
      connection: nowhere, attributes: lines)
  }

  /// A section refused: port 0, the peer's first format, and which section it is.
  static func webRefused(mid: String, kind: String, transport: String, format: String) -> MediaDescription {
    MediaDescription(
      kind: kind, port: 0, transport: transport, formats: [format], connection: nowhere,
      attributes: (mid.isEmpty ? [] : [.init("mid", mid)])
        + (kind == "application" ? [] : [.init(MediaDirection.inactive.rawValue)]))
  }
}

extension SessionDescription {
  /// A description of this side with what WebRTC wants to be said for the session.
  static func web(
    sessionID: UInt64, version: UInt64, bundled: [String], isLite: Bool, media: [MediaDescription]
  ) -> SessionDescription {
    var lines: [Attribute] = []
    if isLite { lines.append(.init("ice-lite")) }
    if !bundled.isEmpty { lines.append(.init("group", "BUNDLE " + bundled.joined(separator: " "))) }
    lines += [.init("extmap-allow-mixed"), .init("msid-semantic", " WMS *")]
    // As browsers do: the origin tells nothing of the host.
    let origin = Origin(
      sessionID: sessionID, sessionVersion: version, host: .ip(IPAddress("127.0.0.1")!))
    return SessionDescription(origin: origin, attributes: lines, media: media)
  }
}

extension WebSection {
  /// The most `a=ssrc` sources and `a=candidate` lines that are kept of a section.
  static let maximumLines = 16

  /// Reads the section `media`, the one at `index`, with what the session says for all.
  init(
    _ media: MediaDescription, at index: Int, session: [SessionDescription.Attribute], bundled: Set<String>
  ) throws(WebDescriptionError) {
    guard let kind = WebMediaKind(rawValue: media.kind) else {
      throw .unknownKind(index: index, kind: media.kind)
    }
    let transports =
      kind == .application
      ? ["UDP/DTLS/SCTP", "TCP/DTLS/SCTP", "DTLS/SCTP"] : ["UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP"]
    guard transports.contains(media.transport) else {
      throw .unsupportedTransport(index: index, transport: media.transport)
    }
    isRejected = media.port == 0 && !media.attributes.contains("bundle-only")
    let mid = media.attributes.value(of: "mid") ?? ""
    // Pion leaves the mid of a refused section out.
    guard (isRejected ? 0...64 : 1...64).contains(mid.utf8.count) else { throw .mid(index: index) }
    self.mid = mid
    self.kind = kind
    protocolName = media.transport
    firstFormat = media.formats.first ?? "0"
    isBundled = bundled.contains(mid)
    direction = media.attributes.direction ?? session.direction ?? .sendrecv
    codecs = kind == .application ? [] : WebSection.codecs(of: media)
    extensions = WebSection.extensions(session + media.attributes)
    track = WebSection.track(media.attributes)
    (ssrcs, cname) = WebSection.sources(media.attributes)
    transport = WebTransport(media.attributes, session: session)
    sctpPort = media.attributes.value(of: "sctp-port").flatMap { number($0) }.flatMap { UInt16(exactly: $0) }
    maximumMessageSize = media.attributes.value(of: "max-message-size").flatMap { number($0) }
      .flatMap { Int(exactly: $0) }
  }

  /// The codecs in the order of the `m=` line.
  private static func codecs(of media: MediaDescription) -> [WebCodec] {
    var mappings: [UInt8: Substring] = [:]
    var parameters: [UInt8: String] = [:]
    for attribute in media.attributes where attribute.name == "rtpmap" || attribute.name == "fmtp" {
      let fields = (attribute.value ?? "").split(separator: " ", maxSplits: 1)
      guard fields.count == 2, let type = payloadType(fields[0]) else { continue }
      if attribute.name == "rtpmap" {
        mappings[type] = mappings[type] ?? fields[1]
      } else {
        parameters[type] = parameters[type] ?? String(fields[1])
      }
    }
    return media.formats.compactMap { format in
      guard let type = payloadType(format), let text = mappings[type] ?? staticMapping(of: type) else {
        return nil
      }
      return codec(type, text, parameters: parameters[type])
    }
  }

  /// `<name>/<clock rate>[/<channels>]`, RFC 8866 §6.6.
  private static func codec(_ type: UInt8, _ mapping: Substring, parameters: String?) -> WebCodec? {
    let parts = mapping.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    guard (2...3).contains(parts.count), !parts[0].isEmpty,
      let rate = number(parts[1]), (1...1_000_000).contains(rate),
      let channels = parts.count == 3 ? number(parts[2]) : 1, (1...255).contains(channels)
    else { return nil }
    return WebCodec(
      payloadType: type, name: String(parts[0]), clockRate: Int(rate), channels: Int(channels),
      parameters: parameters)
  }

  /// RFC 3551 §6: the numbers that need no `a=rtpmap`.
  private static func staticMapping(of type: UInt8) -> Substring? {
    switch type {
    case 0: "PCMU/8000"
    case 8: "PCMA/8000"
    case 9: "G722/8000"
    case 13: "CN/8000"
    default: nil
    }
  }

  /// `a=extmap:<number>[/<direction>] <URI>`, RFC 8285 §5.
  private static func extensions(_ attributes: [SessionDescription.Attribute]) -> [WebExtension: UInt8] {
    var found: [WebExtension: UInt8] = [:]
    for attribute in attributes where attribute.name == "extmap" {
      let fields = words(attribute.value ?? "")
      guard fields.count >= 2, let name = WebExtension(rawValue: String(fields[1])),
        let id = fields[0].split(separator: "/").first.flatMap({ number($0) }), (1...255).contains(id)
      else { continue }
      found[name] = UInt8(id)
    }
    return found
  }

  private static func track(_ attributes: [SessionDescription.Attribute]) -> WebTrack? {
    let fields = words(attributes.value(of: "msid") ?? "")
    guard let stream = fields.first, fields.count <= 2 else { return nil }
    return WebTrack(stream: String(stream), track: fields.count == 2 ? String(fields[1]) : nil)
  }

  /// `a=ssrc:<number> <attribute>[:<value>]`, RFC 5576 §4.1.
  private static func sources(_ attributes: [SessionDescription.Attribute]) -> ([UInt32], String?) {
    var sources: [UInt32] = []
    var cname: String?
    for attribute in attributes where attribute.name == "ssrc" {
      let fields = (attribute.value ?? "").split(separator: " ", maxSplits: 1)
      guard let source = fields.first.flatMap({ number($0) }).flatMap({ UInt32(exactly: $0) }) else {
        continue
      }
      if !sources.contains(source), sources.count < maximumLines { sources.append(source) }
      if cname == nil, fields.count == 2, fields[1].hasPrefix("cname:") {
        cname = String(fields[1].dropFirst(6))
      }
    }
    return (sources, cname)
  }
}

extension WebTransport {
  /// What a section and its session say of ICE and DTLS, the section first; `nil` without credentials.
  init?(_ media: [SessionDescription.Attribute], session: [SessionDescription.Attribute]) {
    func value(_ name: String) -> String? { media.value(of: name) ?? session.value(of: name) }
    guard let fragment = value("ice-ufrag"), (4...256).contains(fragment.utf8.count),
      let password = value("ice-pwd"), (22...256).contains(password.utf8.count)
    else { return nil }
    self.init(
      usernameFragment: fragment, password: password,
      fingerprint: WebTransport.fingerprint(media) ?? WebTransport.fingerprint(session),
      setup: value("setup").flatMap(Setup.init(rawValue:)),
      options: words(value("ice-options") ?? "").map(String.init),
      isLite: session.contains("ice-lite"),
      candidates: Array(
        (media + session).filter { $0.name == "candidate" }.compactMap(\.value)
          .prefix(WebSection.maximumLines)),
      isComplete: media.contains("end-of-candidates") || session.contains("end-of-candidates"))
  }

  /// The SHA-256 fingerprint where there are several, else the first.
  private static func fingerprint(_ attributes: [SessionDescription.Attribute]) -> String? {
    let all = attributes.filter { $0.name == "fingerprint" }.compactMap(\.value)
    return all.first { $0.lowercased().hasPrefix("sha-256 ") } ?? all.first
  }
}

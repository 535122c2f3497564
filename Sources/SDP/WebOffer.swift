/// An offer of a WebRTC participant without a browser: audio to receive, audio to send, data channels.
///
/// A section once offered stays in its place with its mid ("0", "1" …); for a later offer sections are
/// appended or set to `unused` (RFC 8829 §5.2.2).
public struct WebOffer: Sendable {
  /// What one section is for.
  public enum Section: Hashable, Sendable {
    /// Audio to receive.
    case receive
    /// Audio to send.
    case send(WebSender)
    /// Audio that neither side sends now.
    case inactive
    /// Data channels.
    case data(sctpPort: UInt16, maximumMessageSize: Int)
    /// Given up: port 0.
    case unused
  }

  /// The id of the session in the `o=` line, drawn at random.
  public let sessionID: UInt64
  /// The version of this side's description, one more with each offer.
  public var version: UInt64 = 1
  /// The codecs of all audio sections, most preferred first.
  public let codecs: [WebCodec]
  /// ICE and DTLS of this side. The candidates are written once, in the first section in use.
  public var transport: WebTransport
  /// The sections in their order; at most 64.
  public var sections: [Section]

  /// Makes an offer.
  public init(
    sessionID: UInt64, codecs: [WebCodec] = [.opus()], transport: WebTransport, sections: [Section]
  ) {
    precondition(!codecs.isEmpty, "an offer of audio needs a codec")
    self.sessionID = sessionID
    self.codecs = codecs
    self.transport = transport
    self.sections = sections
  }

  /// The number under which packets carry `name`, as browsers have them.
  public static func id(of name: WebExtension) -> UInt8 {
    switch name {
    case .audioLevel: 1
    case .mid: 4
    }
  }

  /// The mid of section `index`.
  public static func mid(_ index: Int) -> String { "\(index)" }

  /// The description to send.
  public var description: SessionDescription {
    precondition(
      (1...SessionDescription.maximumMediaCount).contains(sections.count), "an offer has 1...64 sections")
    var bundled: [String] = []
    var media: [MediaDescription] = []
    for (index, section) in sections.enumerated() {
      media.append(describe(section, mid: Self.mid(index), isFirst: bundled.isEmpty))
      if section != .unused { bundled.append(Self.mid(index)) }
    }
    return .web(
      sessionID: sessionID, version: version, bundled: bundled, isLite: transport.isLite, media: media)
  }

  private func describe(_ section: Section, mid: String, isFirst: Bool) -> MediaDescription {
    switch section {
    case .receive: audio(mid, .recvonly, nil, isFirst)
    case .send(let sender): audio(mid, .sendonly, sender, isFirst)
    case .inactive: audio(mid, .inactive, nil, isFirst)
    case .data(let port, let size):
      .webData(
        mid: mid, transport: "UDP/DTLS/SCTP", sctpPort: port, maximumMessageSize: size,
        connectivity: transport, holdsCandidates: isFirst)
    case .unused:
      .webRefused(
        mid: mid, kind: "audio", transport: "UDP/TLS/RTP/SAVPF", format: "\(codecs[0].payloadType)")
    }
  }

  private func audio(
    _ mid: String, _ direction: MediaDirection, _ sender: WebSender?, _ isFirst: Bool
  ) -> MediaDescription {
    .web(
      mid: mid, transport: "UDP/TLS/RTP/SAVPF", codecs: codecs,
      extensions: WebExtension.allCases.map { (Self.id(of: $0), $0) }, direction: direction, sender: sender,
      connectivity: transport, holdsCandidates: isFirst)
  }
}

/// An answer to a WebRTC offer: every offered section in its place, refused unless it is accepted.
///
/// Payload types, mids and extension numbers are the offer's. Sections outside of the offer's BUNDLE group
/// and sections the offer gave up are always refused. What is not understood is not echoed.
public struct WebAnswer: Sendable {
  /// What is answered to one section.
  public enum Section: Sendable {
    /// Refused: port 0.
    case refused
    /// Audio, with what `codecs` and the offer have in common, in the order of `codecs`; refused when that
    /// is nothing. `direction` is what this side wants, and cut down to what the offer allows; `sender` is
    /// written only if this side then sends. Codecs without parameters echo the offer's.
    case audio(codecs: [WebCodec], direction: MediaDirection, sender: WebSender?)
    /// Data channels.
    case data(sctpPort: UInt16, maximumMessageSize: Int)
  }

  /// What is answered.
  public let offer: WebDescription
  /// The id of the session in the `o=` line, drawn at random.
  public let sessionID: UInt64
  /// The version of this side's description, one more with each answer that differs.
  public let version: UInt64
  /// ICE and DTLS of this side; its `setup` is `active` or `passive`. The candidates are written once, in the
  /// first section accepted.
  public let transport: WebTransport
  /// The answer to each of the offer's sections.
  public private(set) var sections: [Section]

  /// An answer that refuses everything so far.
  public init(to offer: WebDescription, sessionID: UInt64, version: UInt64, transport: WebTransport) {
    precondition(transport.setup == .active || transport.setup == .passive, "an answer decides a=setup")
    self.offer = offer
    self.sessionID = sessionID
    self.version = version
    self.transport = transport
    sections = offer.sections.map { _ in .refused }
  }

  /// Sets what is answered to the offer's section `index`.
  ///
  /// Audio can only be answered to audio, data to data.
  public mutating func answer(_ index: Int, with section: Section) {
    switch section {
    case .audio: precondition(offer.sections[index].kind == .audio, "section \(index) offers no audio")
    case .data: precondition(offer.sections[index].kind == .application, "section \(index) offers no data")
    case .refused: break
    }
    sections[index] = section
  }

  /// The description to send.
  public var description: SessionDescription {
    var bundled: [String] = []
    var media: [MediaDescription] = []
    for (offered, answered) in zip(offer.sections, sections) {
      if let section = accept(offered, with: answered, isFirst: bundled.isEmpty) {
        bundled.append(offered.mid)
        media.append(section)
      } else {
        media.append(.webRefused(offered))
      }
    }
    return .web(
      sessionID: sessionID, version: version, bundled: bundled, isLite: transport.isLite, media: media)
  }

  private func accept(_ offered: WebSection, with section: Section, isFirst: Bool) -> MediaDescription? {
    guard !offered.isRejected, offered.isBundled else { return nil }
    switch section {
    case .refused: return nil
    case .audio(let codecs, let wish, let sender):
      let common = offered.codecs(like: codecs)
      guard !common.isEmpty else { return nil }
      let direction = offered.direction.reversed.intersection(wish)
      return .web(
        mid: offered.mid, transport: offered.protocolName, codecs: common,
        extensions: WebExtension.allCases.compactMap { name in offered.id(of: name).map { ($0, name) } },
        direction: direction, sender: direction.sends ? sender : nil, connectivity: transport,
        holdsCandidates: isFirst)
    case .data(let port, let size):
      return .webData(
        mid: offered.mid, transport: offered.protocolName, sctpPort: port, maximumMessageSize: size,
        connectivity: transport, holdsCandidates: isFirst)
    }
  }
}

extension MediaDescription {
  fileprivate static func webRefused(_ offered: WebSection) -> MediaDescription {
    webRefused(
      mid: offered.mid, kind: offered.kind.rawValue, transport: offered.protocolName,
      format: offered.firstFormat)
  }
}

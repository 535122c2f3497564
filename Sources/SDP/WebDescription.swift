/// An offer or answer of WebRTC (RFC 8829), as browsers and LiveKit clients write it.
///
/// What the session says for all sections (ICE, DTLS, header extensions) is repeated in each. Bounded like
/// `SessionDescription`, with at most 64 sections.
public struct WebDescription: Hashable, Sendable {
  /// The `o=` line.
  public var origin: Origin
  /// The sections in their order.
  public var sections: [WebSection]
  /// Whether one- and two-byte header extensions may be mixed (`a=extmap-allow-mixed`, RFC 8285 §6).
  public var allowsMixedExtensions: Bool

  /// Reads a description; the error says what is wrong with it.
  ///
  /// Codecs, candidates and header extensions that are malformed or unknown are passed over.
  public init(parsing description: SessionDescription) throws(WebDescriptionError) {
    guard !description.media.isEmpty else { throw .empty }
    origin = description.origin
    allowsMixedExtensions = description.attributes.contains("extmap-allow-mixed")
    sections = []
    var mids: Set<String> = []
    let bundled = Set(Self.bundle(of: description))
    for (index, media) in description.media.enumerated() {
      let section = try WebSection(media, at: index, session: description.attributes, bundled: bundled)
      guard section.mid.isEmpty || mids.insert(section.mid).inserted else { throw .mid(index: index) }
      sections.append(section)
    }
    guard let transport else { throw .noCredentials }
    guard transport.fingerprint != nil else { throw .noFingerprint }
  }

  /// Reads a description given as text.
  public init(parsing text: String) throws(WebDescriptionError) {
    let description: SessionDescription
    do throws(SDPParseError) { description = try SessionDescription(parsing: text) } catch {
      throw .malformed(error)
    }
    try self.init(parsing: description)
  }

  /// Throws where this cannot be the answer to `offer`: other sections, in number, kind or order (RFC 3264
  /// §6).
  public func check(answers offer: WebDescription) throws(WebDescriptionError) {
    guard sections.count == offer.sections.count else {
      throw .sectionCount(offered: offer.sections.count, answered: sections.count)
    }
    for (index, (offered, answered)) in zip(offer.sections, sections).enumerated() {
      guard offered.kind == answered.kind, answered.mid.isEmpty || offered.mid == answered.mid else {
        throw .sectionMismatch(
          index: index, offered: "\(offered.kind.rawValue) \(offered.mid)",
          answered: "\(answered.kind.rawValue) \(answered.mid)")
      }
    }
  }

  /// The ICE and DTLS of the bundle: those of its first section that says credentials, which all share.
  public var transport: WebTransport? {
    let live = sections.filter { !$0.isRejected }
    return (live.first { $0.isBundled && $0.transport != nil } ?? live.first { $0.transport != nil })?
      .transport
  }

  /// The section `mid`.
  public func section(_ mid: String) -> WebSection? { sections.first { $0.mid == mid } }

  /// The mids of the session's first BUNDLE group.
  private static func bundle(of description: SessionDescription) -> [String] {
    for attribute in description.attributes where attribute.name == "group" {
      let fields = words(attribute.value ?? "")
      if fields.first == "BUNDLE" { return fields.dropFirst().map(String.init) }
    }
    return []
  }
}

/// Why a description is no WebRTC offer or answer.
public enum WebDescriptionError: Error, Hashable, Sendable {
  /// The text is no session description at all.
  case malformed(SDPParseError)
  /// There is no section.
  case empty
  /// Section `index` is for `kind`; audio, video or application is needed.
  case unknownKind(index: Int, kind: String)
  /// Section `index` is sent over `transport`; one with DTLS is needed.
  case unsupportedTransport(index: Int, transport: String)
  /// Section `index` has no `a=mid`, or one that another section has.
  case mid(index: Int)
  /// Neither the session nor a section that is in use says both `a=ice-ufrag` and `a=ice-pwd` in the lengths
  /// allowed.
  case noCredentials
  /// Neither the session nor a section in use says `a=fingerprint`.
  case noFingerprint
  /// Another number of sections than were offered.
  case sectionCount(offered: Int, answered: Int)
  /// Section `index` is another one than was offered at that place.
  case sectionMismatch(index: Int, offered: String, answered: String)
}

extension WebDescriptionError: CustomStringConvertible {
  /// One sentence that says what was wrong and what would be right.
  public var description: String {
    switch self {
    case .malformed(let error): "\(error)"
    case .empty: "SDP without m= line; at least one is needed"
    case .unknownKind(let index, let kind):
      "m= line \(index + 1) is for \(kind.prefix(40)); audio, video or application is needed"
    case .unsupportedTransport(let index, let transport):
      "m= line \(index + 1) is over \(transport.prefix(40)); UDP/TLS/RTP/SAVPF or UDP/DTLS/SCTP is needed"
    case .mid(let index): "m= line \(index + 1) has no a=mid of its own; each needs one"
    case .noCredentials: "no a=ice-ufrag of 4 to 256 and a=ice-pwd of 22 to 256 characters; both are needed"
    case .noFingerprint: "no a=fingerprint; the one of the DTLS certificate is needed"
    case .sectionCount(let offered, let answered):
      "the answer has \(answered) m= lines; \(offered) are needed, as many as were offered"
    case .sectionMismatch(let index, let offered, let answered):
      "m= line \(index + 1) of the answer is \(answered.prefix(40)); \(offered.prefix(40)) was offered"
    }
  }
}

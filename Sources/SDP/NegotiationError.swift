/// Why an offer cannot be answered, or why an answer does not fit the offer.
public enum NegotiationError: Error, Hashable, Sendable {
  /// There is no `m=audio` line.
  case noAudio
  /// Every `m=audio` line has port 0: the stream is off or was refused.
  case audioRefused
  /// Audio is asked for over a transport other than RTP/AVP or RTP/AVPF, e.g. RTP/SAVP.
  case unsupportedTransport(String)
  /// None of the codecs named is one of ours.
  case noCommonCodec(offered: [String], supported: [AudioCodec])
  /// There is no `c=` line for the audio.
  case noConnection
  /// The `c=` line names a host that would have to be resolved first.
  case unresolvedHost(String)
  /// The `c=` line is of the other address family than the local side.
  case addressFamilyMismatch(String)
  /// The answer has another number of `m=` lines than the offer (RFC 3264 §6).
  case mediaCountMismatch(offered: Int, answered: Int)
  /// An `m=` line of the answer is for another kind of media or transport than the offer's at that place.
  case mediaMismatch(index: Int, offered: String, answered: String)

  /// The SIP response code to refuse an offer with: 488 Not Acceptable Here (RFC 3261 §21.4.26).
  public var statusCode: Int { 488 }

  /// The warn-code for the Warning header of that response (RFC 3261 §20.43).
  public var warningCode: Int {
    switch self {
    case .noAudio, .audioRefused: 304
    case .unsupportedTransport: 302
    case .noCommonCodec: 305
    case .noConnection, .unresolvedHost, .addressFamilyMismatch: 301
    case .mediaCountMismatch, .mediaMismatch: 399
    }
  }
}

extension NegotiationError: CustomStringConvertible {
  /// One sentence that says what was wrong and what would be right.
  public var description: String {
    switch self {
    case .noAudio: "no m=audio line; one is needed"
    case .audioRefused: "every m=audio line has port 0; one needs a port"
    case .unsupportedTransport(let name): "audio over \(name); RTP/AVP or RTP/AVPF is needed"
    case .noCommonCodec(let offered, let supported):
      "no codec in common: offered \(offered.prefix(16).joined(separator: ", ")); one of "
        + "\(supported.map { "\($0.encodingName)/8000" }.joined(separator: ", ")) is needed"
    case .noConnection: "no c= line for the audio; one is needed in the session or under m=audio"
    case .unresolvedHost(let name): "c= names the host \(name); an IP address is needed"
    case .addressFamilyMismatch(let address): "c= is \(address); an address of the other IP version is needed"
    case .mediaCountMismatch(let offered, let answered):
      "the answer has \(answered) m= lines; \(offered) are needed, as many as were offered"
    case .mediaMismatch(let index, let offered, let answered):
      "m= line \(index + 1) of the answer is for \(answered); \(offered) was offered"
    }
  }
}

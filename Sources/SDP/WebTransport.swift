/// The ICE and DTLS facts of one side, as its description says them (RFC 8839, RFC 8842).
///
/// Plain text: SDP neither checks addresses nor computes fingerprints.
public struct WebTransport: Hashable, Sendable {
  /// Who starts the DTLS handshake (`a=setup`, RFC 4145 §4).
  public enum Setup: String, Hashable, Sendable {
    /// Starts it: the DTLS client.
    case active
    /// Waits for it: the DTLS server.
    case passive
    /// Leaves the choice to the answer; only in offers.
    case actpass
  }

  /// The user name fragment, 4...256 characters.
  public var usernameFragment: String
  /// The password, 22...256 characters.
  public var password: String
  /// The value of `a=fingerprint`: hash function and digest, e.g. `sha-256 AB:CD:…`; `nil` when there is
  /// none.
  public var fingerprint: String?
  /// The role in the handshake; `nil` when not said.
  public var setup: Setup?
  /// The words of `a=ice-options`, e.g. `trickle`.
  public var options: [String]
  /// Whether this side only answers connectivity checks (`a=ice-lite`).
  public var isLite: Bool
  /// The values of the `a=candidate` lines without the attribute's name, as `1 1 udp 2130706431 192.0.2.1
  /// 4000 typ host`.
  public var candidates: [String]
  /// Whether no further candidates will follow (`a=end-of-candidates`).
  public var isComplete: Bool

  /// Makes the facts of one side.
  public init(
    usernameFragment: String, password: String, fingerprint: String?, setup: Setup?, options: [String] = [],
    isLite: Bool = false, candidates: [String] = [], isComplete: Bool = false
  ) {
    self.usernameFragment = usernameFragment
    self.password = password
    self.fingerprint = fingerprint
    self.setup = setup
    self.options = options
    self.isLite = isLite
    self.candidates = candidates
    self.isComplete = isComplete
  }

  /// The media-level attributes that say this.
  var attributes: [SessionDescription.Attribute] {
    var lines: [SessionDescription.Attribute] = [
      .init("ice-ufrag", usernameFragment), .init("ice-pwd", password),
    ]
    if !options.isEmpty { lines.append(.init("ice-options", options.joined(separator: " "))) }
    if let fingerprint { lines.append(.init("fingerprint", fingerprint)) }
    if let setup { lines.append(.init("setup", setup.rawValue)) }
    return lines
  }

  /// The media-level lines of the candidates.
  var candidateAttributes: [SessionDescription.Attribute] {
    candidates.map { .init("candidate", $0) } + (isComplete ? [.init("end-of-candidates")] : [])
  }
}

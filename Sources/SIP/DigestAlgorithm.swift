import Cryptography

/// The hash functions of digest authentication (RFC 7616 section 6.1).
public enum DigestAlgorithm: String, Sendable, Hashable {
  case md5 = "MD5"
  case md5Session = "MD5-sess"
  case sha256 = "SHA-256"
  case sha256Session = "SHA-256-sess"

  /// Whether the client's nonce goes into the secret part.
  var isSession: Bool { self == .md5Session || self == .sha256Session }

  /// The one called `name` in any case.
  init?(name: String) {
    let all: [DigestAlgorithm] = [.md5, .md5Session, .sha256, .sha256Session]
    guard let found = all.first(where: { $0.rawValue.equalsIgnoringCase(name) }) else { return nil }
    self = found
  }

  /// H(text) in lowercase hexadecimal.
  func hash(_ text: String) -> String {
    let bytes = Array(text.utf8)
    switch self {
    case .md5, .md5Session: return Hexadecimal.lowercase(Digest.md5(bytes))
    case .sha256, .sha256Session: return Hexadecimal.lowercase(Digest.sha256(bytes))
    }
  }
}

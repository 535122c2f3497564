import Cryptography
import Rooms

/// Tokens whose parts are written by hand.
enum Forgery {
  static let secret = "a-secret-of-thirty-two-characters!"
  static let header = #"{"alg":"HS256","typ":"JWT"}"#

  /// A token of `header` and `claims`, signed properly.
  static func token(header: String = header, claims: String, secret: String = secret) -> String {
    let signed = part(header) + "." + part(claims)
    let signature = MessageAuthentication.hmacSHA256(key: [UInt8](secret.utf8), message: [UInt8](signed.utf8))
    return signed + "." + Base64.encode(signature, alphabet: .urlSafe, padded: false)
  }

  static func part(_ text: String) -> String {
    Base64.encode([UInt8](text.utf8), alphabet: .urlSafe, padded: false)
  }
}

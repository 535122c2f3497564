import Cryptography
import Rooms

/// The API key that access tokens name, and the secret that signs them.
package struct RoomKeys: Sendable {
  /// Goes into every token.
  package let key: String
  /// Its UTF-8 bytes sign.
  package let secret: String

  /// A pair that somebody else knows too.
  package init(key: String, secret: String) {
    self.key = key
    self.secret = secret
  }

  /// A random pair that only this process knows.
  package init() {
    key = "API" + Hexadecimal.lowercase(RandomBytes.make(count: 6))
    secret = Base64.encode(RandomBytes.make(count: 32), alphabet: .urlSafe, padded: false)
  }
}

import SansIO

/// The username fragment and password of one side (RFC 8445 §5.3, RFC 8839 §5.4).
public struct ICECredentials: Hashable, Sendable {
  /// `ice-ufrag`: 4...256 ICE characters (letters, digits, `+`, `/`).
  public let ufrag: String
  /// `ice-pwd`: 22...256 ICE characters; the key of MESSAGE-INTEGRITY.
  public let password: String

  /// So many random bytes make new credentials: 96 bits of fragment, 128 of password.
  public static let randomBytes = 28

  /// Takes the two attributes of a session description; `nil` when one is too short, too long or has other
  /// characters.
  public init?(ufrag: String, password: String) {
    guard (4...256).contains(ufrag.utf8.count), (22...256).contains(password.utf8.count),
      ufrag.utf8.allSatisfy(Self.isICECharacter), password.utf8.allSatisfy(Self.isICECharacter)
    else { return nil }
    self.ufrag = ufrag
    self.password = password
  }

  /// Makes credentials of `bytes`: 28 unpredictable ones, 12 for the fragment and 16 for the password.
  public init(randomBytes bytes: [UInt8]) {
    precondition(
      bytes.count == Self.randomBytes, "\(bytes.count) random bytes; credentials take \(Self.randomBytes)")
    ufrag = Self.text(bytes[..<12])
    password = Self.text(bytes[12...])
  }

  /// Draws credentials; outside of simulations from a generator that nobody can predict.
  public init(using generator: inout some RandomNumberGenerator) {
    self.init(
      randomBytes: (0..<Self.randomBytes).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
  }

  /// The HMAC key.
  var key: [UInt8] { [UInt8](password.utf8) }

  static func isICECharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
    default: false
    }
  }

  private static let alphabet = [UInt8](
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Six bits a character, the last one filled up with zeros.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var characters: [UInt8] = []
    var (pending, count) = (0, 0)
    for byte in bytes {
      pending = (pending << 8 | Int(byte)) & 0xFFFF
      count += 8
      while count >= 6 {
        count -= 6
        characters.append(alphabet[pending >> count & 63])
      }
    }
    if count > 0 { characters.append(alphabet[pending << (6 - count) & 63]) }
    return String(decoding: characters, as: UTF8.self)
  }
}

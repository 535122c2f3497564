import COpenSSL

/// Keyed digests (HMAC, RFC 2104) by OpenSSL.
public enum MessageAuthentication {
  /// The 32 bytes of HMAC-SHA-256 of `message` under `key`.
  public static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { output, count in
      let done = HMAC(
        EVP_sha256(), key, Int32(key.count), message, message.count, output.baseAddress, nil)
      precondition(done != nil, "OpenSSL refuses HMAC-SHA-256: is its default provider loaded?")
      count = 32
    }
  }

  /// Whether two byte strings are equal, in a time that tells nothing about where they differ.
  public static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
  }
}
